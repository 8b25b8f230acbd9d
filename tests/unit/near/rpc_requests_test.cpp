#include "near/rpc_requests.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace unrip::near {
namespace {

using nlohmann::json;

json params_of(const std::string& request, const std::string& method) {
    const auto value = json::parse(request);
    EXPECT_EQ(value["jsonrpc"], "2.0");
    EXPECT_EQ(value["id"], "1");
    EXPECT_EQ(value["method"], method);
    return value["params"];
}

TEST(RpcRequests, AskAboutOneBlockByItsHash) {
    const auto request = call_function_request("intents.near", "fee", "{}", BlockRef::hash("abc"));
    const auto params = params_of(request, "query");
    EXPECT_EQ(params["block_id"], "abc");
    EXPECT_FALSE(params.contains("finality"));
    EXPECT_EQ(params["args_base64"], "e30=");
    EXPECT_EQ(
        params_of(block_request(BlockRef::optimistic()), "block"),
        json({{"finality", "optimistic"}})
    );
}

TEST(RpcRequests, SendAndFollowATransaction) {
    EXPECT_EQ(
        params_of(send_tx_request("AA==", WaitUntil::executed_optimistic), "send_tx"),
        json({{"signed_tx_base64", "AA=="}, {"wait_until", "EXECUTED_OPTIMISTIC"}})
    );
    EXPECT_EQ(
        params_of(tx_request("hash", "a.near", WaitUntil::final), "tx"),
        json({{"tx_hash", "hash"}, {"sender_account_id", "a.near"}, {"wait_until", "FINAL"}})
    );
}

TEST(RpcRequests, NameEveryLevelOfWaiting) {
    EXPECT_EQ(to_text(WaitUntil::none), "NONE");
    EXPECT_EQ(to_text(WaitUntil::included), "INCLUDED");
    EXPECT_EQ(to_text(WaitUntil::included_final), "INCLUDED_FINAL");
    EXPECT_EQ(to_text(WaitUntil::executed), "EXECUTED");
}

}  // namespace
}  // namespace unrip::near
