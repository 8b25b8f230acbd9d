// What the venue sandbox carries: one solver that answers every request, and the processor time
// that the sandbox took for it. The sandbox runs already; another one than people use, since this
// changes its scenario.
//
//   sandbox_load <pid> <control port> <venue port> <requests a second> <seconds> inline|deferred

#include "near/intents.hpp"
#include "near/nep413.hpp"
#include "net/https.hpp"
#include "net/race.hpp"
#include "net/sleep.hpp"
#include "net/websocket.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <unistd.h>

#include <cstdio>
#include <fstream>
#include <iostream>
#include <map>
#include <stdexcept>

namespace unrip {
namespace {

constexpr auto kContract = "intents.near";
constexpr near::Salt kFirstSalt{0x25, 0x28, 0x12, 0xb3};
constexpr std::size_t kSignedAhead = 10'000;

struct Load {
    std::string pid;
    std::string control;
    std::string venue;
    std::string rate;
    std::string verify;
    int seconds = 10;
};

std::string text_after(std::string_view text, std::string_view name) {
    const auto at = text.find(name);
    if (at == std::string_view::npos) return {};
    const auto rest = text.substr(at + name.size());
    return std::string{rest.substr(0, rest.find('"'))};
}

/// A solver that gives one base unit for whatever is offered: nobody takes it, everybody judges it.
class Solver {
  public:
    Solver() : key_{near::SecretKey::from_seed(std::array<std::uint8_t, 32>{42})} {}

    std::string account() const { return near::implicit_account_id(key_.public_key()); }

    /// Nothing for what is no request.
    std::string answer(std::string_view event) {
        const auto id = text_after(event, R"("quote_id":")");
        const auto amount = text_after(event, R"("exact_amount_in":")");
        if (id.empty() || amount.empty()) return {};
        const auto in = text_after(event, R"("defuse_asset_identifier_in":")");
        const auto out = text_after(event, R"("defuse_asset_identifier_out":")");
        auto& ready = signed_[in + amount];
        if (ready.empty()) sign_ahead(ready, in, out, amount);
        const auto& signature = ready[++answers_ % ready.size()];
        return R"({"jsonrpc":"2.0","id":)" + std::to_string(answers_) +
               R"(,"method":"quote_response","params":[{"quote_id":")" + id +
               R"(","quote_output":{"amount_out":"1"},"signed_data":)" + signature + "}]}";
    }
    std::uint64_t answers() const { return answers_; }

  private:
    void sign_ahead(
        std::vector<std::string>& ready,
        const std::string& in,
        const std::string& out,
        const std::string& amount
    ) {
        const Instant deadline = std::chrono::system_clock::now() + std::chrono::minutes{30};
        near::TokenDiff diff;
        diff.diff.push_back({*AssetId::parse(in), *parse_i128(amount)});
        diff.diff.push_back({*AssetId::parse(out), -1});
        for (std::size_t i = 0; i < kSignedAhead; ++i) {
            near::VersionedNonce nonce;
            nonce.salt = kFirstSalt;
            nonce.deadline = deadline + std::chrono::minutes{1};
            const auto number = ++nonces_;
            for (std::size_t byte = 0; byte < 8; ++byte)
                nonce.random.at(byte) = static_cast<std::uint8_t>(number >> (8 * byte));
            near::Nep413Payload payload;
            payload.message = *near::token_diff_message(account(), deadline, diff);
            payload.nonce = near::encode(nonce);
            payload.recipient = kContract;
            ready.push_back(near::to_json(near::sign(std::move(payload), key_)));
        }
    }

    near::SecretKey key_;
    std::map<std::string, std::vector<std::string>> signed_;
    std::uint64_t answers_ = 0;
    std::uint64_t nonces_ = 0;
};

/// Of a whole process so far.
double processor_seconds(const std::string& pid) {
    std::ifstream file{"/proc/" + pid + "/stat"};
    std::string word;
    double ticks = 0;
    for (int field = 1; file >> word; ++field) {
        if (field == 14 || field == 15) ticks += std::stod(word);
    }
    return ticks / static_cast<double>(sysconf(_SC_CLK_TCK));
}

Task<std::string> call(net::HttpClient& client, net::HttpRequest request) {
    auto response = co_await client.request(std::move(request));
    if (!response) throw std::runtime_error{response.error().detail};
    if (response->status != 200) throw std::runtime_error{response->body};
    co_return response->body;
}

Task<void> tell(net::HttpClient& client, std::string method, std::string url, std::string body) {
    auto request = net::http_post_json(std::move(url), std::move(body), Milliseconds{5'000});
    request.method = std::move(method);
    co_await call(client, std::move(request));
}

std::uint64_t count_after(const std::string& text, std::string_view name) {
    const auto at = text.find(name);
    return at == std::string::npos ? 0 : std::stoull(text.substr(at + name.size()));
}

Task<void> fund(net::HttpClient& client, const Load& load, const std::string& account) {
    const auto control = "http://127.0.0.1:" + load.control;
    for (const auto* token : {"nep141:btc.omft.near", "nep141:eth.omft.near"}) {
        auto body = R"({"balance":"1000000000000000000","token":")" + std::string{token} + "\"}";
        co_await tell(client, "POST", control + "/accounts/" + account + "/fund", std::move(body));
    }
}

Task<void> set_rate(net::HttpClient& client, const Load& load, std::string rate) {
    const auto control = "http://127.0.0.1:" + load.control;
    auto scenario =
        R"({"relay":{"verify":")" + load.verify +
        R"("},"auction":{"wait_min_ms":1000,"grace_ms":50,"wait_max_ms":3000},"competitor":{"on":false},)"
        R"("takers":[{"name":"load","kind":"price_sensitive","pairs":["btc-eure"],"sells_ppm":0,)"
        R"("exact_out_ppm":0,"size_least":"2","size_most":"2","per_second":)" +
        rate + "}]}";
    co_await tell(client, "PUT", control + "/scenario", std::move(scenario));
}

Task<void> measure(net::HttpClient& client, const Load& load, const Solver& solver) {
    // The first question has the solver sign ahead: before that nobody should wait for it.
    co_await set_rate(client, load, "5");
    while (solver.answers() == 0) {
        const Milliseconds pause{50};
        co_await net::sleep_for(pause);
    }
    co_await set_rate(client, load, load.rate);
    constexpr std::chrono::seconds kWarm{4};
    co_await net::sleep_for(kWarm);
    const auto url = "http://127.0.0.1:" + load.control + "/stats";
    auto first_look = net::http_get(url, Milliseconds{5'000});
    const auto before = co_await call(client, std::move(first_look));
    const auto busy_before = processor_seconds(load.pid);
    const auto answers_before = solver.answers();
    const std::chrono::seconds lasts{load.seconds};
    co_await net::sleep_for(lasts);
    const auto busy = processor_seconds(load.pid) - busy_before;
    auto last_look = net::http_get(url, Milliseconds{5'000});
    const auto after = co_await call(client, std::move(last_look));
    const auto quotes = count_after(after, R"("quotes":)") - count_after(before, R"("quotes":)");
    const auto answered = solver.answers() - answers_before;
    const auto judged = count_after(after, R"("valid":)") - count_after(before, R"("valid":)");
    std::printf("judged in time  %.0f /s\n", static_cast<double>(judged) / load.seconds);
    std::printf("requests        %.0f /s\n", static_cast<double>(quotes) / load.seconds);
    std::printf("answers         %.0f /s\n", static_cast<double>(answered) / load.seconds);
    std::printf("processor       %.2f of one core\n", busy / load.seconds);
    std::printf("one core carries %.0f requests/s\n", static_cast<double>(quotes) / busy);
    std::printf("%s\n", after.c_str());
}

Task<void> run(boost::asio::io_context& loop, const Load& load) {
    const SystemClock clock;
    net::HttpClient client{loop.get_executor()};
    Solver solver;
    net::WebSocket* open = nullptr;
    net::WebSocketSettings settings;
    settings.url = "ws://127.0.0.1:" + load.venue + "/ws";
    settings.outgoing_max = 1'000'000;
    net::WebSocketEvents events;
    constexpr auto subscribe =
        R"({"jsonrpc":"2.0","id":1,"method":"subscribe","params":["quote"]})";
    std::uint64_t lost = 0;
    events.on_connected = [&](const net::Connected&) {
        if (!open->try_send(subscribe)) ++lost;
    };
    events.on_message = [&](const net::Message& message) {
        auto text = solver.answer(message.text);
        if (!text.empty() && !open->try_send(std::move(text))) ++lost;
    };
    events.on_disconnected = [&](const net::Disconnected& end) {
        std::cerr << "disconnected: " << end.reason << "\n";
    };
    net::WebSocket socket{loop.get_executor(), clock, settings, std::move(events)};
    open = &socket;
    co_await fund(client, load, solver.account());
    const auto listen = [&socket]() -> Task<void> {
        const auto ended = co_await socket.run();
        if (!ended) std::cerr << ended.error().detail << "\n";
    };
    auto listening = listen();
    co_await net::first_to_end(measure(client, load, solver), std::move(listening));
    std::printf("answers that found no room: %llu\n", static_cast<unsigned long long>(lost));
}

}  // namespace
}  // namespace unrip

int main(int argc, char** argv) {
    if (argc != 7) {
        std::cerr << "sandbox_load <pid> <control port> <venue port> <requests a second> <seconds> "
                     "inline|deferred\n";
        return 2;
    }
    unrip::Load load{argv[1], argv[2], argv[3], argv[4], argv[6], std::stoi(argv[5])};
    boost::asio::io_context loop{1};
    std::exception_ptr failure;
    boost::asio::co_spawn(loop, unrip::run(loop, load), [&](const std::exception_ptr& thrown) {
        failure = thrown;
        loop.stop();
    });
    loop.run();
    try {
        if (failure) std::rethrow_exception(failure);
    } catch (const std::exception& thrown) {
        std::cerr << thrown.what() << "\n";
        return 1;
    }
    return 0;
}
