#pragma once

#include "core/amount.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace unrip::near {

/// What `ft_withdraw` is told. A message must not be there unless meant: even an empty one turns
/// the transfer into a call.
struct FtWithdraw {
    std::string token;  ///< the token's contract, without a standard: "btc.omft.near"
    std::string receiver_id;
    Amount amount;
    std::optional<std::string> memo;
    std::optional<std::string> msg;
};

/// Arguments of a direct call, which carries one yoctoNEAR.
std::string direct_call_args(const FtWithdraw& withdraw);

/// The same as an intent, with the gas that the bridge's tokens need when it is given.
std::string intent_json(const FtWithdraw& withdraw, std::optional<std::uint64_t> min_gas);

inline constexpr std::uint64_t kBridgeWithdrawGas = 17'050'000'000'000;

/// Where to on the other chain. XRP takes a tag as destination memo; the prefix that Bitcoin Cash
/// puts before its addresses is dropped.
std::string withdraw_memo(std::string_view address, std::string_view destination_memo = {});

/// The bridge's terms for one token.
struct BridgeTerms {
    Amount fee;
    Amount min_withdrawal;
};

struct BridgeWithdrawal {
    FtWithdraw call;
    Amount arrives;
};

enum class BridgeFee {
    inside,  ///< the amount is what leaves; less arrives
    on_top,  ///< the amount is what arrives; more leaves
};

/// Out through the bridge, to an address on the token's own chain. Refuses what would arrive with
/// less than the bridge's minimum.
Result<BridgeWithdrawal> bridge_withdrawal(
    std::string_view token,
    std::string_view address,
    std::string_view destination_memo,
    Amount amount,
    BridgeFee fee_is,
    const BridgeTerms& terms
);

/// The bridge's name for the chain behind a token of its own: "gnosis-0x42....omft.near" lives on
/// "eth:100". Nothing for other tokens.
std::optional<std::string_view> chain_of_token(std::string_view token);

}  // namespace unrip::near
