// The strategy has words of its own, since it knows no message; the wire must use the same ones.

#include "messages/catalog.hpp"
#include "strategy/decline_reason.hpp"
#include "strategy/events.hpp"
#include "strategy/executor_refusal.hpp"
#include "strategy/policy.hpp"
#include "strategy/source_quote.hpp"

#include <gtest/gtest.h>

namespace unrip {
namespace {

/// Every word of the wire, in the wire's order, and the strategy's for the same number.
template <class OfTheStrategy, class OfTheWire>
void expect_the_same_words() {
    for (const auto& entry : messages::enum_texts<OfTheWire>()) {
        const auto number = static_cast<std::size_t>(entry.value);
        EXPECT_EQ(strategy::to_text(static_cast<OfTheStrategy>(number)), entry.text);
    }
}

TEST(StrategyWords, AreThoseOfTheWire) {
    expect_the_same_words<strategy::DeclineReason, messages::DeclineReason>();
    expect_the_same_words<strategy::SlotChangeReason, messages::SlotChangeReason>();
    expect_the_same_words<strategy::SlotMode, messages::SlotMode>();
    expect_the_same_words<strategy::SourceUse, messages::SourceUse>();
}

TEST(StrategyWords, AreNotMoreThanThoseOfTheWire) {
    EXPECT_EQ(
        strategy::kDeclineReasonCount, messages::enum_texts<messages::DeclineReason>().size()
    );
    EXPECT_EQ(
        static_cast<std::size_t>(strategy::SlotChangeReason::never_used) + 1,
        messages::enum_texts<messages::SlotChangeReason>().size()
    );
    EXPECT_EQ(
        static_cast<std::size_t>(strategy::SlotMode::lanes) + 1,
        messages::enum_texts<messages::SlotMode>().size()
    );
}

TEST(StrategyWords, OfTheExecutorsLimitsAreAmongItsRefusals) {
    const auto last = static_cast<std::size_t>(strategy::ExecutorRefusal::failed_settlements_limit);
    for (std::size_t number = 0; number <= last; ++number) {
        const auto word = to_text(static_cast<strategy::ExecutorRefusal>(number));
        EXPECT_TRUE(messages::from_text<messages::ExecutorRefusal>(word)) << word;
    }
}

TEST(StrategyWords, OfAPriceStandInTheOrderOfTheWire) {
    const auto is_same = [](strategy::PriceStatus strategy, messages::PriceStatus wire) {
        return static_cast<int>(strategy) == static_cast<int>(wire);
    };
    EXPECT_TRUE(is_same(strategy::PriceStatus::agreed, messages::PriceStatus::agreed));
    EXPECT_TRUE(
        is_same(strategy::PriceStatus::too_few_sources, messages::PriceStatus::too_few_sources)
    );
    EXPECT_TRUE(
        is_same(strategy::PriceStatus::sources_disagree, messages::PriceStatus::sources_disagree)
    );
    EXPECT_EQ(messages::enum_texts<messages::PriceStatus>().size(), 3U);
}

}  // namespace
}  // namespace unrip
