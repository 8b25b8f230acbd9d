#include "venue/bridge/bridge_requests.hpp"

#include "core/check.hpp"
#include "venue/json/rpc_answer.hpp"

namespace unrip::venue {
namespace {

/// An object of texts and counts in the order they are given.
class Params {
  public:
    Params& text(std::string_view name, std::string_view value) {
        if (!value.empty()) member(name) += json_string(value);
        return *this;
    }
    Params& count(std::string_view name, std::optional<std::uint32_t> value) {
        if (value) member(name) += std::to_string(*value);
        return *this;
    }
    Params& list(std::string_view name, const std::vector<std::string>& values) {
        if (values.empty()) return *this;
        auto& json = member(name);
        json += '[';
        for (const auto& value : values) {
            if (&value != values.data()) json += ',';
            append_json_string(json, value);
        }
        json += ']';
        return *this;
    }
    std::string object() const { return json_ + '}'; }

  private:
    std::string& member(std::string_view name) {
        if (json_.size() > 1) json_ += ',';
        append_json_string(json_, name);
        json_ += ':';
        return json_;
    }

    std::string json_ = "{";
};

std::string_view mode_text(DepositMode mode) {
    switch (mode) {
        case DepositMode::unspecified:
            return {};
        case DepositMode::memo:
            return "MEMO";
        case DepositMode::simple:
            return "SIMPLE";
    }
    check(false, "a deposit mode of no known name");
    return {};
}

}  // namespace

std::string supported_tokens_request(std::string_view id, const std::vector<std::string>& chains) {
    return rpc_request(id, "supported_tokens", Params{}.list("chains", chains).object());
}

std::string deposit_address_request(std::string_view id, const DepositAddressQuery& query) {
    Params params;
    params.text("account_id", query.account_id)
        .text("chain", query.chain)
        .text("deposit_mode", mode_text(query.mode));
    return rpc_request(id, "deposit_address", params.object());
}

std::string recent_deposits_request(std::string_view id, const RecentDepositsQuery& query) {
    Params params;
    params.text("account_id", query.account_id)
        .text("chain", query.chain)
        .text("status", query.status)
        .count("limit", query.limit)
        .count("offset", query.offset);
    return rpc_request(id, "recent_deposits", params.object());
}

std::string notify_deposit_request(std::string_view id, const DepositNotice& notice) {
    Params params;
    params.text("chain", notice.chain)
        .text("deposit_address", notice.deposit_address)
        .text("tx_hash", notice.tx_hash)
        .text("near_sender_account", notice.near_sender_account)
        .text("memo", notice.memo);
    return rpc_request(id, "notify_deposit", params.object());
}

std::string withdrawal_status_request(std::string_view id, std::string_view withdrawal_hash) {
    Params params;
    params.text("withdrawal_hash", withdrawal_hash);
    return rpc_request(id, "withdrawal_status", params.object());
}

std::string recent_withdrawals_request(
    std::string_view id, std::string_view account_id, std::string_view chain
) {
    Params params;
    params.text("account_id", account_id).text("chain", chain);
    return rpc_request(id, "recent_withdrawals", params.object());
}

std::string withdrawal_estimate_request(
    std::string_view id, std::string_view chain, std::string_view token, std::string_view address
) {
    Params params;
    params.text("chain", chain).text("token", token).text("address", address);
    return rpc_request(id, "withdrawal_estimate", params.object());
}

}  // namespace unrip::venue
