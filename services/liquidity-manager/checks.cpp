#include "checks.hpp"

#include "address_form.hpp"
#include "names.hpp"
#include "near/withdraw.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace unrip::liquidity_manager {
namespace {

constexpr std::chrono::minutes kCountAgeMax{2};

/// Hexadecimal addresses mean the same in either case.
bool is_same(std::string_view chain, std::string_view left, std::string_view right) {
    if (!chain.starts_with("eth:")) return left == right;
    return std::equal(
        left.begin(),
        left.end(),
        right.begin(),
        right.end(),
        [](unsigned char a, unsigned char b) { return std::tolower(a) == std::tolower(b); }
    );
}

const messages::Balance* balance_of(const messages::IntentInventory& count, const AssetId& asset) {
    const auto found = std::find_if(
        count.balances.begin(),
        count.balances.end(),
        [&](const messages::Balance& balance) { return balance.asset == asset; }
    );
    return found == count.balances.end() ? nullptr : &*found;
}

/// The message is somebody else's text: what is not exactly an empty set of intents of ours is not
/// executed with our gas.
bool is_empty_intent_of(const std::string& message, std::string_view account) {
    const auto json = nlohmann::json::parse(message, nullptr, false);
    if (!json.is_object()) return false;
    const auto signer = json.find("signer_id");
    const auto intents = json.find("intents");
    return signer != json.end() && *signer == account && intents != json.end() &&
           intents->is_array() && intents->empty();
}

}  // namespace

std::optional<Refusal> locked(const Locks& locks) {
    constexpr int status = 423;
    if (locks.frozen) {
        return Refusal{
            status,
            "frozen",
            "Withdrawals are frozen, as after every start. To let them go: unripctl withdraw "
            R"(unfreeze, or POST /freeze-withdrawals {"frozen":false}.)"};
    }
    if (!locks.has_key) {
        return Refusal{
            status,
            "account_key_missing",
            "NEAR_ACCOUNT_PRIVATE_KEY is not set, so no withdrawal can be signed."};
    }
    if (!locks.server_syncs) {
        return Refusal{
            status,
            "durability_lazy",
            "NATS does not say that it syncs what it acknowledges (nats-server 2.10 with "
            "sync_interval, and NATS_SYNC here), so a withdrawal could be forgotten and made "
            "twice."};
    }
    if (!locks.wrong_decimals.empty()) {
        return Refusal{
            status,
            "decimals_differ",
            "The bridge counts in other decimals than the policy: " + locks.wrong_decimals.front() +
                ". Correct the policy."};
    }
    return std::nullopt;
}

Checked<std::string> destination(const TokenTerms& token, const std::optional<std::string>& asked) {
    constexpr int status = 422;
    const auto& address = asked ? asked : token.default_address;
    if (!address) {
        return Refusal{
            status,
            "address_missing",
            "No address was given, and there is no default one for " + token.symbol +
                ". Name one: destination_address, in unripctl the word after the amount."};
    }
    if (!is_address_of(token.chain, *address)) {
        return Refusal{
            status,
            "address_malformed",
            "The destination address is none of " + token.chain +
                ": a letter of it is wrong or missing. Copy it again from where it was made."};
    }
    const bool is_allowed =
        !token.allowed ||
        std::any_of(token.allowed->begin(), token.allowed->end(), [&](const std::string& one) {
            return is_same(token.chain, one, *address);
        });
    if (!is_allowed) {
        return Refusal{
            status,
            "address_not_allowed",
            "The policy does not allow withdrawals of " + token.symbol + " to this address."};
    }
    return *address;
}

Estimate estimate(
    const TokenTerms& token,
    Amount amount,
    const venue::BridgeToken& bridge,
    const venue::WithdrawalEstimate& told
) {
    constexpr int status = 422;
    Estimate result{told.fee, bridge.min_withdrawal, std::nullopt, std::nullopt};
    if (told.fee_decimals != token.decimals) {
        result.problem = Refusal{
            status,
            "fee_unclear",
            "The bridge tells its fee in " + std::to_string(told.fee_decimals) +
                " decimals, the token has " + std::to_string(token.decimals) + "."};
        return result;
    }
    const auto arrives = subtract(amount, told.fee);
    const auto least = std::max(bridge.min_withdrawal, token.withdrawal_min.value_or(Amount{}));
    if (!arrives || *arrives < least || arrives->is_zero()) {
        result.problem = Refusal{
            status,
            "below_minimum",
            "After the bridge's fee of " + token.show(told.fee) + " at least " + token.show(least) +
                " must arrive; " + token.show(amount) + " is too little."};
        return result;
    }
    result.arrives = *arrives;
    return result;
}

std::optional<Refusal> check_balance(
    const std::optional<Counted>& counted,
    Instant now,
    const TokenTerms& token,
    Amount amount,
    Amount asked
) {
    if (!counted) {
        return Refusal{503, "balance_unknown", "No count of the balances was heard yet."};
    }
    if (now - counted->heard_at > kCountAgeMax) {
        return Refusal{
            503, "balance_stale", "The newest count of the balances is older than two minutes."};
    }
    const auto* balance = balance_of(counted->inventory, token.asset);
    if (balance == nullptr) {
        return Refusal{503, "balance_unknown", "The count does not hold " + token.symbol + "."};
    }
    const auto all = add(amount, asked);
    if (all && *all <= balance->spendable) return std::nullopt;
    auto message = "Spendable are " + token.show(balance->spendable);
    if (!asked.is_zero()) message += ", of which other withdrawals take " + token.show(asked);
    return Refusal{
        422, "balance_too_small", message + "; asked for are " + token.show(amount) + "."};
}

std::vector<std::string> wrong_decimals(
    const Terms& terms, const std::vector<venue::BridgeToken>& bridge
) {
    std::vector<std::string> wrong;
    for (const auto& token : terms.tokens()) {
        for (const auto& known : bridge) {
            if (known.id != token.asset || known.decimals == token.decimals) continue;
            wrong.push_back(
                token.symbol + " (" + token.asset.text() + "): " + std::to_string(token.decimals) +
                " in the policy, " + std::to_string(known.decimals) + " at the bridge"
            );
        }
    }
    return wrong;
}

std::optional<std::string> why_not_execute(
    const messages::ExecuteIntents& request, std::string_view account, std::string_view contract
) {
    constexpr std::size_t most = 100;
    if (!is_name(request.action_id)) {
        return "the action_id must be 1 to 128 letters, digits, '-', '_' or '.'";
    }
    if (request.intents.empty() || request.intents.size() > most) {
        return "between 1 and " + std::to_string(most) + " intents are executed at once, not " +
               std::to_string(request.intents.size());
    }
    for (const auto& intent : request.intents) {
        if (intent.recipient != contract) {
            return "an intent is meant for " + intent.recipient + ", not for " +
                   std::string{contract};
        }
        if (!is_empty_intent_of(intent.message, account)) {
            return "only empty intents of " + std::string{account} + " are executed";
        }
    }
    return std::nullopt;
}

}  // namespace unrip::liquidity_manager
