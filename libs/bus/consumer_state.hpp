#pragma once

#include "bus/durable_consumer.hpp"

#include <boost/asio/steady_timer.hpp>

#include <chrono>
#include <deque>
#include <memory>
#include <optional>
#include <string>

namespace unrip::bus {

/// What a consumer has been sent and not yet handed over, and what it has asked for.
struct DurableConsumer::State : std::enable_shared_from_this<State> {
    using Time = std::chrono::steady_clock::time_point;

    State(Connection& bus, ConsumerSettings how);

    void listen();
    void end();

    /// Until when to let messages collect on the server before the next fetch; nothing when it may
    /// begin, or is running.
    Time gathered_at() const;
    /// Asks the server for more unless it is still busy answering. Fails with what stands in the
    /// way, each obstacle once.
    Result<void> ensure_fetching(std::size_t max, Milliseconds wait);
    /// Until something came, at the latest until then.
    Task<void> wait_for_news(Time deadline);
    /// The server has more and was asked for more.
    bool is_more_coming() const;
    Batch take(std::size_t max);

    Connection& connection;
    const ConsumerSettings settings;
    std::deque<Delivery> deliveries;
    ConsumerStats stats;

  private:
    void arrived(Incoming& incoming);
    void server_said(const Incoming& incoming);
    void connection_changed();
    void wake();

    boost::asio::steady_timer news_;
    bool has_news_ = false;
    Subscription subscription_;
    std::shared_ptr<void> listener_;
    std::string inbox_;
    std::uint64_t fetch_number_ = 0;
    std::size_t awaited_ = 0;  ///< Of the running fetch; 0: none is running.
    Time gathered_at_;         ///< Before, a reader that keeps up does not fetch again.
    Time fetch_end_;           ///< When the running fetch has certainly ended.
    std::optional<Error> obstacle_;
};

}  // namespace unrip::bus
