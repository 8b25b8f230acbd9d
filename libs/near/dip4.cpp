#include "near/dip4.hpp"

#include "near/json_in.hpp"

#include <nlohmann/json.hpp>

namespace unrip::near {
namespace {

using nlohmann::json;

constexpr std::string_view kEventPrefix = "EVENT_JSON:";

Result<Deltas> read_deltas(const json* object) {
    if (object == nullptr || !object->is_object()) {
        return fail(Error::Kind::malformed, "a diff without tokens");
    }
    Deltas deltas;
    for (const auto& [token, amount] : object->items()) {
        if (!amount.is_string()) return fail(Error::Kind::malformed, "a delta that is no text");
        const auto delta = parse_i128(amount.get_ref<const std::string&>());
        if (!delta) return delta.failure();
        deltas.emplace(token, *delta);
    }
    return deltas;
}

Result<std::map<std::string, u128>> read_fees(const json* object) {
    std::map<std::string, u128> fees;
    if (object == nullptr || object->is_null()) return fees;
    if (!object->is_object()) return fail(Error::Kind::malformed, "fees without tokens");
    for (const auto& [token, amount] : object->items()) {
        if (!amount.is_string()) return fail(Error::Kind::malformed, "a fee that is no text");
        const auto fee = parse_u128(amount.get_ref<const std::string&>());
        if (!fee) return fee.failure();
        fees.emplace(token, *fee);
    }
    return fees;
}

bool read_diff(const json& entry, Dip4Events& events) {
    auto account = json_in::text(entry, "account_id");
    auto hash = json_in::text(entry, "intent_hash");
    auto diff = read_deltas(json_in::find(entry, "diff"));
    auto fees = read_fees(json_in::find(entry, "fees_collected"));
    if (!account || !hash || !diff || !fees) return false;
    events.diffs.push_back(
        {*std::move(account), *std::move(hash), *std::move(diff), *std::move(fees)}
    );
    return true;
}

bool read_executed(const json& entry, Dip4Events& events) {
    auto account = json_in::text(entry, "account_id");
    auto hash = json_in::text(entry, "intent_hash");
    const auto nonce = json_in::optional_text(entry, "nonce");
    if (!account || !hash || !nonce) return false;
    events.executed.push_back({*std::move(account), *std::move(hash), nonce->value_or("")});
    return true;
}

void read_event(const json& event, Dip4Events& events) {
    const auto standard = json_in::text(event, "standard");
    const auto name = json_in::text(event, "event");
    if (!standard || *standard != "dip4" || !name) return;
    if (*name != "token_diff" && *name != "intents_executed") return;

    const auto* data = json_in::find(event, "data");
    if (data == nullptr || !data->is_array()) {
        ++events.unreadable;
        return;
    }
    const auto read = *name == "token_diff" ? read_diff : read_executed;
    for (const auto& entry : *data) {
        if (!read(entry, events)) ++events.unreadable;
    }
}

template <class Number>
Result<void> add_all(
    std::map<std::string, Number>& sums, const std::map<std::string, Number>& amounts
) {
    for (const auto& [token, amount] : amounts) {
        const auto sum = add(sums[token], amount);
        if (!sum) return sum.failure();
        sums[token] = *sum;
    }
    return {};
}

}  // namespace

Dip4Events parse_dip4_logs(const std::vector<std::string>& logs) {
    Dip4Events events;
    for (const auto& line : logs) {
        if (!line.starts_with(kEventPrefix)) continue;
        const auto event = json_in::parse(std::string_view{line}.substr(kEventPrefix.size()));
        if (event) {
            read_event(*event, events);
        } else {
            ++events.unreadable;
        }
    }
    return events;
}

Result<AccountChanges> changes_of(const Dip4Events& events, std::string_view account_id) {
    AccountChanges changes;
    for (const auto& diff : events.diffs) {
        if (diff.account_id != account_id) continue;
        if (const auto summed = add_all(changes.deltas, diff.diff); !summed) {
            return summed.failure();
        }
        if (const auto summed = add_all(changes.fees, diff.fees_collected); !summed) {
            return summed.failure();
        }
    }
    for (const auto& executed : events.executed) {
        if (executed.account_id == account_id) changes.executed.push_back(executed);
    }
    return changes;
}

}  // namespace unrip::near
