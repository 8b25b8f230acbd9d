#include "near/verifier.hpp"

#include "near/json_text.hpp"

namespace unrip::near {
namespace {

std::string account_args(std::string_view account_id) {
    JsonObject object;
    object.text("account_id", account_id);
    return std::move(object).str();
}

std::string account_args(
    std::string_view account_id, std::string_view key, std::string_view value
) {
    JsonObject object;
    object.text("account_id", account_id).text(key, value);
    return std::move(object).str();
}

std::string balance_args(std::string_view account_id, const std::vector<AssetId>& tokens) {
    std::string list = "[";
    for (const auto& token : tokens) {
        if (list.size() > 1) list += ',';
        append_json_text(list, token.text());
    }
    JsonObject object;
    object.text("account_id", account_id).raw("token_ids", list + "]");
    return std::move(object).str();
}

std::string simulation_args(const std::vector<std::string>& signed_payloads) {
    std::string list = "[";
    for (const auto& payload : signed_payloads) {
        if (list.size() > 1) list += ',';
        list += payload;
    }
    JsonObject object;
    object.raw("signed", list + "]");
    return std::move(object).str();
}

std::string salt_args(const Salt& salt) {
    JsonObject object;
    object.text("salt", to_text(salt));
    return std::move(object).str();
}

}  // namespace

Verifier::Verifier(RpcClient& rpc, std::string contract)
    : rpc_{rpc}, contract_{std::move(contract)} {}

template <class T>
Task<Result<AtBlock<T>>> Verifier::ask(
    std::string method, std::string args_json, BlockRef block, Result<T> (*read)(std::string_view)
) {
    const auto answer =
        co_await rpc_.view(contract_, std::move(method), std::move(args_json), std::move(block));
    if (!answer) co_return to_failure(answer.error());
    auto value = read(answer->value);
    if (!value) co_return value.failure();
    co_return AtBlock<T>{*std::move(value), answer->block_height, answer->block_hash};
}

Task<Result<AtBlock<std::vector<Amount>>>> Verifier::balances(
    std::string account_id, std::vector<AssetId> tokens, BlockRef block
) {
    auto args = balance_args(account_id, tokens);
    const auto answer =
        co_await rpc_.view(contract_, "mt_batch_balance_of", std::move(args), std::move(block));
    if (!answer) co_return to_failure(answer.error());
    auto amounts = read_balances(answer->value, tokens.size());
    if (!amounts) co_return amounts.failure();
    co_return AtBlock<std::vector<Amount>>{
        *std::move(amounts), answer->block_height, answer->block_hash};
}

Task<Result<AtBlock<Pips>>> Verifier::fee(BlockRef block) {
    return ask("fee", "{}", std::move(block), read_fee);
}

Task<Result<AtBlock<std::string>>> Verifier::fee_collector(BlockRef block) {
    return ask("fee_collector", "{}", std::move(block), read_account_id);
}

Task<Result<AtBlock<Salt>>> Verifier::current_salt(BlockRef block) {
    return ask("current_salt", "{}", std::move(block), read_salt);
}

Task<Result<AtBlock<bool>>> Verifier::is_valid_salt(Salt salt, BlockRef block) {
    return ask("is_valid_salt", salt_args(salt), std::move(block), read_flag);
}

Task<Result<AtBlock<bool>>> Verifier::is_nonce_used(
    const std::string& account_id, Nonce nonce, BlockRef block
) {
    auto args = account_args(account_id, "nonce", to_text(nonce));
    return ask("is_nonce_used", std::move(args), std::move(block), read_flag);
}

Task<Result<AtBlock<bool>>> Verifier::has_public_key(
    const std::string& account_id, const PublicKey& key, BlockRef block
) {
    auto args = account_args(account_id, "public_key", key.to_string());
    return ask("has_public_key", std::move(args), std::move(block), read_flag);
}

Task<Result<AtBlock<std::vector<PublicKey>>>> Verifier::public_keys(
    const std::string& account_id, BlockRef block
) {
    return ask("public_keys_of", account_args(account_id), std::move(block), read_public_keys);
}

Task<Result<AtBlock<bool>>> Verifier::is_account_locked(
    const std::string& account_id, BlockRef block
) {
    return ask("is_account_locked", account_args(account_id), std::move(block), read_flag);
}

Task<Result<AtBlock<bool>>> Verifier::accepts_predecessor(
    const std::string& account_id, BlockRef block
) {
    return ask(
        "is_auth_by_predecessor_id_enabled", account_args(account_id), std::move(block), read_flag
    );
}

Task<Result<AtBlock<std::vector<std::string>>>> Verifier::token_ids(
    const std::string& account_id, BlockRef block
) {
    return ask("mt_tokens_for_owner", account_args(account_id), std::move(block), read_token_ids);
}

Task<Result<AtBlock<Simulation>>> Verifier::simulate(
    const std::vector<std::string>& signed_payloads, BlockRef block
) {
    auto args = simulation_args(signed_payloads);
    return ask("simulate_intents", std::move(args), std::move(block), read_simulation);
}

Task<Result<VerifierSnapshot>> Verifier::snapshot(
    std::string account_id, std::vector<AssetId> tokens
) {
    const auto header = co_await rpc_.block(BlockRef::final_block());
    if (!header) co_return to_failure(header.error());
    co_return co_await snapshot_at(*header, std::move(account_id), std::move(tokens));
}

Task<Result<VerifierSnapshot>> Verifier::snapshot_at(
    BlockHeader block, std::string account_id, std::vector<AssetId> tokens
) {
    const auto at = BlockRef::hash(block.hash);
    const auto counted = co_await balances(account_id, std::move(tokens), at);
    if (!counted) co_return counted.failure();
    const auto salt = co_await current_salt(at);
    if (!salt) co_return salt.failure();
    const auto pips = co_await fee(at);
    if (!pips) co_return pips.failure();
    const auto locked = co_await is_account_locked(account_id, at);
    if (!locked) co_return locked.failure();

    co_return VerifierSnapshot{
        std::move(block), counted->value, salt->value, pips->value, locked->value};
}

}  // namespace unrip::near
