#pragma once

#include "core/result.hpp"
#include "core/time.hpp"
#include "messages/trade_result.hpp"
#include "messages/trade_settlement.hpp"
#include "runtime/log.hpp"
#include "runtime/metrics.hpp"

#include <deque>
#include <string>
#include <string_view>

namespace unrip::runtime {
class Service;
}  // namespace unrip::runtime

namespace unrip::trade_executor {

/// What the executor counts and what it shows of its last words.
class Observe {
  public:
    explicit Observe(runtime::Service& service);

    void result(const messages::TradeResult& result);
    /// A command that was dealt with already.
    void repeated() { commands_.with("repeated").add(); }
    /// A command that the holder of the lease answers.
    void left_to_another() { commands_.with("left_to_another").add(); }
    void settlement(const messages::TradeSettlement& settlement);
    /// The chain told what the relay did not: a quote on it was taken.
    void lane_found_used(const SlotId& lane);
    /// Something was not taken by the journal.
    void not_recorded(std::string_view subject, const Error& error);
    /// The chain or a stream could not be read; it is tried again.
    void trouble(std::string_view where, const Error& error);

    struct Last {
        Instant at;
        messages::TradeResult result;
    };
    const std::deque<Last>& last_results() const { return last_; }

  private:
    runtime::Service& service_;
    runtime::Floodgate complaints_;
    runtime::Family<runtime::Counter> commands_;
    runtime::Family<runtime::Counter> refusals_;
    runtime::Family<runtime::Counter> rejections_;
    runtime::Family<runtime::Counter> settlements_;
    runtime::Family<runtime::Counter> failures_;
    runtime::Counter lanes_found_used_;
    runtime::Histogram heard_to_signed_;
    runtime::Histogram signed_to_sent_;
    runtime::Histogram heard_to_answered_;
    std::deque<Last> last_;
};

}  // namespace unrip::trade_executor
