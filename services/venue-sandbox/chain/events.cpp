#include "chain/events.hpp"

#include "near/json_text.hpp"

#include <algorithm>

namespace unrip::sandbox {
namespace {

using near::JsonObject;

std::string quoted(std::string_view text) {
    std::string json;
    near::append_json_text(json, text);
    return json;
}

std::string event_line(
    std::string_view standard,
    std::string_view version,
    std::string_view event,
    std::string_view data_json
) {
    JsonObject object;
    object.text("standard", standard)
        .text("version", version)
        .text("event", event)
        .raw("data", data_json);
    return "EVENT_JSON:" + std::move(object).str();
}

std::string dip4(std::string_view event, std::string_view data_json) {
    return event_line("dip4", "0.4.3", event, data_json);
}

std::string nep245(std::string_view event, std::string_view data_json) {
    return event_line("nep245", "1.0.0", event, data_json);
}

std::string diff_event(const ExecutedDiff& executed) {
    JsonObject diff;
    for (const auto& [token, delta] : executed.diff)
        diff.text(token, to_text(delta));
    JsonObject entry;
    entry.text("account_id", executed.account_id)
        .text("intent_hash", executed.intent_hash)
        .raw("diff", std::move(diff).str());
    if (!executed.fees_collected.empty()) {
        JsonObject fees;
        for (const auto& [token, fee] : executed.fees_collected)
            fees.text(token, to_text(fee));
        entry.raw("fees_collected", std::move(fees).str());
    }
    if (!executed.memo.empty()) entry.text("memo", executed.memo);
    if (!executed.referral.empty()) entry.text("referral", executed.referral);
    return dip4("token_diff", "[" + std::move(entry).str() + "]");
}

std::string executed_event(const std::vector<ExecutedMessage>& messages) {
    std::string list = "[";
    for (const auto& message : messages) {
        JsonObject entry;
        entry.text("intent_hash", message.intent_hash)
            .text("account_id", message.account_id)
            .text("nonce", near::to_text(message.nonce));
        if (list.size() > 1) list += ',';
        list += std::move(entry).str();
    }
    return dip4("intents_executed", list + "]");
}

/// Who gave and who received how much of one token, both in order of the account.
struct Sides {
    std::map<std::string, u128> givers;
    std::map<std::string, u128> takers;
};

std::map<std::string, Sides> sides_of(const Batch& batch, std::string_view fee_collector) {
    std::map<std::string, SignedSums> nets;  // token, then account
    for (const auto& executed : batch.diffs()) {
        for (const auto& [token, delta] : executed.diff)
            nets[token][executed.account_id] += delta;
    }
    for (const auto& [token, fee] : batch.fees())
        nets[token][std::string{fee_collector}] += static_cast<i128>(fee);

    std::map<std::string, Sides> sides;
    for (const auto& [token, accounts] : nets) {
        for (const auto& [account, delta] : accounts) {
            if (delta < 0) sides[token].givers[account] = u128{0} - static_cast<u128>(delta);
            if (delta > 0) sides[token].takers[account] = static_cast<u128>(delta);
        }
    }
    return sides;
}

struct Transfers {
    std::vector<std::string> tokens;
    std::vector<std::string> amounts;
};
using TransfersByPair = std::map<std::pair<std::string, std::string>, Transfers>;

/// Pairs givers with takers until one side is used up.
void match(const std::string& token, Sides sides, TransfersByPair& into) {
    auto giver = sides.givers.begin();
    auto taker = sides.takers.begin();
    while (giver != sides.givers.end() && taker != sides.takers.end()) {
        const u128 amount = std::min(giver->second, taker->second);
        auto& transfers = into[{giver->first, taker->first}];
        transfers.tokens.push_back(token);
        transfers.amounts.push_back(to_text(amount));
        giver->second -= amount;
        taker->second -= amount;
        if (giver->second == 0) ++giver;
        if (taker->second == 0) ++taker;
    }
}

std::string list_of(const std::vector<std::string>& texts) {
    std::string list = "[";
    for (const auto& text : texts) {
        if (list.size() > 1) list += ',';
        list += quoted(text);
    }
    return list + "]";
}

std::string transfer_event(const TransfersByPair& pairs) {
    std::string list = "[";
    for (const auto& [pair, transfers] : pairs) {
        JsonObject entry;
        entry.text("old_owner_id", pair.first)
            .text("new_owner_id", pair.second)
            .raw("token_ids", list_of(transfers.tokens))
            .raw("amounts", list_of(transfers.amounts));
        if (list.size() > 1) list += ',';
        list += std::move(entry).str();
    }
    return nep245("mt_transfer", list + "]");
}

std::string holding_event(
    std::string_view event,
    std::string_view account,
    std::string_view token,
    u128 amount,
    std::string_view memo
) {
    JsonObject entry;
    entry.text("owner_id", account)
        .raw("token_ids", "[" + quoted(token) + "]")
        .raw("amounts", "[" + quoted(to_text(amount)) + "]");
    if (!memo.empty()) entry.text("memo", memo);
    return nep245(event, "[" + std::move(entry).str() + "]");
}

}  // namespace

std::vector<std::string> batch_events(const Batch& batch, std::string_view fee_collector) {
    std::vector<std::string> logs;
    for (const auto& executed : batch.diffs())
        logs.push_back(diff_event(executed));
    for (const auto& withdrawal : batch.withdrawals()) {
        for (auto& line : withdraw_events(withdrawal))
            logs.push_back(std::move(line));
    }
    if (!batch.messages().empty()) logs.push_back(executed_event(batch.messages()));

    TransfersByPair pairs;
    for (auto& [token, sides] : sides_of(batch, fee_collector))
        match(token, std::move(sides), pairs);
    if (!pairs.empty()) logs.push_back(transfer_event(pairs));
    return logs;
}

std::string key_event(std::string_view event, std::string_view account, std::string_view key) {
    JsonObject data;
    data.text("account_id", account).text("public_key", key);
    return dip4(event, std::move(data).str());
}

std::vector<std::string> withdraw_events(const ExecutedWithdrawal& withdrawal) {
    const auto& call = withdrawal.call;
    JsonObject entry;
    entry.text("account_id", withdrawal.account_id);
    if (!withdrawal.intent_hash.empty()) entry.text("intent_hash", withdrawal.intent_hash);
    entry.text("token", call.token)
        .text("receiver_id", call.receiver_id)
        .text("amount", to_text(call.amount));
    if (call.memo) entry.text("memo", *call.memo);
    if (call.msg) entry.text("msg", *call.msg);
    return {
        dip4("ft_withdraw", "[" + std::move(entry).str() + "]"),
        holding_event(
            "mt_burn", withdrawal.account_id, "nep141:" + call.token, call.amount, "withdraw"
        )};
}

std::string mint_event(
    std::string_view account, std::string_view token, u128 amount, std::string_view memo
) {
    return holding_event("mt_mint", account, token, amount, memo);
}

std::string ft_burn_event(std::string_view owner, u128 amount, std::string_view memo) {
    JsonObject entry;
    entry.text("owner_id", owner).text("amount", to_text(amount));
    if (!memo.empty()) entry.text("memo", memo);
    return event_line("nep141", "1.0.0", "ft_burn", "[" + std::move(entry).str() + "]");
}

std::string ft_transfer_event(std::string_view from, std::string_view to, u128 amount) {
    JsonObject entry;
    entry.text("old_owner_id", from).text("new_owner_id", to).text("amount", to_text(amount));
    return event_line("nep141", "1.0.0", "ft_transfer", "[" + std::move(entry).str() + "]");
}

}  // namespace unrip::sandbox
