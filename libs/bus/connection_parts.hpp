#pragma once

#include "bus/answer.hpp"
#include "bus/connection.hpp"
#include "bus/connector.hpp"
#include "bus/gate.hpp"
#include "bus/link.hpp"
#include "bus/requests.hpp"
#include "bus/subscription_state.hpp"

#include <boost/asio/steady_timer.hpp>

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace unrip::bus {

/// The Connection behind its door. Shared only so that what is still in the loop's queue when the
/// Connection goes can see that it has gone.
struct Connection::Parts : std::enable_shared_from_this<Parts> {
    Parts(boost::asio::any_io_executor loop, const Clock& time, Settings how);

    /// Opens a link and, when it has closed for good, the next one, until close().
    void open_link();
    void close();

    bool is_up() const { return link_ != nullptr && link_->is_up(); }
    const std::shared_ptr<Gate>& gate() const { return gate_; }

    Result<void> send(const Outgoing& outgoing, std::string_view reply_to) const;
    Result<void> start_drain(Milliseconds limit) const { return link_->drain(limit); }
    void subscribe(const std::shared_ptr<Subscription::State>& state);
    std::uint64_t dropped() const;
    std::size_t waiting() const;

    const boost::asio::any_io_executor executor;
    const Clock& clock;
    const Settings settings;
    const std::shared_ptr<Requests> requests;
    const std::string inbox;
    std::uint64_t last_inbox = 0;

    Status status;
    std::uint64_t generation = 0;
    bool is_ending = false;                     ///< Being drained: no link after this one.
    const std::shared_ptr<Answer<bool>> ready;  ///< Up for the first time, or turned away.
    const std::shared_ptr<Answer<bool>> drained;
    std::vector<std::weak_ptr<std::function<void()>>> listeners;

  private:
    /// Where we are connected, and for the how manieth time.
    struct LinkPlace {
        std::string url;
        std::uint64_t generation = 0;
    };

    void listen_for_answers();
    void link_opened();
    void on_not_opened(Error error);
    void open_again_after(Milliseconds wait);
    void on_news(std::uint64_t link_number, const LinkNews& news);
    void on_up();
    void on_down(const std::string& text);
    void on_link_closed(const std::string& text);
    static Task<void> learn_version(std::weak_ptr<Parts> weak, LinkPlace place);
    /// Starts what is wanted and not yet heard, ends what is no longer wanted; while the link is
    /// up.
    void sweep();
    void detach_all();
    void remember(std::string text);
    void tell_listeners();

    const std::shared_ptr<Gate> gate_;
    Connector connector_;
    std::shared_ptr<Link> link_;
    std::uint64_t link_number_ = 0;
    std::vector<LinkNews> heard_early_;  ///< From a link that we do not yet hold in our hands.
    boost::asio::steady_timer again_;
    std::vector<std::shared_ptr<Subscription::State>> subscriptions_;
    std::uint64_t dropped_before_ = 0;  ///< By subscriptions that have gone.
    bool listens_for_answers_ = false;
    bool is_closed_ = false;
};

}  // namespace unrip::bus
