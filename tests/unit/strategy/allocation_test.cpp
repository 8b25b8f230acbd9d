#include "bench/allocations.hpp"
#include "unit/strategy/trading_day.hpp"

namespace unrip::strategy {
namespace {

Policy policy_of(SlotMode mode) {
    auto policy = sound_policy();
    policy.answered_quotes_remembered = 50;
    auto& pair = policy.pairs.front();
    pair.slots.mode = mode;
    // Slots enough for all that is asked: opening more is the planner's work, and it asks for
    // memory.
    pair.slots.open_target = mode == SlotMode::lanes ? 10 : 1'000;
    pair.slots.batch_size = pair.slots.open_target;
    pair.slots.lane_open_quotes_max = mode == SlotMode::lanes ? 8 : 1;
    pair.slots.nonce_lifetime = 60min;
    return policy;
}

/// Decides again and again, a second apart, and counts what the engine itself asks for: the demand
/// is there already, and the list of decisions has been used before.
class Allocations : public TradingDay, public testing::WithParamInterface<SlotMode> {
  protected:
    Allocations() : TradingDay{policy_of(GetParam())} {
        set_held(eure(), "6000");
        count();
        out.clear();
    }

    template <class Answer>
    std::uint64_t of_decisions(int number, std::string_view amount) {
        std::uint64_t counted = 0;
        for (int i = 0; i < number; ++i) {
            pass(1s);
            auto request = wants(amount);
            request.id = MessageId{"a-message-id-of-the-usual-length-" + request.id.text()};
            request.quote_id = QuoteId{"a-quote-id-of-the-usual-length-" + request.quote_id.text()};
            out.clear();
            const auto before = bench::allocations();
            engine.on(std::move(request), now, out);
            counted += bench::allocations() - before;
            EXPECT_TRUE(std::holds_alternative<Answer>(out.at(0)));
        }
        return counted;
    }
};

TEST_P(Allocations, AnApprovalNeedsNoneInSteadyState) {
    of_decisions<ApprovedQuote>(200, "5");
    EXPECT_EQ(of_decisions<ApprovedQuote>(300, "5"), 0U);
}

TEST_P(Allocations, ADeclineNeedsNone) {
    of_decisions<Declined>(1, "500");
    EXPECT_EQ(of_decisions<Declined>(100, "500"), 0U);  // Over its limit.
    engine.on(ArmingChanged{MessageId{"disarmed"}, false}, now, out);
    EXPECT_EQ(of_decisions<Declined>(100, "5"), 0U);  // It only watches.
}

INSTANTIATE_TEST_SUITE_P(
    Of,
    Allocations,
    testing::Values(SlotMode::reserve, SlotMode::lanes),
    [](const auto& tried) { return tried.param == SlotMode::lanes ? "lanes" : "reserve"; }
);

}  // namespace
}  // namespace unrip::strategy
