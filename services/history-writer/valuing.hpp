#pragma once

#include "bus/tracked_publisher.hpp"
#include "ledger.hpp"
#include "ledger_store.hpp"
#include "net/event.hpp"
#include "net/task.hpp"
#include "policy/policy.hpp"
#include "runtime/health.hpp"
#include "store/database.hpp"
#include "store/journal.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace unrip::presence {
class Announcer;
}  // namespace unrip::presence

namespace unrip::runtime {
class Service;
}  // namespace unrip::runtime

namespace unrip::history_writer {

/// Says what the portfolio is worth: on each settlement and count, and on new prices at the
/// policy's rate. It reads what the writing has committed, over a connection of its own, so the
/// writing never waits for it.
class Valuing {
  public:
    /// Borrows all but the policy's parts that it copies.
    Valuing(
        runtime::Service& service,
        presence::Announcer& announcer,
        bus::TrackedPublisher& publisher,
        store::Database& database,
        const policy::File& policy
    );

    /// From the writing: these rows are committed.
    void written(const store::BatchReport& report);

    /// Runs until it is cancelled.
    Task<void> run();

    /// The latest, restored or said. Absent while nothing was counted.
    const std::optional<messages::PortfolioMetrics>& latest() const { return latest_; }
    Instant latest_at() const { return latest_at_; }

  private:
    struct Fresh {
        bool settlement = false;
        bool count = false;
        bool price = false;
        bool books = false;  ///< What the books begin with, or flows: they are read anew.
        bool any() const { return settlement || count || price || books; }
        bool urgent() const { return settlement || count || books; }
    };

    Task<void> turn();
    Task<void> wait_for_news();
    Task<Result<void>> read_books();
    Task<Result<void>> follow();
    messages::MetricsTrigger apply(const News& news);
    void say(messages::MetricsTrigger trigger);
    void publish(const messages::PortfolioMetrics& metrics);
    void tell_unexplained();
    void failed(const Error& error);
    runtime::Finding look() const;

    runtime::Service& service_;
    presence::Announcer& announcer_;
    bus::TrackedPublisher& publisher_;
    store::Database& database_;
    std::vector<Token> tokens_;
    std::vector<Pair> pairs_;
    std::vector<std::string> pair_names_;
    Milliseconds interval_;

    net::Event news_;
    Fresh fresh_;
    std::optional<std::string> account_;
    std::optional<Ledger> ledger_;
    Cursor cursor_;
    Tick books_read_{};
    Tick said_{};
    std::map<std::string, Tick> unexplained_since_;
    std::optional<messages::PortfolioMetrics> latest_;
    Instant latest_at_{};
    std::string trouble_;
};

}  // namespace unrip::history_writer
