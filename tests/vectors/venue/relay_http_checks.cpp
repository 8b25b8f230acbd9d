#include "vectors/registry.hpp"
#include "vectors/venue/json_text.hpp"
#include "venue/relay/relay_http.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace unrip::vectors {
namespace {

using nlohmann::json;

std::string body_of(const Case& given) {
    return given.data.at("response").dump();
}

void check_get_status(const Case& given) {
    const auto status = venue::decode_intent_status(body_of(given));
    ASSERT_TRUE(status) << status.error().detail;
    const auto& expect = given.data.at("expect");
    // How a state is called may differ in its ending: broadcast, broadcasted.
    const auto stem = std::string{venue::to_text(status->state)}.substr(0, 9);
    EXPECT_EQ(text_at(expect, "state").substr(0, stem.size()), stem);
    EXPECT_EQ(venue::is_final(status->state), expect.at("final").get<bool>());
    EXPECT_EQ(status->tx_hash, text_at(expect, "tx_hash"));
}

/// The question is not part of a case: it is the one that the first offer answers.
venue::TakerQuoteRequest question_of(const Case& given, const venue::TakerQuotes& quotes) {
    venue::TakerQuoteRequest question;
    if (quotes.offers.empty()) return question;
    const auto& first = quotes.offers.front();
    question.asset_in = first.asset_in;
    question.asset_out = first.asset_out;
    const bool same_in =
        std::all_of(quotes.offers.begin(), quotes.offers.end(), [&](const auto& offer) {
            return offer.amount_in == first.amount_in;
        });
    const bool same_out =
        std::all_of(quotes.offers.begin(), quotes.offers.end(), [&](const auto& offer) {
            return offer.amount_out == first.amount_out;
        });
    const auto note = text_at(given.data, "note");
    const bool exact_out = note.find("exact out") != std::string::npos ||
                           note.find("exact-out") != std::string::npos || (same_out && !same_in);
    question.fixed_side = exact_out ? venue::FixedSide::out : venue::FixedSide::in;
    question.fixed_amount = exact_out ? first.amount_out : first.amount_in;
    return question;
}

void check_quote(const Case& given) {
    const auto quotes = venue::decode_taker_quotes(body_of(given));
    ASSERT_TRUE(quotes) << quotes.error().detail;
    const auto& expect = given.data.at("expect");
    EXPECT_EQ(quotes->offers.size(), expect.at("offers").get<std::size_t>());
    const auto question = question_of(given, *quotes);
    const auto* best = venue::best_offer(*quotes, question);
    const auto& wanted = expect.at("best_quote_hash");
    EXPECT_EQ(best != nullptr ? json(best->quote_hash.text()) : json{}, wanted);
}

void check_publish(const Case& given) {
    const auto published = venue::decode_published(body_of(given));
    ASSERT_TRUE(published) << published.error().detail;
    const auto& expect = given.data.at("expect");
    ASSERT_EQ(published->ok, expect.at("ok").get<bool>());
    if (!published->ok) {
        EXPECT_EQ(venue::to_text(published->failure), expect.at("code").get<std::string>());
    }
    if (expect.contains("intent_hash")) {
        ASSERT_EQ(published->intent_hashes.size(), 1U);
        EXPECT_EQ(published->intent_hashes.front(), expect.at("intent_hash").get<std::string>());
    }
    if (expect.contains("intent_hashes")) {
        EXPECT_EQ(json(published->intent_hashes), expect.at("intent_hashes"));
    }
}

const bool kKnown = register_kind("relay_http", "get_status", check_get_status) &&
                    register_kind("relay_http", "quote", check_quote) &&
                    register_kind("relay_http", "publish_intent", check_publish) &&
                    register_kind("relay_http", "publish_intents", check_publish);

}  // namespace
}  // namespace unrip::vectors
