#pragma once

#include "bus/settings.hpp"
#include "bus/status.hpp"
#include "bus/subscription.hpp"
#include "bus/urgency.hpp"
#include "core/result.hpp"
#include "core/time.hpp"
#include "net/task.hpp"

#include <boost/asio/any_io_executor.hpp>

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace unrip::bus {

/// A message on its way out.
struct Outgoing {
    std::string subject;
    std::string body;
    std::vector<std::pair<std::string, std::string>> headers;
    Urgency urgency = Urgency::at_once;
};

/// One connection to NATS that comes back for ever. Lives on one loop: all its functions are called
/// there and all its handlers run there. It outlives whatever was made from it by reference.
class Connection {
  public:
    /// Waits at most `limit` for the server. One that can't be reached yet is no error: the
    /// Connection is given all the same and keeps trying. Refused: the server does not let us in.
    /// Malformed: a setting that can't work, such as a key file that is not there.
    static Task<Result<std::unique_ptr<Connection>>> connect(
        boost::asio::any_io_executor executor,
        const Clock& clock,
        Settings settings,
        Milliseconds limit
    );

    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;
    /// Waits, shortly, until the client's threads have left; then no callback follows.
    ~Connection();

    bool is_connected() const;
    /// Grows with every time the connection came up: the same number means it never broke.
    std::uint64_t generation() const;
    Status status() const;
    const boost::asio::any_io_executor& executor() const;

    /// Calls back on the loop after every change of is_connected(), while the returned token lives.
    [[nodiscard]] std::shared_ptr<void> on_change(std::function<void()> call);

    /// Hands the bytes to the socket; nobody says whether anyone heard. Unavailable while
    /// disconnected: nothing is kept for later, since what is old by then must not surface.
    Result<void> publish(const Outgoing& outgoing);
    Result<void> publish(std::string_view subject, std::string_view body);
    /// The same, naming the subject where an answer shall go.
    Result<void> publish_asking(const Outgoing& outgoing, const std::string& reply_to);
    /// Answers a request that a subscription heard.
    Result<void> reply(
        const Incoming& asked, std::string_view body, Urgency urgency = Urgency::at_once
    );

    /// Also while disconnected: it then starts with the connection. `*` and `>` as NATS has them.
    Subscription subscribe(std::string subject, Inflow inflow, Handler handler);

    /// Asks and waits for the first answer. Unavailable: disconnected, or nobody listens there
    /// (told at once). Timed out: no answer within `limit`, or the connection broke: outcome
    /// unknown.
    Task<Result<std::string>> request(std::string subject, std::string body, Milliseconds limit);
    Task<Result<Incoming>> ask(Outgoing outgoing, Milliseconds limit);

    /// A subject of ours alone, for a subscription that answers shall reach: "<inbox>.<tag>-<n>".
    std::string fresh_inbox(std::string_view tag);

    /// Done when the connection has stood for all of `duration`; unavailable when it broke. What
    /// was acknowledged before on a server that syncs every `duration / 2` is then on its disk.
    Task<Result<void>> stands_for(Milliseconds duration);

    /// The orderly end: hears nothing new, hands over what has arrived, then closes. Afterwards
    /// everything is unavailable.
    Task<Result<void>> drain(Milliseconds limit);

  private:
    struct Parts;
    explicit Connection(std::shared_ptr<Parts> parts);

    std::shared_ptr<Parts> parts_;
};

}  // namespace unrip::bus
