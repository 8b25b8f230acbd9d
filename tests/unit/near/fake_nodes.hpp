#pragma once

#include "near/rpc_client.hpp"
#include "support/run_task.hpp"

#include <deque>
#include <optional>
#include <stdexcept>

namespace unrip::near {

/// Nodes that answer what a test told them to, and a clock that moves only by waiting.
class FakeNodes {
  public:
    struct Seen {
        std::string url;
        std::string body;
        bool may_repeat = false;
        Tick at{};
    };

    void answer(std::string body, unsigned status = 200, net::Headers headers = {}) {
        replies_.emplace_back(net::HttpResponse{status, std::move(headers), std::move(body)});
    }
    void fail_with(Error::Kind kind) { replies_.emplace_back(fail(kind, "the line is dead")); }

    RpcOutside outside() {
        RpcOutside outside;
        outside.request = [this](net::HttpRequest request) { return reply(std::move(request)); };
        outside.sleep = [this](Nanoseconds duration) { return pass(duration); };
        outside.clock = &clock_;
        outside.random = [] { return 0.5; };
        return outside;
    }

    const std::vector<Seen>& seen() const { return seen_; }
    ManualClock& clock() { return clock_; }
    bool has_answered_all() const { return replies_.empty(); }

    /// What the task returns; it may only wait on these nodes.
    template <class T>
    T result_of(Task<T> task) {
        std::optional<T> kept;
        auto keeping = keep(kept, std::move(task));
        test::run_task(loop_, std::move(keeping));
        return *std::move(kept);
    }

  private:
    template <class T>
    static Task<void> keep(std::optional<T>& kept, Task<T> task) {
        auto value = co_await std::move(task);
        kept.emplace(std::move(value));
    }

    Task<Result<net::HttpResponse>> reply(net::HttpRequest request) {
        seen_.push_back({request.url, request.body, request.may_repeat, clock_.tick()});
        if (replies_.empty()) throw std::logic_error{"nobody expected: " + request.body};
        auto next = std::move(replies_.front());
        replies_.pop_front();
        co_return next;
    }

    Task<void> pass(Nanoseconds duration) {
        clock_.advance(duration);
        co_return;
    }

    boost::asio::io_context loop_;
    ManualClock clock_{from_unix_ms(1'795'165'200'000)};
    std::deque<Result<net::HttpResponse>> replies_;
    std::vector<Seen> seen_;
};

inline std::string result_body(const std::string& members) {
    return R"({"jsonrpc":"2.0","id":"1","result":{)" + members + "}}";
}

/// What a view returns, as nodes write it.
inline std::string view_body(std::string_view json) {
    std::string bytes;
    for (const char letter : json) {
        if (!bytes.empty()) bytes += ',';
        bytes += std::to_string(static_cast<unsigned char>(letter));
    }
    return result_body(
        R"("result":[)" + bytes +
        R"(],"logs":[],"block_height":7,"block_hash":"11111111111111111111111111111111")"
    );
}

inline std::string error_body(std::string_view cause, std::string_view data = "\"\"") {
    return R"({"error":{"name":"HANDLER_ERROR","cause":{"name":")" + std::string{cause} +
           R"("},"code":-32000,"data":)" + std::string{data} + "}}";
}

}  // namespace unrip::near
