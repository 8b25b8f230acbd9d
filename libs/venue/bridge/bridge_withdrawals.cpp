#include "venue/bridge/bridge_withdrawals.hpp"

#include "venue/bridge/bridge_result.hpp"
#include "venue/json/exact_number.hpp"

#include <algorithm>
#include <array>

namespace unrip::venue {
namespace {

struct StatusWord {
    WithdrawalStatus status;
    std::string_view text;
};

constexpr std::array kWords{
    StatusWord{WithdrawalStatus::pending, "PENDING"},
    StatusWord{WithdrawalStatus::completed, "COMPLETED"},
    StatusWord{WithdrawalStatus::failed, "FAILED"},
    StatusWord{WithdrawalStatus::not_found, "NOT_FOUND"},
    StatusWord{WithdrawalStatus::awaiting, "AWAITING"},
    StatusWord{WithdrawalStatus::rejected, "REJECTED"},
    StatusWord{WithdrawalStatus::returning, "RETURNING"},
    StatusWord{WithdrawalStatus::returned, "RETURNED"},
};

WithdrawalStatus read_status(std::string_view text) {
    for (const auto& word : kWords) {
        if (word.text == text) return word.status;
    }
    return WithdrawalStatus::unknown;
}

std::optional<Amount> read_amount(const JsonValue& holder, std::string_view name) {
    const auto* value = holder.present(name);
    if (value == nullptr) return std::nullopt;
    const auto amount = exact_amount(*value);
    return amount ? std::optional{*amount} : std::nullopt;
}

/// `{status, data:{...}}`.
std::optional<BridgeWithdrawal> read_withdrawal(const JsonValue& entry) {
    const auto* status = entry.text("status");
    const auto* data = entry.present("data");
    if (status == nullptr || data == nullptr || data->object() == nullptr) return std::nullopt;
    BridgeWithdrawal withdrawal;
    withdrawal.status = read_status(*status);
    withdrawal.tx_hash = text_or_empty(*data, "tx_hash");
    if (const auto* transfer = data->text("transfer_tx_hash")) {
        withdrawal.transfer_tx_hash = *transfer;
    }
    withdrawal.chain = text_or_empty(*data, "chain");
    withdrawal.near_token_id = text_or_empty(*data, "near_token_id");
    withdrawal.account_id = text_or_empty(*data, "account_id");
    withdrawal.address = text_or_empty(*data, "address");
    withdrawal.created_at = text_or_empty(*data, "created_at");
    if (withdrawal.created_at.empty()) withdrawal.created_at = text_or_empty(*data, "created");
    withdrawal.decimals = read_decimals(*data, "decimals");
    withdrawal.amount = read_amount(*data, "amount");
    withdrawal.withdrawal_fee = read_amount(*data, "withdrawal_fee");
    return withdrawal;
}

BridgeWithdrawals read_all(const JsonValue::Array& entries) {
    BridgeWithdrawals all;
    for (const auto& entry : entries) {
        if (auto withdrawal = read_withdrawal(entry)) {
            all.withdrawals.push_back(std::move(*withdrawal));
        } else {
            ++all.unreadable;
        }
    }
    return all;
}

/// The entries of either shape of a status answer.
Result<BridgeWithdrawals> read_either_shape(const JsonValue& result) {
    if (const auto* listed = result.present("withdrawals")) {
        if (listed->array() == nullptr)
            return fail(Error::Kind::malformed, "no list of withdrawals");
        return read_all(*listed->array());
    }
    auto entry = read_withdrawal(result);
    if (!entry) return fail(Error::Kind::malformed, "a withdrawal without status and data");
    BridgeWithdrawals one;
    one.withdrawals.push_back(std::move(*entry));
    return one;
}

}  // namespace

std::string_view to_text(WithdrawalStatus status) {
    for (const auto& word : kWords) {
        if (word.status == status) return word.text;
    }
    return "UNKNOWN";
}

bool WithdrawalReading::is_final(WithdrawalStatus status) const {
    return std::find(final.begin(), final.end(), status) != final.end();
}

std::optional<bool> WithdrawalReading::succeeded(WithdrawalStatus status) const {
    if (!is_final(status)) return std::nullopt;
    return status == WithdrawalStatus::completed;
}

Result<BridgeWithdrawal> decode_withdrawal_status(
    std::string_view body, std::string_view near_token_id
) {
    const auto result = bridge_result(body);
    if (!result) return result.failure();
    auto all = read_either_shape(*result);
    if (!all) return all.failure();
    auto& found = all->withdrawals;
    const auto ours = std::find_if(found.begin(), found.end(), [&](const BridgeWithdrawal& one) {
        return one.near_token_id == near_token_id;
    });
    if (ours == found.end()) {
        return fail(Error::Kind::malformed, "invariant: no matching withdrawal");
    }
    if (ours->status == WithdrawalStatus::completed && !ours->transfer_tx_hash) {
        return fail(Error::Kind::malformed, "invariant: completed without a transfer");
    }
    return std::move(*ours);
}

Result<BridgeWithdrawals> decode_recent_withdrawals(std::string_view body) {
    const auto result = bridge_result(body);
    if (!result) return result.failure();
    const auto* listed = result->present("withdrawals");
    if (listed == nullptr || listed->array() == nullptr) {
        return fail(Error::Kind::malformed, "no list of withdrawals");
    }
    return read_all(*listed->array());
}

}  // namespace unrip::venue
