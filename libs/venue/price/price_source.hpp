#pragma once

#include "net/event.hpp"
#include "net/https.hpp"
#include "net/websocket.hpp"
#include "venue/price/price_wire.hpp"
#include "venue/price/source_price.hpp"

#include <array>
#include <functional>
#include <memory>

namespace unrip::venue {

struct PriceSourceSettings {
    FeedRules rules;                ///< Usually the wire's own `usual_rules()`.
    net::WebSocketSettings socket;  ///< The address is the wire's.
    bool rest_fallback = true;
    Milliseconds rest_every{2'000};
    Milliseconds rest_limit{3'000};
    /// After HTTP 401, 403, 418 or 429, unless the source itself says how long to stay away.
    Milliseconds rest_pause{60'000};
    Milliseconds ping_every{15'000};
    /// A socket that is up but has given no usable quote for this long is connected anew.
    Milliseconds revive_after{60'000};
};

struct PriceSourceStats {
    std::uint64_t quotes = 0;
    std::uint64_t heartbeats = 0;
    std::uint64_t errors = 0;  ///< That the source has told us of.
    std::uint64_t revivals = 0;
    std::uint64_t rest_requests = 0;
    std::uint64_t rest_failures = 0;
    std::uint64_t rest_rounds = 0;  ///< Times that it was REST's turn, whether or not it was asked.
    std::array<std::uint64_t, kFeedProblems> problems{};
    std::string last_error;
};

/// One price source at work: listens on its socket, asks over REST while the socket has no usable
/// price, and says at any time whether and what it knows. For use on one loop.
class PriceSource {
  public:
    /// The clock and the client must outlive the source.
    PriceSource(
        const boost::asio::any_io_executor& executor,
        const Clock& clock,
        net::HttpClient& http,
        std::unique_ptr<PriceWire> wire,
        PriceSourceSettings settings,
        std::function<void()> on_quote = nullptr
    );

    /// Until cancelled (operation_aborted is thrown). Returns only when the address can't be used.
    Task<Result<void>> run();

    /// Asks over REST as soon as possible, also while the socket is fine; a source that has had
    /// enough of us is left alone all the same. It is done when `rest_rounds` has grown.
    void ask_now();

    std::string_view name() const { return wire_->source(); }

    /// The socket's price if it is good, else REST's if that is good, else nothing.
    std::optional<SourcePrice> price() const;

    /// Good when there is a price; otherwise what ails the socket, or REST where there is no
    /// socket.
    FeedVerdict verdict() const;

    const PriceSourceStats& stats() const { return stats_; }
    const net::WebSocketStatus& socket() const { return socket_.status(); }
    std::uint64_t out_of_order() const { return live_.out_of_order() + rest_.out_of_order(); }

  private:
    Moment now() const { return {clock_.now(), clock_.tick()}; }
    bool has_socket() const { return !wire_->socket_url().empty(); }
    void on_connected();
    void on_message(std::string_view text);
    void note(const FeedMessage& message);
    void revive();

    Task<void> listen(std::optional<Result<void>>& ended);
    Task<void> ping();
    Task<void> ask_rest();
    Task<void> fetch_all();
    Task<Result<FeedMessage>> fetch(std::size_t place, RestAddress address);
    void pause_rest(const net::HttpResponse& response);

    const Clock& clock_;
    net::HttpClient& http_;
    std::unique_ptr<PriceWire> wire_;
    PriceSourceSettings settings_;
    std::function<void()> on_quote_;
    PriceFeed live_;
    PriceFeed rest_;
    Tick rest_resumes_{};
    net::Event asked_;
    bool is_asked_ = false;
    Tick last_good_{};  ///< When the socket last had a usable price, or was connected.
    PriceSourceStats stats_;
    net::WebSocket socket_;
};

}  // namespace unrip::venue
