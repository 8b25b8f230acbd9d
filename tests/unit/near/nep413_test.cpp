#include "near/nep413.hpp"

#include "near/base58.hpp"

#include <gtest/gtest.h>

namespace unrip::near {
namespace {

SecretKey key(std::uint8_t first) {
    std::array<std::uint8_t, 32> seed{first};
    return SecretKey::from_seed(seed);
}

Nep413Payload payload() {
    return {"{\"a\":\"b\"}", Nonce{1, 2, 3}, "intents.near", {}};
}

TEST(Nep413, ChangesWithEveryField) {
    const auto original = prehash(payload());
    auto changed = payload();
    changed.message += " ";
    EXPECT_NE(prehash(changed), original);
    changed = payload();
    changed.nonce[31] = 1;
    EXPECT_NE(prehash(changed), original);
    changed = payload();
    changed.recipient = "staging-intents.near";
    EXPECT_NE(prehash(changed), original);
    changed = payload();
    changed.callback_url = "";
    EXPECT_NE(prehash(changed), original);
}

TEST(Nep413, IsAPureFunctionOfPayloadAndKey) {
    EXPECT_EQ(sign(payload(), key(1)).signature, sign(payload(), key(1)).signature);
    EXPECT_NE(sign(payload(), key(1)).signature, sign(payload(), key(2)).signature);
}

TEST(Nep413, VerifiesOnlyWithItsOwnKey) {
    auto signed_payload = sign(payload(), key(1));
    EXPECT_TRUE(verify(signed_payload));
    signed_payload.public_key = key(2).public_key();
    EXPECT_FALSE(verify(signed_payload));
}

TEST(Nep413, EscapesTheMessageOnceOnTheWire) {
    const auto signed_payload = sign(payload(), key(1));
    EXPECT_EQ(
        to_json(signed_payload),
        R"({"standard":"nep413","payload":{"message":"{\"a\":\"b\"}","nonce":"AQIDAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=","recipient":"intents.near"},"public_key":")" +
            signed_payload.public_key.to_string() + R"(","signature":")" +
            signed_payload.signature.to_string() + R"("})"
    );
}

TEST(Nep413, SurvivesItsJson) {
    auto with_callback = payload();
    with_callback.callback_url = "https://example.org/?a=\"b\"";
    const auto signed_payload = sign(with_callback, key(1));
    const auto again = parse_signed_nep413(to_json(signed_payload));
    ASSERT_TRUE(again);
    EXPECT_EQ(again->payload, with_callback);
    EXPECT_TRUE(verify(*again));
}

TEST(Nep413, RefusesOtherShapes) {
    const auto good = to_json(sign(payload(), key(1)));
    const auto broken = [&](std::string_view from, std::string_view to) {
        std::string text = good;
        text.replace(text.find(from), from.size(), to);
        return !parse_signed_nep413(text).has_value();
    };
    EXPECT_FALSE(broken("standard", "standard"));
    EXPECT_TRUE(broken("nep413", "erc191"));
    EXPECT_TRUE(broken("AQID", "AQI"));
    EXPECT_TRUE(broken("\"recipient\"", "\"recipients\""));
    EXPECT_TRUE(broken("ed25519:", "rsa:"));
    EXPECT_TRUE(broken("\"intents.near\"", "7"));
    EXPECT_FALSE(parse_signed_nep413("[]"));
    EXPECT_FALSE(parse_signed_nep413("{"));
}

TEST(Nep413, QuoteHashIsTheHashAsBase58) {
    EXPECT_EQ(*parse_hash(quote_hash(payload())), prehash(payload()));
}

}  // namespace
}  // namespace unrip::near
