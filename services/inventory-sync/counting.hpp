#pragma once

#include "bus/tracked_publisher.hpp"
#include "hearing.hpp"
#include "net/event.hpp"
#include "net/https.hpp"
#include "node.hpp"
#include "observe.hpp"
#include "runtime/control.hpp"
#include "seen.hpp"
#include "settings.hpp"

#include <memory>
#include <string>
#include <vector>

namespace unrip::runtime {
class Service;
}  // namespace unrip::runtime

namespace unrip::inventory_sync {

/// Counts what the account holds, and reads the Verifier's rules, all at one final block: on a
/// beat, sooner once promises have ended, after settlements, and when a person asks. A block that
/// is not later than one already told is never told.
class Counting {
  public:
    /// Borrows all.
    Counting(
        runtime::Service& service,
        bus::Connection& bus,
        bus::TrackedPublisher& publisher,
        presence::Announcer& announcer,
        const Settings& settings
    );

    Task<void> run();

  private:
    using Settlement = messages::Envelope<messages::TradeSettlement>;

    void on_settlement(const Settlement& settlement);
    Task<void> wait_for_next();
    Task<void> count_once();
    Task<Result<Count>> count(messages::CountTrigger trigger);
    Task<void> ask_headers_from(std::size_t node, Headers& headers);
    Task<void> ask_snapshots_from(
        std::size_t node, Snapshots& snapshots, const near::BlockHeader& block
    );
    void judge_headers(const Headers& headers);
    Result<std::size_t> judge_snapshots(const Snapshots& snapshots, Count& count);
    Task<bool> read_rules();
    bool take(const Count& count);
    void tell(bool with_rules, const MessageId& cause);
    template <class Body>
    void publish(std::string_view prefix, Body body, const MessageId& cause);
    Task<runtime::ControlResponse> refresh();

    runtime::Service& service_;
    bus::TrackedPublisher& publisher_;
    const Settings& settings_;
    net::HttpClient http_;
    Nodes nodes_;
    std::vector<AssetId> tokens_;
    Hearing hearing_;
    Seen seen_;
    Observe observe_;

    // What the next count is for.
    net::Event wanted_;
    messages::CountTrigger trigger_ = messages::CountTrigger::beat;
    MessageId cause_;
    std::uint64_t height_wanted_ = 0;  ///< Of the newest settlement: a count below it is too early.

    Tick begun_at_{};
    std::uint64_t begun_ = 0;
    std::uint64_t ended_ = 0;
    std::size_t agreed_node_ = 0;
};

}  // namespace unrip::inventory_sync
