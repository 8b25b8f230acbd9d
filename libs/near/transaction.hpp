#pragma once

#include "core/amount.hpp"
#include "near/secret_key.hpp"

#include <variant>

namespace unrip::near {

inline constexpr std::uint64_t kTeragas = 1'000'000'000'000;
inline constexpr std::uint64_t kGasMax = 300 * kTeragas;  ///< of one transaction, all actions

struct FunctionCall {
    std::string method;
    std::string args;  ///< JSON, sent as it is
    std::uint64_t gas = 0;
    Amount deposit;  ///< yoctoNEAR

    friend bool operator==(const FunctionCall&, const FunctionCall&) = default;
};

struct Transfer {
    Amount deposit;  ///< yoctoNEAR

    friend bool operator==(const Transfer&, const Transfer&) = default;
};

using Action = std::variant<FunctionCall, Transfer>;

/// A NEAR transaction, version 0, signed by an ed25519 key.
struct Transaction {
    std::string signer_id;
    PublicKey public_key;  ///< ed25519
    std::uint64_t nonce = 0;
    std::string receiver_id;
    Hash block_hash{};  ///< of a recent block: the transaction is valid for about a day after it
    std::vector<Action> actions;

    friend bool operator==(const Transaction&, const Transaction&) = default;
};

Bytes to_borsh(const Transaction& transaction);

/// Ready to be sent, as often as needed: the same bytes can take effect only once.
struct SignedTransaction {
    Bytes borsh;
    Hash hash{};

    std::string hash_text() const;  ///< base58
    std::string base64() const;     ///< what `send_tx` takes
};

/// The key must be the transaction's.
SignedTransaction sign(const Transaction& transaction, const SecretKey& key);

struct DecodedTransaction {
    Transaction transaction;
    Signature signature;
    Hash hash{};
};

/// Reads a signed transaction back; the signature must fit. Refuses actions and curves that we do
/// not write.
Result<DecodedTransaction> decode_signed_transaction(ByteView borsh);

}  // namespace unrip::near
