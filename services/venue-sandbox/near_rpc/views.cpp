#include "near_rpc/views.hpp"

#include "near/rfc3339.hpp"
#include "near_rpc/rpc_reply.hpp"

#include <algorithm>
#include <array>

namespace unrip::sandbox {
namespace {

using nlohmann::json;

/// One question at one block.
struct Question {
    const Chain& chain;
    const json& args;
    const Block& block;

    const Ledger& ledger() const { return chain.verifier().ledger(); }
    std::optional<std::string> text(const char* name) const { return text_member(args, name); }
};

ViewResult returned(const json& value) {
    return {value.dump(), {}};
}

ViewResult misread(std::string_view what) {
    return {{}, "Failed to deserialize input from JSON: " + std::string{what} + " is expected"};
}

ViewResult balance_of(const Question& asked) {
    const auto account = asked.text("account_id");
    const auto token = asked.text("token_id");
    if (!account || !token) return misread("account_id and token_id");
    return returned(to_text(asked.ledger().balance(*account, *token, asked.block.height)));
}

ViewResult batch_balance_of(const Question& asked) {
    const auto account = asked.text("account_id");
    const auto* tokens = member(asked.args, "token_ids");
    if (!account || tokens == nullptr || !tokens->is_array()) {
        return misread("account_id and token_ids");
    }
    json balances = json::array();
    for (const auto& token : *tokens) {
        if (!token.is_string()) return misread("a list of texts in token_ids");
        const auto& id = token.get_ref<const std::string&>();
        balances.push_back(to_text(asked.ledger().balance(*account, id, asked.block.height)));
    }
    return returned(balances);
}

ViewResult has_public_key(const Question& asked) {
    const auto account = asked.text("account_id");
    const auto key = near::PublicKey::parse(asked.text("public_key").value_or("-"));
    if (!account || !key) return misread("account_id and public_key");
    return returned(asked.ledger().has_key(*account, *key, asked.block.height));
}

ViewResult public_keys_of(const Question& asked) {
    const auto account = asked.text("account_id");
    if (!account) return misread("account_id");
    json keys = json::array();
    for (const auto& key : asked.ledger().keys_of(*account, asked.block.height))
        keys.push_back(key.to_string());
    return returned(keys);
}

ViewResult fee(const Question& asked) {
    return returned(asked.chain.verifier().fee_pips(asked.block.height));
}

ViewResult fee_collector(const Question& asked) {
    return returned(asked.chain.verifier().settings().fee_collector);
}

ViewResult current_salt(const Question& asked) {
    return returned(near::to_text(asked.chain.verifier().salts().current(asked.block.height)));
}

ViewResult is_valid_salt(const Question& asked) {
    const auto salt = near::parse_salt(asked.text("salt").value_or(""));
    if (!salt) return misread("salt");
    return returned(asked.chain.verifier().salts().is_valid(*salt, asked.block.height));
}

ViewResult is_nonce_used(const Question& asked) {
    const auto account = asked.text("account_id");
    const auto nonce = near::parse_nonce(asked.text("nonce").value_or(""));
    if (!account || !nonce) return misread("account_id and nonce");
    return returned(asked.ledger().is_nonce_used(*account, *nonce, asked.block.height));
}

ViewResult is_account_locked(const Question& asked) {
    const auto account = asked.text("account_id");
    if (!account) return misread("account_id");
    return returned(asked.ledger().is_locked(*account, asked.block.height));
}

ViewResult is_auth_by_predecessor_id_enabled(const Question& asked) {
    const auto account = asked.text("account_id");
    if (!account) return misread("account_id");
    return returned(asked.ledger().takes_direct_calls(*account, asked.block.height));
}

/// A count that may be absent or null, or the text that some clients write.
std::size_t count_or(const json& args, const char* name, std::size_t otherwise) {
    const auto* value = member(args, name);
    if (value == nullptr) return otherwise;
    if (value->is_number_unsigned()) return value->get<std::size_t>();
    if (!value->is_string()) return otherwise;
    const auto number = parse_u128(value->get_ref<const std::string&>());
    return number ? static_cast<std::size_t>(*number) : otherwise;
}

ViewResult mt_tokens_for_owner(const Question& asked) {
    const auto account = asked.text("account_id");
    if (!account) return misread("account_id");
    const auto tokens = asked.ledger().tokens_of(*account, asked.block.height);
    const auto from = std::min(count_or(asked.args, "from_index", 0), tokens.size());
    const auto count = std::min(count_or(asked.args, "limit", tokens.size()), tokens.size() - from);
    json list = json::array();
    for (std::size_t at = from; at < from + count; ++at)
        list.push_back({{"token_id", tokens[at]}, {"owner_id", *account}});
    return returned(list);
}

json executed_list(const BatchOutcome& outcome) {
    json list = json::array();
    for (const auto& message : outcome.messages) {
        list.push_back(
            {{"intent_hash", message.intent_hash},
             {"account_id", message.account_id},
             {"nonce", near::to_text(message.nonce)}}
        );
    }
    return list;
}

json violation(const BatchOutcome& outcome) {
    if (outcome.overflowed) return {{"error", "overflow"}};
    json deltas = json::object();
    for (const auto& [token, delta] : outcome.unmatched)
        deltas[token] = to_text(delta);
    return {{"error", "unmatched_deltas"}, {"unmatched_deltas", deltas}};
}

ViewResult simulate_intents(const Question& asked) {
    const auto* list = member(asked.args, "signed");
    if (list == nullptr || !list->is_array()) return misread("a list `signed`");
    std::vector<SignedIntent> messages;
    for (const auto& entry : *list) {
        auto read = read_signed_intent(entry);
        if (!read.verdict.ok()) return {{}, panic_text(read.verdict)};
        messages.push_back(*std::move(read.intent));
    }
    const auto& verifier = asked.chain.verifier();
    const auto now = asked.chain.blocks().newest().time;
    const auto outcome = verifier.simulate(messages, now);
    if (!outcome.verdict.ok()) return {{}, panic_text(outcome.verdict)};

    json simulation{
        {"intents_executed", executed_list(outcome)},
        {"logs", outcome.logs},
        {"min_deadline", near::to_rfc3339(messages.empty() ? now : outcome.min_deadline)},
        {"state",
         {{"fee", verifier.fee_pips()},
          {"current_salt", near::to_text(verifier.salts().current(kNewest))}}}};
    if (outcome.overflowed || !outcome.unmatched.empty()) {
        simulation["invariant_violated"] = violation(outcome);
    }
    return returned(simulation);
}

struct Method {
    std::string_view name;
    ViewResult (*answer)(const Question&);
};

constexpr std::array kMethods{
    Method{"mt_batch_balance_of", batch_balance_of},
    Method{"mt_balance_of", balance_of},
    Method{"has_public_key", has_public_key},
    Method{"public_keys_of", public_keys_of},
    Method{"fee", fee},
    Method{"fee_collector", fee_collector},
    Method{"current_salt", current_salt},
    Method{"is_valid_salt", is_valid_salt},
    Method{"is_nonce_used", is_nonce_used},
    Method{"is_account_locked", is_account_locked},
    Method{"is_auth_by_predecessor_id_enabled", is_auth_by_predecessor_id_enabled},
    Method{"mt_tokens_for_owner", mt_tokens_for_owner},
    Method{"simulate_intents", simulate_intents},
};

}  // namespace

ViewResult view(
    const Chain& chain, std::string_view method, const std::string& args, const Block& block
) {
    const auto value = json::parse(args.empty() ? "{}" : args, nullptr, false);
    if (value.is_discarded()) return misread("JSON");
    for (const auto& known : kMethods) {
        if (known.name == method) return known.answer({chain, value, block});
    }
    return {{}, "MethodResolveError(MethodNotFound)"};
}

}  // namespace unrip::sandbox
