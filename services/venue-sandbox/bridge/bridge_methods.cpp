#include "bridge/bridge_methods.hpp"

#include "near/json_text.hpp"
#include "near/rfc3339.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>

namespace unrip::sandbox {
namespace {

using near::JsonObject;
using nlohmann::json;

constexpr std::size_t kLimitMax = 100;
constexpr std::size_t kLimitUsual = 20;

std::string text_of(const json& parameter, const char* name) {
    const auto found = parameter.is_object() ? parameter.find(name) : parameter.end();
    if (!parameter.is_object() || found == parameter.end() || !found->is_string()) return {};
    return found->get<std::string>();
}

std::size_t count_of(const json& parameter, const char* name, std::size_t otherwise) {
    const auto found = parameter.find(name);
    if (found == parameter.end() || !found->is_number_unsigned()) return otherwise;
    return found->get<std::size_t>();
}

/// Whether an optional filter lets the value pass.
bool fits_filter(const json& parameter, const char* name, std::string_view value) {
    const auto wanted = text_of(parameter, name);
    return wanted.empty() || wanted == value;
}

class JsonList {
  public:
    void add(std::string_view element) {
        if (json_.size() > 1) json_ += ',';
        json_ += element;
    }
    std::string str() const { return json_ + ']'; }

  private:
    std::string json_ = "[";
};

JsonObject& optional_text(JsonObject& object, std::string_view name, const std::string& value) {
    return value.empty() ? object.raw(name, "null") : object.text(name, value);
}

std::string token_json(const BridgeToken& token) {
    JsonObject object;
    object.text("defuse_asset_identifier", token.chain_asset)
        .text("near_token_id", token.near_token_id)
        .raw("decimals", std::to_string(token.decimals))
        .text("asset_name", token.name)
        .text("min_deposit_amount", to_text(token.min_deposit))
        .text("min_withdrawal_amount", to_text(token.min_withdrawal))
        .text("withdrawal_fee", to_text(token.withdrawal_fee))
        .text("standard", "nep141")
        .text("intents_token_id", token.asset_id());
    return std::move(object).str();
}

std::string deposit_json(const Deposit& deposit) {
    JsonObject object;
    object.text("tx_hash", deposit.tx_hash);
    optional_text(object, "mint_tx_hash", deposit.mint_tx_hash)
        .text("chain", deposit.token.chain)
        .text("defuse_asset_identifier", deposit.token.chain_asset)
        .text("near_token_id", deposit.token.near_token_id)
        .raw("decimals", std::to_string(deposit.token.decimals))
        .raw("amount", to_text(deposit.amount))
        .text("account_id", deposit.account_id)
        .text("address", deposit.address)
        .text("status", to_text(deposit.state))
        .text("created_at", near::to_rfc3339(deposit.created))
        .text("from", deposit.from);
    return std::move(object).str();
}

std::string withdrawal_json(const Withdrawal& withdrawal) {
    JsonObject data;
    data.text("tx_hash", withdrawal.tx_hash);
    optional_text(data, "transfer_tx_hash", withdrawal.transfer_tx_hash)
        .text("chain", withdrawal.token.chain)
        .text("defuse_asset_identifier", withdrawal.token.chain_asset)
        .text("near_token_id", withdrawal.token.near_token_id)
        .raw("decimals", std::to_string(withdrawal.token.decimals))
        .raw("amount", to_text(withdrawal.amount))
        .text("account_id", withdrawal.account_id)
        .text("address", withdrawal.address)
        .text("created", near::to_rfc3339(withdrawal.created))
        .text("withdrawal_fee", to_text(withdrawal.token.withdrawal_fee));
    JsonObject entry;
    entry.text("status", to_text(withdrawal.state)).raw("data", std::move(data).str());
    return std::move(entry).str();
}

BridgeReply supported_tokens(BridgeBook& book, const json& parameter) {
    const auto chains = parameter.value("chains", json::array());
    JsonList list;
    for (const auto& token : book.tokens()) {
        const bool is_wanted =
            chains.empty() ||
            std::find(chains.begin(), chains.end(), json(token.chain)) != chains.end();
        if (is_wanted) list.add(token_json(token));
    }
    JsonObject result;
    result.raw("tokens", list.str());
    return {std::move(result).str(), {}};
}

BridgeReply answer_deposit_address(BridgeBook& book, const json& parameter) {
    const auto account = text_of(parameter, "account_id");
    const auto chain = text_of(parameter, "chain");
    const bool is_known =
        std::any_of(book.tokens().begin(), book.tokens().end(), [&](const BridgeToken& token) {
            return token.chain == chain;
        });
    if (account.empty()) return {{}, "account_id is expected"};
    if (!is_known) return {{}, "Unsupported chain: " + chain};
    const bool needs_memo = chain.starts_with("stellar:");
    const bool with_memo = text_of(parameter, "deposit_mode") == "MEMO";
    if (needs_memo && !with_memo) return {{}, "deposit_mode MEMO is expected on this chain"};
    // Where accounts share an address, the memo is what tells them apart.
    const auto owner = with_memo ? std::string{"everybody"} : account;
    JsonObject result;
    result.text("address", deposit_address(owner, chain)).text("chain", chain);
    if (with_memo) result.text("memo", deposit_address(account, chain).substr(8, 12));
    return {std::move(result).str(), {}};
}

BridgeReply recent_deposits(BridgeBook& book, const json& parameter) {
    const auto account = text_of(parameter, "account_id");
    if (account.empty()) return {{}, "account_id is expected"};
    const auto limit = count_of(parameter, "limit", kLimitUsual);
    const auto offset = count_of(parameter, "offset", 0);
    if (limit > kLimitMax) return {{}, "limit is at most 100"};

    std::size_t total = 0;
    JsonList list;
    for (auto deposit = book.deposits().rbegin(); deposit != book.deposits().rend(); ++deposit) {
        const bool is_wanted = deposit->noticed && deposit->account_id == account &&
                               fits_filter(parameter, "chain", deposit->token.chain) &&
                               fits_filter(parameter, "status", to_text(deposit->state));
        if (!is_wanted) continue;
        if (total >= offset && total < offset + limit) list.add(deposit_json(*deposit));
        ++total;
    }
    JsonObject result;
    result.raw("deposits", list.str())
        .raw("total", std::to_string(total))
        .raw("limit", std::to_string(limit))
        .raw("offset", std::to_string(offset));
    return {std::move(result).str(), {}};
}

BridgeReply notify_deposit(BridgeBook& book, const json& parameter) {
    if (!book.notify(text_of(parameter, "tx_hash"))) return {{}, "Deposit not found"};
    return {"{}", {}};
}

BridgeReply withdrawal_status(BridgeBook& book, const json& parameter, bool as_entry) {
    const auto hash = text_of(parameter, "withdrawal_hash");
    JsonList list;
    const Withdrawal* last = nullptr;
    for (const auto& withdrawal : book.withdrawals()) {
        if (withdrawal.tx_hash != hash || !book.is_indexed(withdrawal)) continue;
        list.add(withdrawal_json(withdrawal));
        last = &withdrawal;
    }
    if (last == nullptr) return {{}, "Withdrawals not found"};
    if (as_entry) return {withdrawal_json(*last), {}};
    JsonObject result;
    result.raw("withdrawals", list.str());
    return {std::move(result).str(), {}};
}

BridgeReply recent_withdrawals(BridgeBook& book, const json& parameter) {
    const auto account = text_of(parameter, "account_id");
    JsonList list;
    const auto& all = book.withdrawals();
    for (auto withdrawal = all.rbegin(); withdrawal != all.rend(); ++withdrawal) {
        const bool is_wanted = withdrawal->account_id == account && book.is_indexed(*withdrawal) &&
                               fits_filter(parameter, "chain", withdrawal->token.chain);
        if (is_wanted) list.add(withdrawal_json(*withdrawal));
    }
    JsonObject result;
    result.raw("withdrawals", list.str());
    return {std::move(result).str(), {}};
}

BridgeReply withdrawal_estimate(BridgeBook& book, const json& parameter) {
    const auto* token = book.find_token(text_of(parameter, "token"));
    if (token == nullptr || !fits_filter(parameter, "chain", token->chain)) {
        return {{}, "Unsupported token: " + text_of(parameter, "token")};
    }
    JsonObject result;
    result.text("tokenAddress", token->chain_asset.substr(token->chain_asset.rfind(':') + 1))
        .text("userAddress", text_of(parameter, "address"))
        .text("withdrawalFee", to_text(token->withdrawal_fee))
        .raw("withdrawalFeeDecimals", std::to_string(token->decimals))
        .raw("token", token_json(*token));
    return {std::move(result).str(), {}};
}

struct Method {
    std::string_view name;
    BridgeReply (*answer)(BridgeBook& book, const json& parameter);
};

constexpr std::array kMethods{
    Method{"supported_tokens", supported_tokens},
    Method{"deposit_address", answer_deposit_address},
    Method{"recent_deposits", recent_deposits},
    Method{"notify_deposit", notify_deposit},
    Method{"recent_withdrawals", recent_withdrawals},
    Method{"withdrawal_estimate", withdrawal_estimate},
};

}  // namespace

BridgeReply answer_bridge(
    BridgeBook& book, std::string_view method, const json& parameter, bool status_as_entry
) {
    if (!parameter.is_object()) return {{}, "params must be a list of one object"};
    if (method == "withdrawal_status") return withdrawal_status(book, parameter, status_as_entry);
    for (const auto& known : kMethods) {
        if (known.name == method) return known.answer(book, parameter);
    }
    return {{}, "Method not found: " + std::string{method}};
}

}  // namespace unrip::sandbox
