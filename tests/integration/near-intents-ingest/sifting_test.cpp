// What the relay asks for, and what of it goes further.

#include "bus/typed.hpp"
#include "integration/bus/bus_fixture.hpp"
#include "messages/swap_demand.hpp"
#include "support/scripted_server.hpp"
#include "support/service_process.hpp"

#include <nlohmann/json.hpp>

#include <mutex>

namespace unrip::bus {
namespace {

using Json = nlohmann::json;

constexpr auto kBtc = "nep141:btc.omft.near";
constexpr auto kEth = "nep141:eth.omft.near";
constexpr auto kEure = "nep141:gnosis-0x420ca0f9b9b604ce0fd9c18ef134c705e5fa3430.omft.near";

std::string question(const char* id, const char* in, const char* out, const char* amount) {
    const Json data{
        {"quote_id", id},
        {"defuse_asset_identifier_in", in},
        {"defuse_asset_identifier_out", out},
        {"exact_amount_in", amount},
        {"min_deadline_ms", 60'000}};
    const Json params{{"subscription", "s"}, {"data", data}};
    return Json{{"jsonrpc", "2.0"}, {"method", "event"}, {"params", params}}.dump();
}

struct SiftingTest : BusTest {
    Server nats;
    std::mutex guard;
    Json filter;
    /// Asks its questions as soon as it is asked for quotes; keeps what it was asked for.
    test::ScriptedServer relay{[this](test::ScriptedPeer& peer) {
        peer.accept_websocket();
        while (true) {
            const auto frame = peer.read_frame();
            if (frame.opcode != test::kText) continue;
            const auto request = Json::parse(frame.payload);
            const Json answer{{"jsonrpc", "2.0"}, {"id", request.at("id")}, {"result", "s"}};
            peer.write_frame(test::kText, answer.dump());
            if (request.at("params").at(0) != "quote") continue;
            {
                const std::scoped_lock lock{guard};
                filter = request.at("params").at(1);
            }
            peer.write_frame(test::kText, question("unknown", kBtc, "nep141:usdc.near", "100"));
            peer.write_frame(test::kText, question("no pair", kBtc, kEth, "100"));
            peer.write_frame(test::kText, question("zeros", kBtc, kEure, "0100"));
            peer.write_frame(test::kText, question("malformed", kBtc, kEure, "-1"));
            peer.write_frame(test::kText, question("right", kBtc, kEure, "100"));
        }
    }};
    test::ServiceProcess ingest{
        "near-intents-ingest",
        "NEAR_INTENTS_INGEST_PORT",
        {{"NATS_URL", nats.url()},
         {"NATS_SYNC", "1s"},
         {"NEAR_INTENTS_RELAY_WS_URL", relay.url("ws")},
         {"UNRIP_POLICY_FILE", std::string{UNRIP_SOURCE_DIR} + "/deploy/policy/sandbox.json"},
         {"UNRIP_INSTANCE", "ingest-1"}}};
    std::unique_ptr<Connection> connection = connect(settings_for(nats));
};

TEST_F(SiftingTest, PassesOnWhatThePolicyTradesAndCountsTheRestByReason) {
    std::vector<messages::Envelope<messages::SwapDemand>> heard;
    const auto subscription = subscribe<messages::SwapDemand>(
        *connection,
        Inflow{},
        [&](auto envelope, const Incoming&) { heard.push_back(std::move(envelope)); },
        [](const Incoming&, const Error& error) { FAIL() << error.detail; }
    );
    ASSERT_TRUE(get(connection->stands_for(Milliseconds{100})));
    ingest.start();
    ASSERT_TRUE(until([&] { return !heard.empty(); })) << ingest.log();
    ASSERT_EQ(heard.size(), 1U) << "the right one came last";
    EXPECT_EQ(heard[0].body.quote_id.text(), "right");
    EXPECT_EQ(heard[0].pair, "btc-eure");

    const auto metrics = ingest.get("/metrics").body;
    const auto has = [&](const std::string& line) {
        return metrics.find(line) != std::string::npos;
    };
    EXPECT_TRUE(has(R"(unrip_relay_quotes_sifted_total{reason="unknown_asset"} 1)")) << metrics;
    EXPECT_TRUE(has(R"(unrip_relay_quotes_sifted_total{reason="unsupported_pair"} 1)"));
    EXPECT_TRUE(has(R"(unrip_relay_quotes_sifted_total{reason="leading_zeros"} 1)"));
    EXPECT_TRUE(has(R"(unrip_relay_frames_ignored_total{reason="bad_amount"} 1)"));
    const std::scoped_lock lock{guard};
    EXPECT_EQ(filter.at("tokens_in").size(), 3U) << filter;
    EXPECT_EQ(filter.at("tokens_out").size(), 3U) << filter;
}

}  // namespace
}  // namespace unrip::bus
