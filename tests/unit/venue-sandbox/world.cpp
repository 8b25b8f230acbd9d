#include "unit/venue-sandbox/world.hpp"

#include "near/json_text.hpp"
#include "near/nep413.hpp"
#include "near/rfc3339.hpp"

#include <array>

namespace unrip::sandbox {

near::SecretKey key_of(std::uint8_t seed) {
    std::array<std::uint8_t, 32> bytes{};
    bytes.fill(seed);
    return near::SecretKey::from_seed(bytes);
}

near::Nonce nonce_of(const Draft& draft) {
    if (draft.legacy_nonce) {
        near::Nonce nonce{};
        nonce.fill(draft.nonce_number);
        return nonce;
    }
    near::VersionedNonce nonce{draft.salt, draft.nonce_deadline, {}};
    nonce.random.fill(draft.nonce_number);
    return near::encode(nonce);
}

std::string message_of(const Draft& draft) {
    if (!draft.message.empty()) return draft.message;
    auto intents = draft.intents_json;
    if (intents.empty()) {
        near::JsonObject diff;
        for (const auto& [token, delta] : draft.diff)
            diff.text(token, delta);
        near::JsonObject intent;
        intent.text("intent", "token_diff").raw("diff", std::move(diff).str());
        intents = "[" + std::move(intent).str() + "]";
    }
    near::JsonObject message;
    message.text("signer_id", draft.signer)
        .text("deadline", near::to_rfc3339(draft.deadline))
        .raw("intents", intents);
    return std::move(message).str();
}

std::string signed_json(const Draft& draft) {
    const near::Nep413Payload payload{
        message_of(draft), nonce_of(draft), draft.recipient, std::nullopt};
    return near::to_json(near::sign(payload, key_of(draft.key)));
}

SignedIntent signed_intent(const Draft& draft) {
    auto read = read_signed_intent(signed_json(draft));
    check(read.verdict.ok(), "a draft of a test can be read");
    return *std::move(read.intent);
}

ChainWorld::ChainWorld(ChainSettings settings) : chain{std::move(settings), kStart} {
    chain.register_key("maker.near", key_of(1).public_key());
    chain.register_key("taker.near", key_of(2).public_key());
    chain.set_balance("maker.near", kTake, 1'000);
    chain.set_balance("taker.near", kGive, 1'000);
    pass(1);
}

void ChainWorld::pass(unsigned blocks) {
    for (unsigned block = 0; block < blocks; ++block) {
        now = chain.next_block_at();
        chain.advance(now);
    }
}

Verdict ChainWorld::judge(const Draft& draft) const {
    const auto read = read_signed_intent(signed_json(draft));
    return read.verdict.ok() ? chain.judge(*read.intent, Signatures::check) : read.verdict;
}

Draft ChainWorld::counterpart() {
    Draft draft;
    draft.signer = "taker.near";
    draft.key = 2;
    draft.nonce_number = 9;
    draft.diff = {{kGive, "-101"}, {kTake, "199"}};
    return draft;
}

}  // namespace unrip::sandbox
