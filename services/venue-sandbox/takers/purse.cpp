#include "takers/purse.hpp"

#include "near/hash.hpp"

#include <utility>

namespace unrip::sandbox {
namespace {

constexpr u128 kPlenty = u128{1} << 120U;

near::SecretKey key_for(std::uint64_t seed, const std::string& name) {
    const auto text = "sandbox " + std::to_string(seed) + " " + name;
    return near::SecretKey::from_seed(near::sha256(near::as_bytes(text)));
}

}  // namespace

Purse::Purse(Chain& chain, std::uint64_t seed, const std::string& name)
    : chain_{chain},
      key_{key_for(seed, name)},
      account_{near::implicit_account_id(key_.public_key())},
      nonces_{Random::at(seed, "nonces of " + name)} {}

void Purse::fill(const std::vector<TradedPair>& pairs) {
    for (const auto& traded : pairs) {
        chain_.set_balance(account_, traded.pair.base.id.text(), kPlenty);
        chain_.set_balance(account_, traded.pair.quote.id.text(), kPlenty);
    }
}

Result<near::SignedNep413> Purse::sign(const near::TokenDiff& diff, Instant deadline) {
    auto message = near::token_diff_message(account_, deadline, diff);
    if (!message) return message.failure();
    near::VersionedNonce nonce;
    nonce.salt = chain_.verifier().salts().current(kNewest);
    nonce.deadline = deadline + std::chrono::minutes{1};
    for (auto& byte : nonce.random)
        byte = static_cast<std::uint8_t>(nonces_.next());

    near::Nep413Payload payload;
    payload.message = *std::move(message);
    payload.nonce = near::encode(nonce);
    payload.recipient = chain_.verifier().settings().contract_id;
    return near::sign(std::move(payload), key_);
}

}  // namespace unrip::sandbox
