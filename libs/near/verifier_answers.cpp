#include "near/verifier_answers.hpp"

#include "near/account_id.hpp"
#include "near/json_in.hpp"
#include "near/rfc3339.hpp"

#include <nlohmann/json.hpp>

namespace unrip::near {
namespace {

using nlohmann::json;

Failure unexpected(std::string_view what, const json& value) {
    return fail(
        Error::Kind::malformed, "expected " + std::string{what} + ": " + json_in::shown(value)
    );
}

Result<Amount> to_amount(const json& value) {
    if (!value.is_string()) return unexpected("an amount", value);
    return Amount::parse(value.get_ref<const std::string&>());
}

Result<Pips> to_pips(const json& value) {
    if (!value.is_number_unsigned()) return unexpected("a fee", value);
    return Pips::from_count(value.get<std::uint64_t>());
}

Result<json> parse_list(std::string_view text) {
    auto list = json_in::parse(text);
    if (list && !list->is_array()) return unexpected("a list", *list);
    return list;
}

Result<std::vector<IntentExecuted>> to_executed(const json* list) {
    std::vector<IntentExecuted> executed;
    if (list == nullptr || !list->is_array()) {
        return fail(Error::Kind::malformed, "a simulation without executed intents");
    }
    for (const auto& entry : *list) {
        auto account = json_in::text(entry, "account_id");
        auto hash = json_in::text(entry, "intent_hash");
        const auto nonce = json_in::optional_text(entry, "nonce");
        if (!account || !hash || !nonce) return unexpected("an executed intent", entry);
        executed.push_back({*account, *hash, nonce->value_or("")});
    }
    return executed;
}

Result<void> read_violation(const json* violation, Simulation& simulation) {
    if (violation == nullptr || violation->is_null()) return {};
    const auto name = json_in::text(*violation, "error");
    if (!name) return name.failure();
    if (*name == "overflow") {
        simulation.overflowed = true;
        return {};
    }
    const auto* unmatched = json_in::find(*violation, "unmatched_deltas");
    if (*name != "unmatched_deltas" || unmatched == nullptr || !unmatched->is_object()) {
        return unexpected("a violated invariant", *violation);
    }
    for (const auto& [token, amount] : unmatched->items()) {
        if (!amount.is_string()) return unexpected("a delta", amount);
        const auto delta = parse_i128(amount.get_ref<const std::string&>());
        if (!delta) return delta.failure();
        simulation.unmatched.emplace(token, *delta);
    }
    return {};
}

Result<void> read_state(const json* state, Simulation& simulation) {
    const auto* fee_value = state == nullptr ? nullptr : json_in::find(*state, "fee");
    if (fee_value == nullptr) return fail(Error::Kind::malformed, "a simulation without a fee");
    const auto fee = to_pips(*fee_value);
    if (!fee) return fee.failure();
    const auto salt_text = json_in::text(*state, "current_salt");
    if (!salt_text) return salt_text.failure();
    const auto salt = parse_salt(*salt_text);
    if (!salt) return salt.failure();
    simulation.fee = *fee;
    simulation.salt = *salt;
    return {};
}

std::vector<std::string> to_lines(const json* list) {
    std::vector<std::string> lines;
    if (list == nullptr || !list->is_array()) return lines;
    for (const auto& line : *list) {
        if (line.is_string()) lines.push_back(line.get<std::string>());
    }
    return lines;
}

}  // namespace

Result<std::vector<Amount>> read_balances(std::string_view text, std::size_t count) {
    const auto list = parse_list(text);
    if (!list) return list.failure();
    if (list->size() != count) return unexpected("one balance for each token", *list);
    std::vector<Amount> balances;
    for (const auto& value : *list) {
        const auto amount = to_amount(value);
        if (!amount) return amount.failure();
        balances.push_back(*amount);
    }
    return balances;
}

Result<Amount> read_balance(std::string_view text) {
    const auto value = json_in::parse(text);
    if (!value) return value.failure();
    return to_amount(*value);
}

Result<bool> read_flag(std::string_view text) {
    const auto value = json_in::parse(text);
    if (!value) return value.failure();
    if (!value->is_boolean()) return unexpected("yes or no", *value);
    return value->get<bool>();
}

Result<std::vector<PublicKey>> read_public_keys(std::string_view text) {
    const auto list = parse_list(text);
    if (!list) return list.failure();
    std::vector<PublicKey> keys;
    for (const auto& value : *list) {
        if (!value.is_string()) return unexpected("a key", value);
        auto key = PublicKey::parse(value.get_ref<const std::string&>());
        if (!key) return key.failure();
        keys.push_back(*std::move(key));
    }
    return keys;
}

Result<Pips> read_fee(std::string_view text) {
    const auto value = json_in::parse(text);
    if (!value) return value.failure();
    return to_pips(*value);
}

Result<std::string> read_account_id(std::string_view text) {
    const auto value = json_in::parse(text);
    if (!value) return value.failure();
    if (!value->is_string() || !is_account_id(value->get_ref<const std::string&>())) {
        return unexpected("an account id", *value);
    }
    return value->get<std::string>();
}

Result<Salt> read_salt(std::string_view text) {
    const auto value = json_in::parse(text);
    if (!value) return value.failure();
    if (!value->is_string()) return unexpected("a salt", *value);
    return parse_salt(value->get_ref<const std::string&>());
}

Result<std::vector<std::string>> read_token_ids(std::string_view text) {
    const auto list = parse_list(text);
    if (!list) return list.failure();
    std::vector<std::string> ids;
    for (const auto& entry : *list) {
        auto id = json_in::text(entry, "token_id");
        if (!id) return id.failure();
        ids.push_back(*std::move(id));
    }
    return ids;
}

Result<Simulation> read_simulation(std::string_view text) {
    const auto value = json_in::parse(text);
    if (!value) return value.failure();

    Simulation simulation;
    auto executed = to_executed(json_in::find(*value, "intents_executed"));
    if (!executed) return executed.failure();
    simulation.executed = *std::move(executed);
    simulation.logs = to_lines(json_in::find(*value, "logs"));

    const auto deadline_text = json_in::text(*value, "min_deadline");
    if (!deadline_text) return deadline_text.failure();
    const auto deadline = parse_rfc3339(*deadline_text);
    if (!deadline) return deadline.failure();
    simulation.min_deadline = *deadline;

    const auto violation = read_violation(json_in::find(*value, "invariant_violated"), simulation);
    if (!violation) return violation.failure();
    const auto state = read_state(json_in::find(*value, "state"), simulation);
    if (!state) return state.failure();
    return simulation;
}

}  // namespace unrip::near
