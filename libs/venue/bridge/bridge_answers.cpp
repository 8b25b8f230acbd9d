#include "venue/bridge/bridge_answers.hpp"

#include "venue/bridge/bridge_result.hpp"
#include "venue/json/exact_number.hpp"

#include <array>

namespace unrip::venue {
namespace {

constexpr std::array kDepositStatuses{
    DepositStatus::pending,
    DepositStatus::credited,
    DepositStatus::completed,
    DepositStatus::failed,
};

DepositStatus read_status(std::string_view text) {
    for (const auto status : kDepositStatuses) {
        if (text == to_text(status)) return status;
    }
    return DepositStatus::unknown;
}

std::optional<Amount> read_amount(const JsonValue& holder, std::string_view name) {
    const auto* value = holder.present(name);
    if (value == nullptr) return std::nullopt;
    const auto amount = exact_amount(*value);
    return amount ? std::optional{*amount} : std::nullopt;
}

std::optional<BridgeToken> read_token(const JsonValue& entry) {
    auto id = AssetId::parse(text_or_empty(entry, "intents_token_id"));
    const auto decimals = read_decimals(entry, "decimals");
    const auto min_deposit = read_amount(entry, "min_deposit_amount");
    const auto min_withdrawal = read_amount(entry, "min_withdrawal_amount");
    const auto fee = read_amount(entry, "withdrawal_fee");
    if (!id || !decimals || !min_deposit || !min_withdrawal || !fee) return std::nullopt;
    return BridgeToken{
        .id = std::move(*id),
        .near_token_id = text_or_empty(entry, "near_token_id"),
        .name = text_or_empty(entry, "asset_name"),
        .chain_asset = text_or_empty(entry, "defuse_asset_identifier"),
        .decimals = *decimals,
        .min_deposit = *min_deposit,
        .min_withdrawal = *min_withdrawal,
        .withdrawal_fee = *fee,
    };
}

std::optional<BridgeDeposit> read_deposit(const JsonValue& entry) {
    auto token = text_or_empty(entry, "near_token_id");
    auto asset = AssetId::parse("nep141:" + token);
    const auto decimals = read_decimals(entry, "decimals");
    const auto amount = read_amount(entry, "amount");
    if (token.empty() || !asset || !decimals || !amount) return std::nullopt;
    return BridgeDeposit{
        .tx_hash = text_or_empty(entry, "tx_hash"),
        .mint_tx_hash = text_or_empty(entry, "mint_tx_hash"),
        .chain = text_or_empty(entry, "chain"),
        .near_token_id = std::move(token),
        .asset = std::move(*asset),
        .decimals = *decimals,
        .amount = *amount,
        .account_id = text_or_empty(entry, "account_id"),
        .address = text_or_empty(entry, "address"),
        .from = text_or_empty(entry, "from"),
        .created_at = text_or_empty(entry, "created_at"),
        .status = read_status(text_or_empty(entry, "status")),
    };
}

/// The list of that name, or nullptr.
const JsonValue::Array* list_of(const JsonValue& result, std::string_view name) {
    const auto* value = result.find(name);
    return value != nullptr ? value->array() : nullptr;
}

}  // namespace

std::string_view to_text(DepositStatus status) {
    switch (status) {
        case DepositStatus::pending:
            return "PENDING";
        case DepositStatus::credited:
            return "CREDITED";
        case DepositStatus::completed:
            return "COMPLETED";
        case DepositStatus::failed:
            return "FAILED";
        case DepositStatus::unknown:
            break;
    }
    return "UNKNOWN";
}

Result<BridgeTokens> decode_supported_tokens(std::string_view body) {
    const auto result = bridge_result(body);
    if (!result) return result.failure();
    const auto* entries = list_of(*result, "tokens");
    if (entries == nullptr) return fail(Error::Kind::malformed, "no list of tokens");
    BridgeTokens tokens;
    for (const auto& entry : *entries) {
        if (auto token = read_token(entry)) {
            tokens.tokens.push_back(std::move(*token));
        } else {
            ++tokens.unreadable;
        }
    }
    return tokens;
}

Result<DepositAddress> decode_deposit_address(std::string_view body) {
    const auto result = bridge_result(body);
    if (!result) return result.failure();
    const auto* address = result->text("address");
    if (address == nullptr || address->empty()) {
        return fail(Error::Kind::malformed, "a deposit address that is missing");
    }
    const auto* memo = result->present("memo");
    if (memo != nullptr && memo->string() == nullptr) {
        return fail(Error::Kind::malformed, "a deposit memo that is no text");
    }
    return DepositAddress{
        .address = *address,
        .chain = text_or_empty(*result, "chain"),
        .memo = memo != nullptr ? std::optional{*memo->string()} : std::nullopt,
    };
}

Result<BridgeDeposits> decode_recent_deposits(std::string_view body) {
    const auto result = bridge_result(body);
    if (!result) return result.failure();
    const auto* entries = list_of(*result, "deposits");
    if (entries == nullptr) return fail(Error::Kind::malformed, "no list of deposits");
    BridgeDeposits deposits;
    for (const auto& entry : *entries) {
        if (auto deposit = read_deposit(entry)) {
            deposits.deposits.push_back(std::move(*deposit));
        } else {
            ++deposits.unreadable;
        }
    }
    const auto* total = result->present("total");
    const auto count = total != nullptr ? whole_number(*total) : std::nullopt;
    deposits.total = count ? static_cast<std::uint64_t>(*count) : entries->size();
    return deposits;
}

Result<void> decode_notify_deposit(std::string_view body) {
    const auto result = bridge_result(body);
    if (!result) return result.failure();
    return {};
}

Result<WithdrawalEstimate> decode_withdrawal_estimate(std::string_view body) {
    const auto result = bridge_result(body);
    if (!result) return result.failure();
    const auto fee = read_amount(*result, "withdrawalFee");
    const auto decimals = read_decimals(*result, "withdrawalFeeDecimals");
    if (!fee || !decimals) return fail(Error::Kind::malformed, "an estimate without its fee");
    return WithdrawalEstimate{.fee = *fee, .fee_decimals = *decimals};
}

}  // namespace unrip::venue
