// Which alerts people are told of, and in which words.

#include "notice.hpp"
#include "told_troubles.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace unrip::history_writer {
namespace {

using messages::AlertSeverity;
using messages::AlertState;
using Envelope = messages::Envelope<messages::Alert>;

constexpr std::chrono::minutes kMinute{1};

Envelope alert(const std::string& key, AlertState state = AlertState::raised) {
    Envelope envelope;
    envelope.id = MessageId{"alt-7"};
    envelope.source = "trade-executor/a";
    envelope.sent_at_ms = 1'030'000;
    envelope.body.name = "over_limit";
    envelope.body.key = key;
    envelope.body.severity = AlertSeverity::critical;
    envelope.body.state = state;
    envelope.body.since_ms = 1'000'000;
    envelope.body.summary = "The limit of an hour is used up.";
    envelope.body.fix = "Look before you arm.";
    envelope.body.details = {{"signed_eure", "250"}};
    return envelope;
}

TEST(ToldTroubles, ATroubleIsNewsOnceUntilItIsOver) {
    ToldTroubles told;
    const Tick start{};
    EXPECT_TRUE(told.is_news(alert("a"), start));
    EXPECT_FALSE(told.is_news(alert("a"), start + kMinute));
    EXPECT_TRUE(told.is_news(alert("b"), start + kMinute));
    EXPECT_EQ(told.lasting(), 2U);
    EXPECT_TRUE(told.is_news(alert("a", AlertState::cleared), start + 2 * kMinute));
    EXPECT_TRUE(told.is_news(alert("a"), start + 3 * kMinute));
}

TEST(ToldTroubles, WhatLastsIsToldAgainAfterAnHour) {
    ToldTroubles told;
    const Tick start{};
    told.is_news(alert("a"), start);
    EXPECT_FALSE(told.is_news(alert("a"), start + ToldTroubles::kRemindAfter - kMinute));
    EXPECT_TRUE(told.is_news(alert("a"), start + ToldTroubles::kRemindAfter));
    EXPECT_FALSE(told.is_news(alert("a"), start + ToldTroubles::kRemindAfter + kMinute));
}

TEST(ToldTroubles, TwoProcessesHaveTheirOwnTroubles) {
    ToldTroubles told;
    auto other = alert("a");
    other.source = "trade-executor/b";
    EXPECT_TRUE(told.is_news(alert("a"), Tick{}));
    EXPECT_TRUE(told.is_news(other, Tick{}));
}

TEST(ToldTroubles, TheEndOfATroubleOfAnEarlierLifeIsNewsAndInformationIsNot) {
    ToldTroubles told;
    EXPECT_TRUE(told.is_news(alert("a", AlertState::cleared), Tick{}));
    auto note = alert("b");
    note.body.severity = AlertSeverity::info;
    EXPECT_FALSE(told.is_news(note, Tick{}));
}

TEST(ToldTroubles, RemembersOnlySoMany) {
    ToldTroubles told;
    Tick now{};
    told.is_news(alert("first"), now);
    for (std::size_t i = 0; i < ToldTroubles::kCapacity; ++i)
        told.is_news(alert(std::to_string(i)), now += Milliseconds{1});
    EXPECT_EQ(told.lasting(), ToldTroubles::kCapacity);
    EXPECT_TRUE(told.is_news(alert("first"), now)) << "the oldest was forgotten";
    EXPECT_FALSE(told.is_news(alert("999"), now));
}

TEST(Notice, SaysAllInOneLineAndInFields) {
    const auto notice = nlohmann::json::parse(notice_of(alert("hour")));
    EXPECT_EQ(
        notice.at("text"),
        "unrip critical: over_limit (trade-executor/a). The limit of an hour is used up. Look "
        "before you arm."
    );
    EXPECT_EQ(notice.at("id"), "alt-7");
    EXPECT_EQ(notice.at("state"), "raised");
    EXPECT_EQ(notice.at("details").at("signed_eure"), "250");
    const auto over = nlohmann::json::parse(notice_of(alert("hour", AlertState::cleared)));
    EXPECT_EQ(
        over.at("text"),
        "unrip over: over_limit (trade-executor/a), after 30 s. The limit of an hour is used up."
    );
    EXPECT_EQ(over.at("state"), "cleared");
}

}  // namespace
}  // namespace unrip::history_writer
