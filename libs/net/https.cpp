#include "net/https.hpp"

#include "net/connection_pool.hpp"
#include "net/timeout.hpp"
#include "net/url.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/error.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

namespace unrip::net {

namespace http = boost::beast::http;
using boost::system::error_code;

namespace {

constexpr std::size_t kReadSize = 16U << 10U;
constexpr int kInterimAnswersMax = 8;
constexpr std::array kMethods{"GET", "HEAD", "POST", "PUT", "DELETE", "PATCH"};

bool is_safe(std::string_view method) {
    return method == "GET" || method == "HEAD";
}

Result<void> check_request(const HttpRequest& request, const Url& url) {
    if (url.scheme != "http" && url.scheme != "https") {
        return fail(Error::Kind::malformed, "URL: the scheme is not http or https");
    }
    if (std::find(kMethods.begin(), kMethods.end(), request.method) == kMethods.end()) {
        return fail(Error::Kind::malformed, "not an HTTP method that we send");
    }
    if (std::all_of(request.headers.begin(), request.headers.end(), is_sendable)) return {};
    return fail(Error::Kind::malformed, "a header holds what headers may not hold");
}

std::string write_out(const HttpRequest& request, const Url& url, const std::string& user_agent) {
    std::string text = request.method + " " + url.target + " HTTP/1.1\r\n";
    const auto add = [&text](std::string_view name, std::string_view value) {
        text.append(name).append(": ").append(value).append("\r\n");
    };
    add("Host", url.authority());
    if (!find_header(request.headers, "User-Agent")) add("User-Agent", user_agent);
    for (const auto& header : request.headers)
        add(header.name, header.value);
    if (!request.body.empty() || !is_safe(request.method)) {
        add("Content-Length", std::to_string(request.body.size()));
    }
    text.append("\r\n").append(request.body);
    return text;
}

/// What one attempt came to.
struct Exchange {
    std::optional<HttpResponse> response;
    bool is_reusable = false;      ///< The connection, for another request.
    bool heard_something = false;  ///< At least one byte came back.
    bool can_be_read = true;
    std::string why;  ///< There is no response.
};

/// Reads one answer, byte by byte from the connection into Beast's parser: none of Beast's own
/// asynchronous operations is needed, and none has to be compiled.
class AnswerReader {
  public:
    AnswerReader(const HttpSettings& settings, bool is_head)
        : settings_{settings},
          is_head_{is_head},
          buffer_{settings.header_bytes_max + 2 * kReadSize} {
        begin();
    }

    bool is_done() const { return parser_->is_done(); }

    /// Where to read to. Empty when the parser waits for the end of something that fills the
    /// buffer.
    boost::asio::mutable_buffer room() {
        return buffer_.prepare(std::min(buffer_.max_size() - buffer_.size(), kReadSize));
    }

    error_code take(std::size_t bytes) {
        buffer_.commit(bytes);
        error_code error;
        while (buffer_.size() > 0) {
            buffer_.consume(parser_->put(buffer_.data(), error));
            if (error == http::error::need_more) return {};
            if (error) return error;
            if (!parser_->is_done()) continue;
            if (!is_interim()) break;
            if (++interim_answers_ > kInterimAnswersMax) return http::error::bad_status;
            begin();
        }
        return error;
    }

    error_code take_end() {
        error_code error;
        parser_->put_eof(error);
        if (!error && !parser_->is_done()) error = http::error::partial_message;
        return error;
    }

    bool is_reusable() const {
        return parser_->keep_alive() && !parser_->need_eof() && buffer_.size() == 0;
    }

    std::string describe(const error_code& error) const {
        if (error == http::error::body_limit) {
            return "the answer is larger than " + std::to_string(settings_.body_bytes_max) +
                   " bytes";
        }
        return "the answer: " + error.message();
    }

    HttpResponse release() {
        auto message = parser_->release();
        HttpResponse response;
        response.status = message.result_int();
        for (const auto& field : message) {
            response.headers.push_back(Header{field.name_string(), field.value()});
        }
        response.body = std::move(message.body());
        return response;
    }

  private:
    void begin() {
        parser_.emplace();
        parser_->eager(true);
        parser_->skip(is_head_);
        parser_->header_limit(static_cast<std::uint32_t>(settings_.header_bytes_max));
        parser_->body_limit(settings_.body_bytes_max);
    }

    /// 100 Continue and its like; the real answer follows.
    bool is_interim() const {
        const auto status = parser_->get().result_int();
        return status >= 100 && status < 200 && status != 101;
    }

    const HttpSettings& settings_;
    bool is_head_;
    boost::beast::flat_buffer buffer_;
    std::optional<http::response_parser<http::string_body>> parser_;
    int interim_answers_ = 0;
};

/// Reads until the answer is whole or can't become whole any more; `exchange` says which.
Task<void> hear(Connection& connection, AnswerReader& reader, Exchange& exchange) {
    while (!reader.is_done()) {
        const auto room = reader.room();
        if (room.size() == 0) {
            exchange.why = "the answer: a header without end";
            exchange.can_be_read = false;
            co_return;
        }
        const auto [broken, bytes] = co_await connection.read_some(room);
        const bool has_ended = broken == boost::asio::error::eof;
        if (broken && !(has_ended && exchange.heard_something)) {
            exchange.why = "the connection broke: " + broken.message();
            co_return;
        }
        exchange.heard_something = true;
        const auto error = has_ended ? reader.take_end() : reader.take(bytes);
        if (!error) continue;
        exchange.why = reader.describe(error);
        exchange.can_be_read = error == http::error::partial_message;
        co_return;
    }
    exchange.is_reusable = reader.is_reusable();
    exchange.response = reader.release();
}

}  // namespace

HttpRequest http_get(std::string url, Milliseconds deadline) {
    HttpRequest request;
    request.url = std::move(url);
    request.deadline = deadline;
    return request;
}

HttpRequest http_post_json(std::string url, std::string body, Milliseconds deadline) {
    HttpRequest request;
    request.method = "POST";
    request.url = std::move(url);
    request.headers.push_back(Header{"Content-Type", "application/json"});
    request.body = std::move(body);
    request.deadline = deadline;
    return request;
}

class HttpClient::Machine {
  public:
    Machine(const boost::asio::any_io_executor& executor, HttpSettings settings)
        : settings_{std::move(settings)},
          pool_{executor, settings_.ca_file, pool_limits(settings_)} {}

    Task<Result<HttpResponse>> request(HttpRequest request) {
        ++stats_.requests;
        auto answer = co_await checked_request(std::move(request));
        if (!answer) ++stats_.failures;
        co_return answer;
    }
    const HttpStats& stats() const { return stats_; }

  private:
    static ConnectionPool::Limits pool_limits(const HttpSettings& settings) {
        return {settings.connections_per_origin_max, settings.keep_alive_max};
    }

    Task<Result<HttpResponse>> checked_request(HttpRequest request) {
        const auto url = parse_url(request.url);
        if (!url) co_return url.failure();
        const auto checked = check_request(request, *url);
        if (!checked) co_return checked.failure();
        const auto what = url->origin() + ": the request";
        co_return co_await within(request.deadline, send(request, *url), what);
    }

    Task<Result<HttpResponse>> send(const HttpRequest& request, const Url& url) {
        const auto text = write_out(request, url, settings_.user_agent);
        const bool may_repeat = request.may_repeat || is_safe(request.method);
        bool is_repeat = false;
        while (true) {
            auto loan = co_await pool_.borrow(url, is_repeat);
            if (!loan) co_return loan.failure();
            ++(loan->is_reused() ? stats_.reuses : stats_.connects);
            auto exchange = co_await converse(loan->connection(), text, request.method);
            if (exchange.response) {
                if (exchange.is_reusable) loan->keep();
                co_return std::move(*exchange.response);
            }
            const bool was_stale = loan->is_reused() && !exchange.heard_something;
            if (!was_stale || !may_repeat) co_return failed(exchange, url, may_repeat);
            is_repeat = true;  // The next connection is a fresh one, so there is no third time.
            ++stats_.repeats;
        }
    }

    Task<Exchange> converse(
        Connection& connection, const std::string& text, const std::string& method
    ) {
        Exchange exchange;
        const auto broken = co_await connection.write(text);
        if (broken) {
            exchange.why = "the connection broke: " + broken.message();
            co_return exchange;
        }
        AnswerReader reader{settings_, method == "HEAD"};
        co_await hear(connection, reader, exchange);
        co_return exchange;
    }

    static Failure failed(const Exchange& exchange, const Url& url, bool may_repeat) {
        auto detail = url.origin() + ": " + exchange.why;
        if (!exchange.can_be_read) return fail(Error::Kind::malformed, std::move(detail));
        if (may_repeat) return fail(Error::Kind::unavailable, std::move(detail));
        return fail(Error::Kind::timed_out, detail + ", nobody knows whether it was acted upon");
    }

    HttpSettings settings_;
    ConnectionPool pool_;
    HttpStats stats_;
};

HttpClient::HttpClient(const boost::asio::any_io_executor& executor, HttpSettings settings)
    : machine_{std::make_unique<Machine>(executor, std::move(settings))} {}

HttpClient::~HttpClient() = default;

Task<Result<HttpResponse>> HttpClient::request(HttpRequest request) {
    return machine_->request(std::move(request));
}

const HttpStats& HttpClient::stats() const {
    return machine_->stats();
}

}  // namespace unrip::net
