// The numbers every process agrees on, from the delivered policy file through the engine.

#include "policy/policy.hpp"
#include "strategy/command_check.hpp"
#include "unit/strategy/trading_day.hpp"

namespace unrip::strategy {
namespace {

policy::File delivered() {
    auto file = policy::load(std::string{UNRIP_SOURCE_DIR} + "/deploy/policy/btc-eure.json");
    if (!file) throw std::runtime_error{file.error().detail};
    return *std::move(file);
}

class DeliveredPolicy : public TradingDay {
  protected:
    DeliveredPolicy() : TradingDay{delivered().strategy()} {}

    void allow(std::string_view notional) {
        auto wider = limits();
        wider.notional_max = tokens(notional, eure());
        change_limits(wider);
    }
};

TEST_F(DeliveredPolicy, GivesTheGoldenNumbers) {
    EXPECT_EQ(approved(wants("5")).amount_in(), Amount{8'397});
    EXPECT_EQ(approved(buys_for("5")).amount_out(), Amount{8'271});
    allow("6");
    EXPECT_EQ(approved(sells("0.0001")).amount_out().to_string(), "5955000000000000000");
    EXPECT_EQ(approved(buys("0.0001")).amount_in().to_string(), "6045000000000000000");
}

TEST_F(DeliveredPolicy, StopsWhatIsWorthMoreThanFiveEure) {
    EXPECT_EQ(reason(sells("0.0001")), DeclineReason::over_notional_limit);
    EXPECT_EQ(reason(buys("0.0001")), DeclineReason::over_notional_limit);
}

/// The executor's limits let pass what the strategy of the same file proposes, and stop what is
/// worth more.
TEST_F(DeliveredPolicy, ItsExecutorTakesWhatItsStrategyProposes) {
    const auto file = delivered();
    const auto limits = file.command_limits(file.pairs.front());
    const auto proposed = [](const ApprovedQuote& quote, Amount cap) {
        const bool sells = quote.terms().side == Side::user_sells_base;
        return ProposedQuote{
            sells ? btc().id : eure().id,
            quote.amount_in(),
            sells ? eure().id : btc().id,
            quote.amount_out(),
            quote.terms().is_exact_in,
            quote.deadline(),
            quote.expires_at(),
            quote.grant().nonce_deadline(),
            cap};
    };
    const auto mid = price("60000");
    const auto given_btc =
        proposed(approved(buys_for("5")), file.pairs.front().trading.slots.base_cap);
    EXPECT_FALSE(check_command(given_btc, limits, mid, now).refusal);
    const auto given_eure =
        proposed(approved(wants("5")), file.pairs.front().trading.slots.quote_cap);
    EXPECT_FALSE(check_command(given_eure, limits, mid, now).refusal);

    allow("6");
    const auto larger =
        proposed(approved(sells("0.0001")), file.pairs.front().trading.slots.quote_cap);
    EXPECT_EQ(
        check_command(larger, limits, mid, now).refusal, ExecutorRefusal::over_notional_limit
    );
}

}  // namespace
}  // namespace unrip::strategy
