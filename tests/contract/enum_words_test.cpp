#include "contract/contract_files.hpp"
#include "messages/catalog.hpp"

#include <gtest/gtest.h>

#include <set>

namespace unrip::messages {
namespace {

using Words = std::vector<std::string>;

template <TextEnum E>
Words words() {
    Words all;
    for (const auto& entry : enum_texts<E>()) {
        EXPECT_EQ(to_text(entry.value), entry.text);
        EXPECT_EQ(from_text<E>(entry.text), entry.value);
        all.emplace_back(entry.text);
    }
    return all;
}

std::set<Words> words_of_the_types() {
    return {
        words<AlertSeverity>(),     words<AlertState>(),       words<ControlKind>(),
        words<CountTrigger>(),      words<DeadLetterReason>(), words<DecisionOutcome>(),
        words<DeclineReason>(),     words<ExecutionVerdict>(), words<ExecutorRefusal>(),
        words<LeaseRole>(),         words<LiquidityKind>(),    words<LiquidityState>(),
        words<MetricsTrigger>(),    words<PriceStatus>(),      words<PriceTrigger>(),
        words<QuoteOutput>(),       words<QuoteStatusEvent>(), words<RelayRejection>(),
        words<ResponseVerdict>(),   words<ResultOutcome>(),    words<SettlementEvidence>(),
        words<SettlementFailure>(), words<SettlementState>(),  words<Side>(),
        words<SlotChangeReason>(),  words<SlotMode>(),         words<SourceUse>(),
    };
}

void collect_words(const Json& schema, std::set<Words>& found) {
    if (schema.is_object() && schema.contains("enum")) found.insert(schema["enum"].get<Words>());
    if (!schema.is_structured()) return;
    for (const auto& inner : schema)
        collect_words(inner, found);
}

TEST(EnumWords, AreTheSameInSchemasAndTypes) {
    std::set<Words> of_the_schemas;
    for (const auto& contract : contracts())
        collect_words(schema_of(contract), of_the_schemas);
    EXPECT_EQ(of_the_schemas, words_of_the_types());
}

TEST(EnumWords, AreLabelsForMetricsAndColumns) {
    for (const auto& words : words_of_the_types()) {
        EXPECT_EQ(std::set<std::string>(words.begin(), words.end()).size(), words.size());
        for (const auto& word : words) {
            EXPECT_EQ(word.find_first_not_of("abcdefghijklmnopqrstuvwxyz_0123456789"), word.npos);
        }
    }
}

TEST(EnumWords, AnUnknownWordIsNoEnumerator) {
    EXPECT_EQ(from_text<DeclineReason>("bored"), std::nullopt);
    EXPECT_EQ(from_text<DeclineReason>(""), std::nullopt);
}

}  // namespace
}  // namespace unrip::messages
