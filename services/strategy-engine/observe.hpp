#pragma once

#include "core/result.hpp"
#include "messages/swap_demand.hpp"
#include "messages/trade_decision.hpp"
#include "runtime/health.hpp"
#include "runtime/log.hpp"
#include "runtime/metrics.hpp"
#include "strategy/engine.hpp"

#include <array>
#include <cstdint>
#include <deque>
#include <string>
#include <vector>

namespace unrip::runtime {
class Service;
}  // namespace unrip::runtime

namespace unrip::strategy_engine {

/// What deciding shows to the outside: exact counts, latencies, the age of each fact as a health
/// check, and the last decisions.
class Observe {
  public:
    /// Borrows both.
    Observe(runtime::Service& service, const strategy::Engine& engine);

    void approved(
        const messages::TradeDecision& decision,
        const Result<void>& commanded,
        const Result<void>& recorded
    );
    void declined(
        const messages::SwapDemand& demand, const strategy::Declined& declined, Instant now
    );
    void recorded(const messages::TradeDecision& decision, const Result<void>& recorded);
    void unreadable(std::string_view subject, const Error& error);

    /// The newest last, as a JSON array.
    std::string last_decisions() const;
    std::uint64_t approvals() const { return approvals_; }

  private:
    void remember(const messages::TradeDecision& decision);
    void not_said(std::string_view subject, const Error& error);
    void watch_facts();
    runtime::Finding look_at_price(std::size_t pair) const;
    runtime::Finding look_at_count() const;
    runtime::Finding look_at_venue() const;

    runtime::Service& service_;
    const strategy::Engine& engine_;
    runtime::Floodgate complaints_;
    runtime::Counter approvals_counted_;
    std::vector<runtime::Counter> declines_;  // By reason.
    runtime::Counter recorded_;
    runtime::Family<runtime::Counter> not_said_;
    runtime::Family<runtime::Counter> unreadable_;
    runtime::Histogram socket_to_decision_;
    runtime::Histogram heard_to_decision_;
    runtime::Histogram decision_to_bus_;
    std::deque<messages::TradeDecision> last_;
    std::uint64_t approvals_ = 0;
};

}  // namespace unrip::strategy_engine
