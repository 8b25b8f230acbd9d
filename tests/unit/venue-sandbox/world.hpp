#pragma once

#include "chain/chain.hpp"
#include "near/secret_key.hpp"

#include <string>
#include <utility>
#include <vector>

namespace unrip::sandbox {

inline const std::string kGive = "nep141:usdt.tether-token.near";
inline const std::string kTake = "nep141:wrap.near";
inline constexpr Instant kStart = from_unix_ms(1'795'000'000'000);

near::SecretKey key_of(std::uint8_t seed);

/// One message, with everything about it open to be spoilt.
struct Draft {
    std::string signer = "maker.near";
    std::uint8_t key = 1;
    Instant deadline = kStart + std::chrono::seconds{60};
    Instant nonce_deadline = kStart + std::chrono::seconds{120};
    near::Salt salt{0x25, 0x28, 0x12, 0xb3};
    std::uint8_t nonce_number = 1;
    bool legacy_nonce = false;
    std::string recipient = "intents.near";
    std::vector<std::pair<std::string, std::string>> diff{{kGive, "100"}, {kTake, "-200"}};
    std::string intents_json;  ///< instead of the diff
    std::string message;       ///< instead of everything
};

near::Nonce nonce_of(const Draft& draft);
std::string message_of(const Draft& draft);
/// The payload as it travels, signed.
std::string signed_json(const Draft& draft);
SignedIntent signed_intent(const Draft& draft);

/// A chain with a maker and a taker who have money and keys.
struct ChainWorld {
    explicit ChainWorld(ChainSettings settings = {});

    Chain chain;
    Instant now = kStart;

    /// So many blocks later.
    void pass(unsigned blocks);
    Verdict judge(const Draft& draft) const;
    u128 balance(std::string_view account, std::string_view token) const {
        return chain.verifier().ledger().balance(account, token);
    }
    /// The taker's side of the maker's draft above, at a fee of one pip.
    static Draft counterpart();
};

}  // namespace unrip::sandbox
