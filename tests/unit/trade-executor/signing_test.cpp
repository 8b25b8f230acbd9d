#include "near/nep413.hpp"
#include "unit/trade-executor/trading.hpp"

namespace unrip::trade_executor {
namespace {

struct Signing : Trading {};

TEST_F(Signing, IsAPureFunctionOfTheCommand) {
    const auto trade = command();
    const auto one = sign(trade, *terms_of(trade), key);
    const auto other = sign(trade, *terms_of(trade), key);
    ASSERT_TRUE(one && other);
    EXPECT_EQ(one->hash, other->hash);
    EXPECT_EQ(one->intent, other->intent);
}

TEST_F(Signing, DoesNotDependOnWhatIsNotSigned) {
    const auto trade = command();
    auto later = trade;
    later.expires_at_ms += 1'000;
    later.connection_id = "ingest-2-9";
    later.epoch = 9;
    EXPECT_EQ(
        sign(trade, *terms_of(trade), key)->intent, sign(later, *terms_of(later), key)->intent
    );
}

TEST_F(Signing, SignsTheTextsOfTheCommand) {
    const auto trade = command();
    const auto quote = *sign(trade, *terms_of(trade), key);
    EXPECT_EQ(
        quote.intent.message,
        R"({"signer_id":"maker.near","deadline":")" + trade.deadline +
            R"(","intents":[{"intent":"token_diff","diff":{")" + trade.asset_in.text() +
            R"(":"5000000000000000000",")" + trade.asset_out.text() + R"(":"-8271"}}]})"
    );
    EXPECT_EQ(quote.intent.nonce, trade.nonce);
    EXPECT_EQ(quote.intent.recipient, "intents.near");
    EXPECT_EQ(quote.intent.public_key, key.public_key().to_string());

    near::Nep413Payload payload;
    payload.message = quote.intent.message;
    payload.nonce = *near::parse_nonce(quote.intent.nonce);
    payload.recipient = quote.intent.recipient;
    EXPECT_EQ(near::quote_hash(payload), quote.hash.text());
    EXPECT_TRUE(
        near::verify({payload, key.public_key(), *near::Signature::parse(quote.intent.signature)})
    );
}

TEST_F(Signing, GivesEachChangedTextAnotherHash) {
    const auto hash_of = [&](const messages::ExecuteTrade& trade) {
        return sign(trade, *terms_of(trade), key)->hash;
    };
    const auto before = hash_of(command());
    auto trade = command();
    trade.delta_out = messages::DeltaText::of(-8'270);
    EXPECT_NE(hash_of(trade), before);
    trade = command();
    trade.deadline = near::to_rfc3339(kNow + 70s + 1ms);
    EXPECT_NE(hash_of(trade), before);
    trade = command();
    trade.nonce = near::to_text(nonce_of(1));
    EXPECT_NE(hash_of(trade), before);
}

TEST_F(Signing, BurnsANonceWithAnIntentThatDoesNothing) {
    const auto intent = sign_revocation("maker.near", "intents.near", nonce_of(0), kNow + 60s, key);
    ASSERT_TRUE(intent);
    EXPECT_NE(intent->message.find(R"("intents":[])"), std::string::npos) << intent->message;
    EXPECT_EQ(intent->nonce, near::to_text(nonce_of(0)));
}

}  // namespace
}  // namespace unrip::trade_executor
