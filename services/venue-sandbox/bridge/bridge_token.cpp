#include "bridge/bridge_token.hpp"

#include "near/hash.hpp"
#include "near/withdraw.hpp"

#include <array>
#include <cstdint>

namespace unrip::sandbox {
namespace {

/// What the true bridge has asked for some coins, in their smallest units: enough to see that the
/// figures are read from it. Others cost nothing here.
struct Figures {
    std::string_view contract;
    std::uint64_t min_deposit;
    std::uint64_t min_withdrawal;
    std::uint64_t withdrawal_fee;
};
constexpr std::array kFigures{
    Figures{"btc.omft.near", 10'000, 700, 1'500},
    Figures{"zec.omft.near", 10'000, 5'000, 47'000},
};

constexpr std::string_view kStandard = "nep141:";
constexpr std::string_view kSuffix = ".omft.near";

/// "gnosis-0x42....omft.near" is the token 0x42... of its chain; "btc.omft.near" the coin itself.
std::string asset_on_chain(std::string_view contract) {
    const auto dash = contract.find('-');
    if (dash == std::string_view::npos) return "native";
    const auto rest = contract.substr(dash + 1);
    return std::string{rest.substr(0, rest.size() - kSuffix.size())};
}

}  // namespace

std::optional<BridgeToken> bridge_token(
    std::string_view asset_id, std::string_view name, unsigned decimals
) {
    if (!asset_id.starts_with(kStandard) || !asset_id.ends_with(kSuffix)) return std::nullopt;
    const auto contract = asset_id.substr(kStandard.size());
    const auto chain = near::chain_of_token(contract);
    if (!chain) return std::nullopt;
    BridgeToken token;
    token.near_token_id = std::string{contract};
    token.chain = std::string{*chain};
    token.chain_asset = token.chain + ":" + asset_on_chain(contract);
    token.name = std::string{name};
    token.decimals = decimals;
    for (const auto& known : kFigures) {
        if (known.contract != contract) continue;
        token.min_deposit = known.min_deposit;
        token.min_withdrawal = known.min_withdrawal;
        token.withdrawal_fee = known.withdrawal_fee;
    }
    return token;
}

std::string deposit_address(std::string_view account_id, std::string_view chain) {
    const bool is_evm = chain.starts_with("eth:");
    const auto place = is_evm ? std::string{"evm"} : std::string{chain};
    const auto text = std::string{account_id} + " on " + place;
    const auto hash = near::sha256(near::as_bytes(text));
    const auto digits = near::to_hex(near::ByteView{hash}.first(20));
    if (is_evm) return "0x" + digits;
    return std::string{chain.substr(0, chain.find(':'))} + "1" + digits;
}

}  // namespace unrip::sandbox
