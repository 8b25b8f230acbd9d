// Our side of the conversation with the official packages: one JSON object per line comes in, one
// goes out. It names its command in "do"; what fails is answered with "error" and ends nothing.

#include "near/base58.hpp"
#include "near/base64.hpp"
#include "near/intent_hash.hpp"
#include "near/intents.hpp"
#include "near/transaction.hpp"
#include "near/withdraw.hpp"
#include "venue/relay/signed_quote.hpp"

#include <nlohmann/json.hpp>

#include <functional>
#include <iostream>
#include <map>
#include <stdexcept>

namespace unrip {
namespace {

using nlohmann::json;

template <class T>
T must(Result<T> result) {
    if (!result) throw std::runtime_error{result.error().detail};
    return std::move(*result);
}

std::string text(const json& command, const char* name) {
    return command.at(name).get<std::string>();
}

near::SecretKey key_of(const json& command) {
    return must(near::SecretKey::parse(text(command, "secret_key")));
}

Instant deadline_of(const json& command) {
    return from_unix_ms(command.at("deadline_ms").get<std::int64_t>());
}

json sign_quote(const json& command) {
    venue::QuoteAnswer answer;
    answer.quote_id = QuoteId{text(command, "quote_id")};
    answer.fixed_side =
        text(command, "fixed_side") == "in" ? venue::FixedSide::in : venue::FixedSide::out;
    answer.asset_in = must(AssetId::parse(text(command, "asset_in")));
    answer.asset_out = must(AssetId::parse(text(command, "asset_out")));
    answer.amount_in = text(command, "amount_in");
    answer.amount_out = text(command, "amount_out");
    answer.signer_id = text(command, "signer_id");
    answer.verifier = text(command, "verifier");
    answer.deadline = deadline_of(command);
    answer.nonce = must(near::parse_nonce(text(command, "nonce")));
    const auto signed_quote = must(venue::sign_quote(answer, key_of(command)));
    return {{"hash", signed_quote.hash.text()}, {"params", signed_quote.params}};
}

json sign_empty(const json& command) {
    near::Nep413Payload payload;
    payload.message = must(near::empty_message(text(command, "signer_id"), deadline_of(command)));
    payload.nonce = must(near::parse_nonce(text(command, "nonce")));
    payload.recipient = text(command, "verifier");
    const auto signed_payload = near::sign(std::move(payload), key_of(command));
    return {
        {"hash", near::quote_hash(signed_payload.payload)},
        {"signed", near::to_json(signed_payload)}};
}

json verify(const json& command) {
    const auto signed_payload = must(near::parse_signed_nep413(text(command, "signed")));
    return {
        {"valid", near::verify(signed_payload)},
        {"hash", near::quote_hash(signed_payload.payload)}};
}

json intent_hash(const json& command) {
    return {{"hash", near::to_base58(must(near::intent_hash(text(command, "signed"))))}};
}

json encode_nonce(const json& command) {
    near::VersionedNonce nonce;
    nonce.salt = must(near::parse_salt(text(command, "salt")));
    nonce.deadline = deadline_of(command);
    const auto random = must(near::parse_hex(text(command, "random")));
    if (random.size() != nonce.random.size()) throw std::runtime_error{"random: not 15 bytes"};
    std::copy(random.begin(), random.end(), nonce.random.begin());
    return {{"nonce", near::to_text(near::encode(nonce))}};
}

json decode_nonce(const json& command) {
    const auto nonce = near::decode(must(near::parse_nonce(text(command, "nonce"))));
    if (!nonce) return {{"versioned", false}};
    return {
        {"versioned", true},
        {"salt", near::to_text(nonce->salt)},
        {"deadline_ns", std::to_string(to_unix_ns(nonce->deadline))},
        {"random", near::to_hex(nonce->random)}};
}

json ft_withdraw_args(const json& command) {
    near::FtWithdraw withdraw;
    withdraw.token = text(command, "token");
    withdraw.receiver_id = text(command, "receiver_id");
    withdraw.amount = must(Amount::parse(text(command, "amount")));
    if (command.contains("memo")) withdraw.memo = text(command, "memo");
    return {{"args", near::direct_call_args(withdraw)}};
}

near::Action action_of(const json& action) {
    const auto deposit = must(Amount::parse(text(action, "deposit")));
    if (!action.contains("method")) return near::Transfer{deposit};
    return near::FunctionCall{
        .method = text(action, "method"),
        .args = text(action, "args"),
        .gas = std::stoull(text(action, "gas")),
        .deposit = deposit,
    };
}

json sign_transaction(const json& command) {
    const auto key = key_of(command);
    near::Transaction transaction{
        .signer_id = text(command, "signer_id"),
        .public_key = key.public_key(),
        .nonce = std::stoull(text(command, "nonce")),
        .receiver_id = text(command, "receiver_id"),
        .block_hash = must(near::parse_hash(text(command, "block_hash"))),
        .actions = {},
    };
    for (const auto& action : command.at("actions"))
        transaction.actions.push_back(action_of(action));
    const auto signed_transaction = near::sign(transaction, key);
    return {
        {"base64", signed_transaction.base64()},
        {"unsigned", near::to_base64(near::to_borsh(transaction))},
        {"hash", signed_transaction.hash_text()}};
}

json to_json(const near::Action& action) {
    if (const auto* transfer = std::get_if<near::Transfer>(&action)) {
        return {{"deposit", transfer->deposit.to_string()}};
    }
    const auto& call = std::get<near::FunctionCall>(action);
    return {
        {"method", call.method},
        {"args", call.args},
        {"gas", std::to_string(call.gas)},
        {"deposit", call.deposit.to_string()}};
}

json read_transaction(const json& command) {
    const auto bytes = must(near::parse_base64(text(command, "base64")));
    const auto [transaction, signature, hash] = must(near::decode_signed_transaction(bytes));
    json actions = json::array();
    for (const auto& action : transaction.actions)
        actions.push_back(to_json(action));
    return {
        {"signer_id", transaction.signer_id},
        {"public_key", transaction.public_key.to_string()},
        {"nonce", std::to_string(transaction.nonce)},
        {"receiver_id", transaction.receiver_id},
        {"block_hash", near::to_base58(transaction.block_hash)},
        {"actions", actions},
        {"signature", signature.to_string()},
        {"hash", near::to_base58(hash)}};
}

const std::map<std::string, std::function<json(const json&)>> kCommands{
    {"sign_quote", sign_quote},
    {"sign_empty", sign_empty},
    {"verify", verify},
    {"intent_hash", intent_hash},
    {"encode_nonce", encode_nonce},
    {"decode_nonce", decode_nonce},
    {"ft_withdraw_args", ft_withdraw_args},
    {"sign_transaction", sign_transaction},
    {"read_transaction", read_transaction},
};

json result_of(const std::string& line) {
    try {
        const auto command = json::parse(line);
        return kCommands.at(text(command, "do"))(command);
    } catch (const std::exception& failure) {
        return {{"error", failure.what()}};
    }
}

/// An error may quote bytes that are no text.
std::string answer(const std::string& line) {
    return result_of(line).dump(-1, ' ', false, json::error_handler_t::replace);
}

}  // namespace
}  // namespace unrip

int main() {
    for (std::string line; std::getline(std::cin, line);)
        std::cout << unrip::answer(line) << std::endl;
}
