#include "near/withdraw.hpp"

#include "near/json_text.hpp"

#include <algorithm>
#include <array>
#include <cctype>

namespace unrip::near {
namespace {

constexpr std::string_view kBitcoinCash = "bitcoincash:";
constexpr std::string_view kBridgeSuffix = ".omft.near";

struct Chain {
    std::string_view prefix;
    std::string_view name;
};

constexpr std::array kChains{
    Chain{"eth", "eth:1"},
    Chain{"base", "eth:8453"},
    Chain{"arb", "eth:42161"},
    Chain{"gnosis", "eth:100"},
    Chain{"bera", "eth:80094"},
    Chain{"plasma", "eth:9745"},
    Chain{"btc", "btc:mainnet"},
    Chain{"bch", "bch:mainnet"},
    Chain{"ltc", "ltc:mainnet"},
    Chain{"doge", "doge:mainnet"},
    Chain{"zec", "zec:mainnet"},
    Chain{"dash", "dash:mainnet"},
    Chain{"xrp", "xrp:mainnet"},
    Chain{"sol", "sol:mainnet"},
    Chain{"tron", "tron:mainnet"},
    Chain{"sui", "sui:mainnet"},
    Chain{"aptos", "aptos:mainnet"},
    Chain{"movement", "movement:mainnet"},
    Chain{"cardano", "cardano:mainnet"},
    Chain{"starknet", "starknet:mainnet"},
    Chain{"aleo", "aleo:mainnet"}};

bool starts_with_any_case(std::string_view text, std::string_view prefix) {
    return text.size() >= prefix.size() &&
           std::equal(prefix.begin(), prefix.end(), text.begin(), [](char left, char right) {
               return left == std::tolower(static_cast<unsigned char>(right));
           });
}

void write(JsonObject& object, const FtWithdraw& withdraw) {
    object.text("token", withdraw.token)
        .text("receiver_id", withdraw.receiver_id)
        .text("amount", withdraw.amount.to_string());
    if (withdraw.memo) object.text("memo", *withdraw.memo);
    if (withdraw.msg) object.text("msg", *withdraw.msg);
}

}  // namespace

std::string direct_call_args(const FtWithdraw& withdraw) {
    JsonObject object;
    write(object, withdraw);
    return std::move(object).str();
}

std::string intent_json(const FtWithdraw& withdraw, std::optional<std::uint64_t> min_gas) {
    JsonObject object;
    object.text("intent", "ft_withdraw");
    write(object, withdraw);
    if (min_gas) object.text("min_gas", std::to_string(*min_gas));
    return std::move(object).str();
}

std::string withdraw_memo(std::string_view address, std::string_view destination_memo) {
    if (starts_with_any_case(address, kBitcoinCash)) address.remove_prefix(kBitcoinCash.size());
    std::string memo = "WITHDRAW_TO:" + std::string{address};
    if (!destination_memo.empty()) memo += ":" + std::string{destination_memo};
    return memo;
}

Result<BridgeWithdrawal> bridge_withdrawal(
    std::string_view token,
    std::string_view address,
    std::string_view destination_memo,
    Amount amount,
    BridgeFee fee_is,
    const BridgeTerms& terms
) {
    const bool is_inside = fee_is == BridgeFee::inside;
    const auto leaves = is_inside ? Result<Amount>{amount} : add(amount, terms.fee);
    const auto arrives = is_inside ? subtract(amount, terms.fee) : Result<Amount>{amount};
    if (!leaves) return leaves.failure();
    if (!arrives || *arrives < terms.min_withdrawal) {
        return fail(Error::Kind::refused, "below min_withdrawal_amount");
    }
    if (!is_utf8(address) || !is_utf8(destination_memo)) {
        return fail(Error::Kind::malformed, "an address that is not UTF-8");
    }
    FtWithdraw call{
        std::string{token},
        std::string{token},
        *leaves,
        withdraw_memo(address, destination_memo),
        std::nullopt};
    return BridgeWithdrawal{std::move(call), *arrives};
}

std::optional<std::string_view> chain_of_token(std::string_view token) {
    if (!token.ends_with(kBridgeSuffix)) return std::nullopt;
    const auto prefix = token.substr(0, token.find_first_of(".-"));
    const auto* found = std::find_if(kChains.begin(), kChains.end(), [&](const Chain& chain) {
        return chain.prefix == prefix;
    });
    if (found == kChains.end()) return std::nullopt;
    return found->name;
}

}  // namespace unrip::near
