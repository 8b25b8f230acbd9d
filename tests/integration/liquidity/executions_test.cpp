#include "integration/liquidity/desk.hpp"
#include "near/intents.hpp"
#include "near/nep413.hpp"

#include <gmock/gmock.h>

namespace unrip::test {
namespace {

using messages::ExecutionVerdict;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

class Executions : public Desk {
  protected:
    messages::SignedIntent burning(std::uint8_t nonce) const {
        near::Nep413Payload payload;
        payload.message = *near::empty_message("maker.near", from_unix_ms(1'795'165'200'000));
        payload.nonce = near::Nonce{nonce};
        payload.recipient = "intents.near";
        const auto signed_payload = near::sign(payload, quote_key);
        return {
            payload.message,
            near::to_text(payload.nonce),
            payload.recipient,
            signed_payload.public_key.to_string(),
            signed_payload.signature.to_string()};
    }
    messages::ExecuteIntents revocation() const {
        return {"rev-1", "a person asked", {burning(1), burning(2)}};
    }
};

TEST_F(Executions, BurnNoncesAlsoWhileWithdrawalsAreFrozen) {
    open();
    const auto reply = execute(revocation());
    ASSERT_EQ(reply.verdict, ExecutionVerdict::taken) << reply.detail.value_or("");
    ASSERT_TRUE(comes_to("rev-1", "executed")) << manager->log();
    ASSERT_EQ(venue.calls().size(), 1U);
    const auto call = venue.calls().front();
    EXPECT_EQ(reply.tx_hash, call.tx_hash);
    EXPECT_EQ(call.method, "execute_intents");
    EXPECT_EQ(call.deposit, "0");
    ASSERT_EQ(call.args.at("signed").size(), 2U);
    EXPECT_EQ(call.args.at("signed").at(0).at("standard"), "nep413");

    const auto again = execute(revocation());
    EXPECT_EQ(again.tx_hash, reply.tx_hash);
    EXPECT_THAT(*again.detail, HasSubstr("executed"));
    EXPECT_EQ(venue.calls().size(), 1U);
    EXPECT_THAT(history("rev-1"), ElementsAre("requested", "prepared", "executed"));
}

TEST_F(Executions, TellTheContractsRefusal) {
    venue.set([](auto& weather) { weather.contract_panics = true; });
    open();
    EXPECT_EQ(execute(revocation()).verdict, ExecutionVerdict::taken);
    ASSERT_TRUE(comes_to("rev-1", "rejected")) << manager->log();
    EXPECT_EQ(execute(revocation()).verdict, ExecutionVerdict::taken);
}

TEST_F(Executions, AreRefusedWhereTheyWouldMoveSomethingOrCannotBeSigned) {
    open();
    auto request = revocation();
    request.intents[0].message = R"({"signer_id":"maker.near","intents":[{"intent":"transfer"}]})";
    auto reply = execute(request);
    EXPECT_EQ(reply.verdict, ExecutionVerdict::refused);
    EXPECT_THAT(*reply.detail, HasSubstr("empty intents"));
    request = revocation();
    request.intents[0].nonce = request.intents[1].nonce;
    EXPECT_THAT(*execute(request).detail, HasSubstr("signature does not fit"));
    ASSERT_EQ(manager->stop(), 0);

    open({{"NEAR_ACCOUNT_PRIVATE_KEY", ""}});
    reply = execute(revocation());
    EXPECT_EQ(reply.verdict, ExecutionVerdict::refused);
    EXPECT_THAT(*reply.detail, HasSubstr("NEAR_ACCOUNT_PRIVATE_KEY"));
    EXPECT_TRUE(venue.sent().empty());
}

}  // namespace
}  // namespace unrip::test
