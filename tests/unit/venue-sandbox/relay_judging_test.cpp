// Each rule that an answer can break, one at a time.

#include "unit/venue-sandbox/relay_world.hpp"

#include <gtest/gtest.h>

#include <functional>

namespace unrip::sandbox {
namespace {

struct Broken {
    std::string reason;
    std::function<std::string()> answer;
};

std::string with(const std::function<void(Draft&)>& spoil) {
    auto draft = offering(200);
    spoil(draft);
    return answer_of(draft);
}

std::string with_other_signature() {
    auto text = answer_of(offering(200));
    const auto other = answer_of(offering(201));
    constexpr std::string_view kSignature = "\"signature\":";
    text.resize(text.find(kSignature));
    return text + other.substr(other.find(kSignature));
}

class RelayJudging : public testing::TestWithParam<Broken> {};

TEST_P(RelayJudging, RefusesIt) {
    RelayWorld venue;
    venue.relay.ask(request_of(), nullptr);
    const auto words = venue.relay.answer_from_inside(GetParam().answer());
    EXPECT_FALSE(words.empty());
    const auto& all = venue.relay.stats().all;
    EXPECT_EQ(all.valid, 0U);
    ASSERT_EQ(all.invalid.size(), 1U);
    EXPECT_EQ(all.invalid.begin()->first, GetParam().reason);
}

const std::vector<Broken> kBroken = {
    {"signature_invalid", with_other_signature},
    {"recipient_wrong", [] { return with([](Draft& one) { one.recipient = "intents.far"; }); }},
    {"key_not_registered", [] { return with([](Draft& one) { one.key = 5; }); }},
    {"salt_unknown", [] { return with([](Draft& one) {
                              one.salt = {1, 2, 3, 4};
                          }); }},
    {"deadline_passed",
     [] { return with([](Draft& one) { one.deadline = kStart - std::chrono::seconds{9}; }); }},
    {"deadline_beyond_nonce",
     [] { return with([](Draft& one) { one.deadline = one.nonce_deadline + Milliseconds{1}; }); }},
    {"deadline_too_short",
     [] { return with([](Draft& one) { one.deadline = kStart + Milliseconds{29'999}; }); }},
    {"balance_insufficient",
     [] { return with([](Draft& one) { one.diff.back().second = "-1001"; }); }},
    {"fixed_amount_differs",
     [] { return with([](Draft& one) { one.diff.front().second = "99"; }); }},
    {"diff_of_other_tokens",
     [] { return with([](Draft& one) { one.diff.front().first = "nep141:other.near"; }); }},
    {"output_differs", [] { return answer_of(offering(200), "q-1", R"({"amount_out":"201"})"); }},
    {"output_differs", [] { return answer_of(offering(200), "q-1", R"({"amount_in":"200"})"); }},
    {"quote_output_malformed",
     [] { return answer_of(offering(200), "q-1", R"({"amount_out":200})"); }},
    {"quote_output_malformed",
     [] { return answer_of(offering(200), "q-1", R"({"amount_out":"0"})"); }},
    {"not_one_diff", [] { return with([](Draft& one) { one.intents_json = "[]"; }); }},
    {"message_malformed", [] { return with([](Draft& one) { one.message = "hello"; }); }},
    {"fields_missing", [] { return std::string{R"({"quote_id":"q-1"})"}; }},
    {"fields_missing", [] { return std::string{R"({"quote_output":{"amount_out":"1"}})"}; }},
};

INSTANTIATE_TEST_SUITE_P(Rules, RelayJudging, testing::ValuesIn(kBroken));

TEST(RelayJudgingOfNonces, ASharedOneIsNotInvalid) {
    RelayWorld venue;
    for (const auto* id : {"q-1", "q-2"}) {
        venue.relay.ask(request_of(id), nullptr);
        EXPECT_EQ(venue.relay.answer_from_inside(answer_of(offering(200, 4), id)), "");
    }
    EXPECT_EQ(venue.relay.stats().all.valid, 2U);
}

TEST(RelayJudgingPutOff, ChecksEverySignatureLaterAndSkipsNone) {
    RelayRules rules;
    rules.verify_inline = false;
    rules.owed_max = 2;
    RelayWorld venue{rules};
    for (int i = 0; i < 5; ++i) {
        const auto id = "q-" + std::to_string(i);
        venue.relay.ask(request_of(id), nullptr);
        auto text = i == 0 ? with_other_signature() : answer_of(offering(200));
        text.replace(text.find("q-1"), 3, id);
        EXPECT_EQ(venue.relay.answer_from_inside(text), "");
    }
    EXPECT_EQ(venue.relay.stats().all.valid, 5U);
    EXPECT_EQ(venue.relay.stats().signatures_owed, 2U);
    EXPECT_EQ(venue.relay.stats().solvers.at("maker.near").invalid.at("signature_invalid"), 1U);
    EXPECT_EQ(venue.relay.check_owed(100), 2U);
    EXPECT_EQ(venue.relay.stats().signatures_checked_late, 5U);
}

TEST(RelayJudgingPutOff, IsDoneInIdleTime) {
    RelayRules rules;
    rules.verify_inline = false;
    RelayWorld venue{rules};
    venue.relay.ask(request_of(), nullptr);
    EXPECT_EQ(venue.relay.answer_from_inside(answer_of(offering(200))), "");
    venue.pass(Milliseconds{999});
    EXPECT_EQ(venue.relay.stats().signatures_owed, 1U);
    venue.pass(Milliseconds{2});
    EXPECT_EQ(venue.relay.stats().signatures_owed, 0U);
}

}  // namespace
}  // namespace unrip::sandbox
