#pragma once

#include "net/event.hpp"
#include "net/websocket.hpp"
#include "venue/relay/relay_frame.hpp"
#include "venue/relay/relay_in_flight.hpp"
#include "venue/relay/relay_requests.hpp"

#include <array>
#include <functional>
#include <optional>
#include <string>

namespace unrip::venue {

struct RelaySettings {
    net::WebSocketSettings socket;  ///< Its url is the relay's; the rest are the usual limits.
    TokenFilter filter;
    /// Constant per deployment. When given, `quote_status` is asked for with guaranteed delivery.
    std::string instance_id;
    bool hears_status = true;  ///< Ask for a status stream at all.
    /// Ask for the extended status stream first. Not available together with an instance id.
    bool extended_status = true;
    Milliseconds answer_limit{5'000};
    std::size_t in_flight_max = 1'024;
    RelayFrameLimits frame;
};

struct HeardQuote {
    RelayQuoteEvent event;
    net::ConnectionId connection = 0;  ///< Answer on this one or not at all.
    Instant received_at;
    Tick received_tick;
};

struct HeardStatus {
    RelayStatusEvent event;
    net::ConnectionId connection = 0;
    Instant received_at;
};

/// Called on the loop, straight from the reading coroutine.
struct RelayEvents {
    std::function<void(HeardQuote)> on_quote;
    std::function<void(HeardStatus)> on_status;
    /// Something about the connection or its subscriptions has changed.
    std::function<void()> on_change;
    /// A frame was not used.
    std::function<void(FrameProblem)> on_ignored;
};

struct RelayStats {
    std::uint64_t quotes = 0;
    std::uint64_t statuses = 0;
    std::uint64_t answers = 0;        ///< That somebody waited for, refusals included.
    std::uint64_t refusals_late = 0;  ///< "quote not found or already finished" and its like.
    std::uint64_t refusals_other = 0;
    std::uint64_t timeouts = 0;
    std::uint64_t lost_in_flight = 0;  ///< Requests whose connection ended before their answer.
    std::uint64_t not_sent = 0;        ///< Connection gone, queue full or too many in flight.
    std::uint64_t subscribe_refusals = 0;
    std::array<std::uint64_t, kFrameProblems> problems{};
};

struct RelayState {
    net::ConnectionId connection = 0;          ///< 0: not connected.
    bool hears_quotes = false;                 ///< Subscribed and acknowledged.
    std::optional<RelayStream> status_stream;  ///< Which one the relay granted.
    bool guaranteed = false;                   ///< With guaranteed delivery.
    std::string last_refusal;                  ///< Of a subscription.
};

/// The solver's side of the relay's socket: subscribes after every connect, hands out what it
/// hears, sends answers on the connection that was asked and matches the relay's verdicts to them.
/// For use on one loop.
class RelayClient {
  public:
    /// The bearer token, read anew before each attempt; empty for none.
    using Bearer = std::function<Result<std::string>()>;

    RelayClient(
        const boost::asio::any_io_executor& executor,
        const Clock& clock,
        RelaySettings settings,
        RelayEvents events,
        Bearer bearer
    );

    /// Until cancelled (operation_aborted is thrown). Returns only when the URL can't be used.
    Task<Result<void>> run();

    /// Sends the params object of a `quote_response` and waits for what the relay says to it. An
    /// answer with `ok` means that it takes part in the auction, not that it won.
    ///
    /// Errors: `refused` when it never went out, since that connection is gone or too much is
    /// waiting; `timed_out` when no answer came, in which case the relay may well have it.
    Task<Result<RelayAnswer>> answer(net::ConnectionId connection, std::string params);

    /// The same without a coroutine for each: `on_answer` is called once, later, with the answer or
    /// `timed_out`. A failure here means that it never went out, and that nobody will be called.
    Result<void> send_answer(
        net::ConnectionId connection, std::string_view params, RelayInFlight::OnAnswer on_answer
    );

    /// Tells the relay that there will be no price. Nobody waits for its reply.
    Result<void> decline(net::ConnectionId connection, const NoQuote& no_quote);

    /// For events with a `seq`, once they are safely processed.
    Result<void> acknowledge(const HeardStatus& status);

    /// Ends the current connection, if any; another one follows at once.
    void reconnect(std::string_view reason) { socket_.reconnect(reason); }

    /// Replaces the token filter, at once when connected.
    void set_filter(TokenFilter filter);

    const RelayStats& stats() const { return stats_; }
    const RelayState& state() const { return state_; }
    const net::WebSocketStatus& socket() const { return socket_.status(); }

  private:
    /// How to ask for settlements, best first.
    struct StatusWish {
        RelayStream stream;
        bool guaranteed;
    };
    using Build = std::function<std::string(std::uint64_t id)>;

    void on_connected(const net::Connected& connected);
    void on_message(const net::Message& message);
    void on_disconnected(const net::Disconnected& disconnected);
    void count(FrameProblem problem);
    void settle(RelayAnswer answer);

    /// Begins a request and sends it; its id, unless it never went out.
    Result<std::uint64_t> send(
        net::ConnectionId connection, const Build& build, RelayInFlight::OnAnswer on_answer
    );
    void subscribe_quotes();
    void subscribe_status(std::size_t wish);
    void changed() const;
    Result<net::Headers> headers() const;
    Task<void> listen(std::optional<Result<void>>& ended);
    Task<void> expire_requests();

    boost::asio::any_io_executor executor_;
    const Clock& clock_;
    RelaySettings settings_;
    RelayEvents events_;
    Bearer bearer_;
    std::vector<StatusWish> status_wishes_;
    RelayInFlight in_flight_;
    RelayStats stats_;
    RelayState state_;
    net::WebSocket socket_;
};

/// The relay's address with the instance id that guaranteed delivery is tied to.
std::string with_instance_id(std::string url, std::string_view instance_id);

}  // namespace unrip::venue
