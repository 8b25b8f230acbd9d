#include "near/verifier.hpp"

#include "near/base64.hpp"
#include "near/verifier_refusal.hpp"
#include "unit/near/fake_nodes.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace unrip::near {
namespace {

using nlohmann::json;

class VerifierTest : public testing::Test {
  protected:
    static RpcSettings settings() {
        RpcSettings settings;
        settings.nodes = {"http://node"};
        return settings;
    }

    json params(std::size_t request) const {
        return json::parse(nodes_.seen().at(request).body)["params"];
    }
    json args(std::size_t request) const {
        const auto bytes = parse_base64(params(request)["args_base64"].get<std::string>());
        return json::parse(as_text(*bytes));
    }

    static std::vector<AssetId> tokens() {
        return {*AssetId::parse("nep141:btc.omft.near"), *AssetId::parse("nep141:wrap.near")};
    }

    FakeNodes nodes_;
    RpcClient client_{settings(), nodes_.outside()};
    Verifier verifier_{client_, "intents.near"};
};

TEST_F(VerifierTest, ReadsEverythingAtOneBlock) {
    nodes_.answer(result_body(
        R"("header":{"height":7,"hash":"BLOCK","timestamp_nanosec":"1700000000000000000"})"
    ));
    nodes_.answer(view_body(R"(["5","6"])"));
    nodes_.answer(view_body("\"252812b3\""));
    nodes_.answer(view_body("1"));
    nodes_.answer(view_body("false"));
    const auto snapshot = nodes_.result_of(verifier_.snapshot("solver.near", tokens()));
    ASSERT_TRUE(snapshot) << snapshot.error().detail;
    EXPECT_EQ(snapshot->balances, (std::vector{Amount{5}, Amount{6}}));
    EXPECT_EQ(to_text(snapshot->salt), "252812b3");
    EXPECT_EQ(snapshot->fee.count(), 1U);
    EXPECT_FALSE(snapshot->account_locked);
    EXPECT_EQ(snapshot->block.height, 7U);

    for (std::size_t request = 1; request < 5; ++request) {
        EXPECT_EQ(params(request)["block_id"], "BLOCK");
        EXPECT_FALSE(params(request).contains("finality"));
    }
}

TEST_F(VerifierTest, MissesOnePartRatherThanInventIt) {
    nodes_.answer(result_body(
        R"("header":{"height":7,"hash":"BLOCK","timestamp_nanosec":"1700000000000000000"})"
    ));
    nodes_.answer(view_body(R"(["5"])"));
    const auto snapshot = nodes_.result_of(verifier_.snapshot("solver.near", tokens()));
    ASSERT_FALSE(snapshot);
    EXPECT_EQ(snapshot.error().kind, Error::Kind::malformed);
}

TEST_F(VerifierTest, AsksWithTheArgumentsOfTheContract) {
    nodes_.answer(view_body("true"));
    const auto used =
        nodes_.result_of(verifier_.is_nonce_used("solver.near", Nonce{}, BlockRef::final_block()));
    ASSERT_TRUE(used);
    EXPECT_TRUE(used->value);
    EXPECT_EQ(used->block_height, 7U);
    EXPECT_EQ(params(0)["method_name"], "is_nonce_used");
    EXPECT_EQ(args(0), json({{"account_id", "solver.near"}, {"nonce", to_text(Nonce{})}}));

    nodes_.answer(view_body("true"));
    const auto valid =
        nodes_.result_of(verifier_.is_valid_salt(Salt{0x25}, BlockRef::final_block()));
    ASSERT_TRUE(valid);
    EXPECT_EQ(args(1), json({{"salt", "25000000"}}));
}

TEST_F(VerifierTest, SimulatesSignedPayloads) {
    nodes_.answer(error_body(
        "CONTRACT_EXECUTION_ERROR", R"("GuestPanic { panic_msg: nonce was already used }")"
    ));
    std::vector<std::string> payloads{R"({"standard":"nep413"})", "{}"};
    const auto simulated =
        nodes_.result_of(verifier_.simulate(std::move(payloads), BlockRef::optimistic()));
    ASSERT_FALSE(simulated);
    EXPECT_EQ(simulated.error().kind, Error::Kind::refused);
    EXPECT_EQ(classify_refusal(simulated.error().detail), VerifierRefusal::nonce_used);
    EXPECT_EQ(args(0)["signed"].size(), 2U);
    EXPECT_EQ(params(0)["finality"], "optimistic");
}

TEST_F(VerifierTest, ReadsTheOtherViews) {
    const auto ask = [&](auto task, const char* value) {
        nodes_.answer(view_body(value));
        return nodes_.result_of(std::move(task));
    };
    const auto now = BlockRef::final_block();
    EXPECT_EQ(ask(verifier_.fee_collector(now), "\"fee.near\"")->value, "fee.near");
    EXPECT_FALSE(ask(verifier_.is_account_locked("a.near", now), "false")->value);
    EXPECT_TRUE(ask(verifier_.accepts_predecessor("a.near", now), "true")->value);
    const auto* key_text = "ed25519:7ukL4suxwpDeU7pTXDHctMKGiu76JVYKaMJbzaza4zCG";
    const auto key = *PublicKey::parse(key_text);
    EXPECT_TRUE(ask(verifier_.has_public_key("a.near", key, now), "true")->value);
    EXPECT_EQ(args(3)["public_key"], key_text);
    const auto keys = std::string{"[\""} + key_text + "\"]";
    EXPECT_EQ(ask(verifier_.public_keys("a.near", now), keys.c_str())->value.front(), key);
    EXPECT_TRUE(ask(verifier_.token_ids("a.near", now), "[]")->value.empty());
}

}  // namespace
}  // namespace unrip::near
