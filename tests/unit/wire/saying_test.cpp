// The golden prices, from a message on the wire to the messages that answer it.

#include "wire/saying.hpp"

#include "messages/catalog.hpp"
#include "strategy/engine.hpp"
#include "wire/hearing.hpp"
#include "wire/limits_text.hpp"
#include "wire/slots.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <fstream>
#include <sstream>

namespace unrip::wire {
namespace {

using Json = nlohmann::ordered_json;

std::string example(const std::string& name) {
    std::ifstream file{std::string{UNRIP_SOURCE_DIR} + "/proto/examples/" + name + ".json"};
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

template <class Body>
messages::Envelope<Body> read(const std::string& text) {
    auto said = messages::decode<Body>(text);
    if (!said) throw std::runtime_error{said.error().detail};
    return *said;
}

strategy::Policy policy_of_the_story() {
    strategy::PairPolicy pair{};
    pair.pair.base = Token{*AssetId::parse("nep141:btc.omft.near"), "btc", "BTC", 8};
    pair.pair.quote = Token{
        *AssetId::parse("nep141:gnosis-0x420ca0f9b9b604ce0fd9c18ef134c705e5fa3430.omft.near"),
        "eure",
        "EURe",
        18};
    pair.spread.half_spread = Ratio::bps(75);
    pair.spread.half_spread_max = Ratio::bps(500);
    pair.limits.notional_max = *Amount::parse_tokens("7", 18);
    pair.limits.base_max = Amount{1'000'000};
    pair.limits.quote_max = *Amount::parse_tokens("100", 18);
    pair.limits.quotes_per_second = 100;
    pair.limits.quotes_burst = 100;
    pair.limits.deadline_max = Milliseconds{120'000};
    pair.slots.base_cap = Amount{20'000};
    pair.slots.quote_cap = *Amount::parse_tokens("7", 18);
    pair.slots.open_target = 4;
    pair.slots.batch_size = 4;
    pair.slots.nonce_lifetime = Milliseconds{600'000};
    strategy::Policy policy{};
    policy.accounting_asset = pair.pair.quote.id;
    policy.reference.disagreement_max = Ratio::bps(100);
    policy.reference.half_width_max = Ratio::bps(100);
    policy.pairs.push_back(pair);
    return policy;
}

/// The facts of the examples' story, told anew at the time of its demand.
struct Story : ::testing::Test {
    strategy::Engine engine{policy_of_the_story(), "policy", "limits"};
    strategy::Decisions out;
    Speaker speaker{"strategy-engine/strategy-1", "maker.near", "intents.near"};
    messages::Envelope<messages::SwapDemand> demand =
        read<messages::SwapDemand>(example("norm.swap_demand"));
    Instant now{Nanoseconds{demand.body.received_ns + 1'000'000}};

    void tell(const strategy::Event& event) {
        out.clear();
        engine.on(event, now, out);
    }
    void SetUp() override {
        tell(strategy::JournalObserved{true, 0, {}, false});
        tell(strategy::ClockBeat{now, Tick{}});
        tell(strategy::LeaseChanged{true, 7});
        tell(strategy::ArmingChanged{MessageId{"ctl-1"}, true});
        auto price = read<messages::MarketPrice>(example("ref.market_price"));
        price.body.mid = *Price::parse("60000");
        price.body.disagreement_ppm = Ratio{};
        price.body.observed_at_ns = to_unix_ns(now);
        tell(event_of(price));
        auto venue = read<messages::Venue>(example("state.venue"));
        venue.body.block.time_ns = to_unix_ns(now);
        tell(event_of(venue));
        tell(strategy::SlotsRestored{MessageId{"slt-7-1"}, {}, {}, 0});
        auto count = read<messages::IntentInventory>(example("state.intent_inventory"));
        count.body.block.time_ns = to_unix_ns(now);
        tell(event_of(count));
        open_what_was_asked_for();
    }
    void open_what_was_asked_for() {
        const auto asked = out;
        near::BatchSeed seed{};
        for (const auto& decision : asked) {
            const auto* wish = std::get_if<strategy::OpenBatch>(&decision);
            if (wish == nullptr) continue;
            ++seed[0];
            const auto batch = batch_of(*wish, "7-" + std::to_string(wish->request), seed, now);
            batches.push_back(batch);
            tell(strategy::BatchOpened{MessageId{"slt-7-2"}, wish->request, *facts_of(batch)});
        }
    }

    /// The demand of the story with these amounts and directions.
    Json demanded(bool sells_btc, const std::string& in, const std::string& out_amount) {
        auto json = Json::parse(messages::encode(demand));
        auto& body = json["body"];
        const auto& pair = engine.world().policy.pairs.front().pair;
        body["quote_id"] = "q-" + in + "-" + out_amount;
        body["asset_in"] = sells_btc ? pair.base.id.text() : pair.quote.id.text();
        body["asset_out"] = sells_btc ? pair.quote.id.text() : pair.base.id.text();
        body.erase("exact_amount_in");
        body.erase("exact_amount_out");
        if (!in.empty()) body["exact_amount_in"] = in;
        if (!out_amount.empty()) body["exact_amount_out"] = out_amount;
        return json;
    }

    struct Answered {
        Json decision;
        Json command;
    };
    Answered answer(const Json& json) {
        const auto said = read<messages::SwapDemand>(json.dump());
        tell(event_of(said));
        const Question question{said, to_unix_ns(now)};
        const auto& policy = engine.world().policy;
        Answered answered;
        for (const auto& decision : out) {
            if (const auto* declined = std::get_if<strategy::Declined>(&decision)) {
                const auto envelope = decision_of(speaker, policy, question, *declined);
                answered.decision = Json::parse(messages::encode(envelope));
                EXPECT_TRUE(messages::decode<messages::TradeDecision>(messages::encode(envelope)));
            }
            if (const auto* approved = std::get_if<strategy::ApprovedQuote>(&decision)) {
                const auto envelope = decision_of(speaker, policy, question, *approved);
                answered.decision = Json::parse(messages::encode(envelope));
                answered.command =
                    Json::parse(messages::encode(command_of(speaker, policy, question, *approved)));
            }
        }
        return answered;
    }

    std::vector<messages::SlotBatch> batches;
};

TEST_F(Story, GoldenPricesFromTheWireToTheWire) {
    struct Golden {
        bool sells_btc;
        std::string in;
        std::string out;
        std::string delta_in;
        std::string delta_out;
        std::string names;
    };
    const std::vector<Golden> all{
        {true, "10000", "", "10000", "-5955000000000000000", "amount_out"},
        {true, "", "5000000000000000000", "8397", "-5000000000000000000", "amount_in"},
        {false, "5000000000000000000", "", "5000000000000000000", "-8271", "amount_out"},
        {false, "", "10000", "6045000000000000000", "-10000", "amount_in"}};
    for (const auto& golden : all) {
        const auto [decision, command] = answer(demanded(golden.sells_btc, golden.in, golden.out));
        ASSERT_FALSE(command.is_null()) << decision.dump();
        EXPECT_EQ(command["body"]["delta_in"], golden.delta_in);
        EXPECT_EQ(command["body"]["delta_out"], golden.delta_out);
        EXPECT_EQ(command["body"]["quote_output"], golden.names);
        EXPECT_EQ(decision["body"]["outcome"], "approved");
        EXPECT_EQ(decision["body"]["side"], golden.sells_btc ? "buy" : "sell");
        EXPECT_EQ(decision["pair"], "btc-eure");
        EXPECT_EQ(decision["cause"], demand.id.text());
        EXPECT_EQ(command["cause"], decision["id"]);
        EXPECT_EQ(command["body"]["decision_id"], decision["id"]);
        EXPECT_EQ(command["body"]["connection_id"], demand.body.connection_id);
        EXPECT_EQ(decision["body"]["applied"]["slots_id"], "slt-7-2");
    }
}

TEST_F(Story, ACommandNamesTheNonceOfItsSlot) {
    const auto [decision, command] = answer(demanded(true, "", "5000000000000000000"));
    ASSERT_FALSE(command.is_null());
    const SlotId slot{command["body"]["slot"].get<std::string>()};
    const auto name = strategy::parse_slot_id(slot);
    ASSERT_TRUE(name);
    for (const auto& batch : batches) {
        if (batch.batch != name->batch) continue;
        EXPECT_EQ(command["body"]["nonce"], facts_of(batch)->nonces.at(name->index));
        return;
    }
    FAIL() << "no batch " << name->batch;
}

TEST_F(Story, TheSameEventGivesTheSameBytes) {
    tell(event_of(demand));
    const auto* declined = std::get_if<strategy::Declined>(&out.front());
    const auto* approved = std::get_if<strategy::ApprovedQuote>(&out.front());
    const Question question{demand, 1};
    const auto& policy = engine.world().policy;
    const auto bytes = [&] {
        return declined != nullptr
                   ? messages::encode(decision_of(speaker, policy, question, *declined))
                   : messages::encode(command_of(speaker, policy, question, *approved));
    };
    EXPECT_EQ(bytes(), bytes());
}

TEST_F(Story, ADeclineSaysWhatWasMeasured) {
    auto json = demanded(true, "", "8000000000000000000");
    const auto [decision, command] = answer(json);
    EXPECT_TRUE(command.is_null());
    EXPECT_EQ(decision["body"]["reason"], "over_notional_limit");
    EXPECT_EQ(decision["body"]["finding"]["name"], "notional");
    EXPECT_EQ(decision["body"]["finding"]["value"], "8000000000000000000");
    EXPECT_EQ(decision["body"]["finding"]["limit"], "7000000000000000000");
    EXPECT_FALSE(decision["body"]["would_quote"].get<bool>());
}

TEST_F(Story, AnUnknownPairIsDeclinedWithoutOne) {
    auto json = demanded(true, "5", "");
    json["body"]["asset_out"] = "nep141:other.near";
    const auto [decision, command] = answer(json);
    EXPECT_EQ(decision["body"]["reason"], "unsupported_pair");
    EXPECT_FALSE(decision.contains("pair"));
    EXPECT_FALSE(decision["body"].contains("side"));
}

TEST_F(Story, LimitsAreReadAsTheyWereWritten) {
    const auto& policy = engine.world().policy;
    const auto text = limits_text(policy);
    const auto parsed = parse_limits(text, policy);
    ASSERT_TRUE(parsed) << parsed.error().detail;
    ASSERT_EQ(parsed->size(), 1U);
    EXPECT_EQ(parsed->front().limits, policy.pairs.front().limits);
    EXPECT_EQ(limits_hash(text).size(), 64U);
    EXPECT_FALSE(parse_limits("{}x", policy));
    EXPECT_FALSE(parse_limits(R"({"btc-usd":{}})", policy));
    EXPECT_FALSE(parse_limits(R"({"btc-eure":{"notional_max":5}})", policy));
}

}  // namespace
}  // namespace unrip::wire
