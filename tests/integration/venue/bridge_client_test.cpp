#include "venue/bridge/bridge_client.hpp"

#include "support/run_task.hpp"
#include "support/scripted_server.hpp"

#include <boost/asio/io_context.hpp>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace unrip::venue {
namespace {

using nlohmann::json;
using test::ScriptedPeer;
using test::ScriptedServer;

std::string http(int status, const std::string& body) {
    return "HTTP/1.1 " + std::to_string(status) +
           " X\r\nContent-Type: application/json\r\nContent-Length: " +
           std::to_string(body.size()) + "\r\n\r\n" + body;
}

class BridgeClientTest : public testing::Test {
  protected:
    /// One answer to whatever is asked first.
    std::unique_ptr<ScriptedServer> bridge(int status, const std::string& body) {
        return std::make_unique<ScriptedServer>([this, status, body](ScriptedPeer& peer) {
            asked = json::parse(peer.read_body_of_request());
            peer.write(http(status, body));
            peer.wait_for_close();
        });
    }

    BridgeClient client(const ScriptedServer& server) {
        return BridgeClient{http_client, {.url = server.url("http") + "/rpc"}};
    }

    boost::asio::io_context loop;
    net::HttpClient http_client{loop.get_executor()};
    json asked;
};

TEST_F(BridgeClientTest, AsksAndReadsExactAmounts) {
    const auto server = bridge(
        200,
        R"({"jsonrpc":"2.0","id":"1","result":{"deposits":[{"tx_hash":"t","near_token_id":"x.omft.near",)"
        R"("decimals":18,"amount":12345678901234567890123,"status":"CREDITED"}],"total":1}})"
    );
    auto bridge_client = client(*server);
    RecentDepositsQuery query;
    query.account_id = "solver.near";
    const auto deposits = test::run_task(loop, bridge_client.recent_deposits(query));
    ASSERT_TRUE(deposits) << deposits.error().detail;
    EXPECT_EQ(deposits->deposits.at(0).amount.to_string(), "12345678901234567890123");
    EXPECT_EQ(asked.at("method"), "recent_deposits");
    EXPECT_TRUE(asked.at("id").is_string());
    EXPECT_EQ(bridge_client.stats().requests, 1U);
    EXPECT_EQ(bridge_client.stats().failures, 0U);
}

TEST_F(BridgeClientTest, FindsPassingTroubleWorthAnotherTry) {
    const auto server = bridge(503, "<html>busy</html>");
    auto bridge_client = client(*server);
    const auto status = test::run_task(
        loop, bridge_client.withdrawal_status(std::string{"hash"}, std::string{"btc.omft.near"})
    );
    ASSERT_FALSE(status);
    EXPECT_EQ(status.error().kind, Error::Kind::unavailable);
    EXPECT_EQ(bridge_client.stats().http_errors, 1U);
}

TEST_F(BridgeClientTest, TakesARefusalAsFinal) {
    const auto server = bridge(404, "");
    auto bridge_client = client(*server);
    const auto tokens = test::run_task(loop, bridge_client.supported_tokens({}));
    ASSERT_FALSE(tokens);
    EXPECT_EQ(tokens.error().kind, Error::Kind::refused);
}

TEST_F(BridgeClientTest, NeverPassesOnAnAddressOfAnotherChain) {
    const auto server = bridge(200, R"({"result":{"address":"0xabc","chain":"eth:1"}})");
    auto bridge_client = client(*server);
    DepositAddressQuery query;
    query.account_id = "solver.near";
    query.chain = "eth:100";
    const auto address = test::run_task(loop, bridge_client.deposit_address(query));
    ASSERT_FALSE(address);
    EXPECT_EQ(address.error().kind, Error::Kind::malformed);
}

}  // namespace
}  // namespace unrip::venue
