#include "near_rpc/near_node.hpp"

#include "near/base58.hpp"
#include "near/base64.hpp"
#include "near/rfc3339.hpp"
#include "near_rpc/outcomes.hpp"
#include "near_rpc/views.hpp"

#include <algorithm>
#include <array>

namespace unrip::sandbox {
namespace {

using nlohmann::json;

struct Level {
    std::string_view name;
    Progress progress;
};

constexpr std::array kLevels{
    Level{"NONE", Progress::none},
    Level{"INCLUDED", Progress::included},
    Level{"EXECUTED_OPTIMISTIC", Progress::executed_optimistic},
    Level{"INCLUDED_FINAL", Progress::included_final},
    Level{"EXECUTED", Progress::executed},
    Level{"FINAL", Progress::final},
};

/// The level asked for, or the usual one when none was; nothing for a word that is none.
std::optional<Progress> wanted_level(const json& params) {
    const auto name = text_member(params, "wait_until");
    if (!name) return Progress::executed_optimistic;
    for (const auto& level : kLevels) {
        if (level.name == *name) return level.progress;
    }
    return std::nullopt;
}

/// The only element of a list, which older methods take instead of an object.
std::optional<std::string> only_text(const json& params) {
    if (!params.is_array() || params.empty() || !params.front().is_string()) return std::nullopt;
    return params.front().get<std::string>();
}

json byte_values(std::string_view text) {
    json values = json::array();
    for (const char letter : text)
        values.push_back(static_cast<unsigned char>(letter));
    return values;
}

/// As nodes write it when the failure stands inside the result.
RpcReply told_in_result(std::string_view prose, const Block& block) {
    return reply(
        {{"error", prose},
         {"logs", json::array()},
         {"block_height", block.height},
         {"block_hash", block.hash}}
    );
}

std::string vm_error(const std::string& panic) {
    if (panic.starts_with("MethodResolveError")) {
        return "wasm execution failed with error: " + panic;
    }
    const auto quoted = json(panic).dump();
    return "wasm execution failed with error: HostError(GuestPanic { panic_msg: " + quoted + " })";
}

}  // namespace

std::variant<RpcReply, Awaited> NearNode::answer(std::string_view method, const json& params) {
    if (method == "query") return query(params);
    if (method == "block") return block(params);
    if (method == "status") return status();
    if (method == "tx") return look_up(params, false);
    if (method == "EXPERIMENTAL_tx_status") return look_up(params, true);
    if (method == "send_tx") {
        const auto signed_tx = text_member(params, "signed_tx_base64");
        const auto wanted = wanted_level(params);
        if (!signed_tx || !wanted) return parse_error("Failed parsing args: signed_tx_base64");
        return send(*signed_tx, *wanted);
    }
    if (method == "broadcast_tx_async" || method == "broadcast_tx_commit") {
        const auto signed_tx = only_text(params);
        if (!signed_tx) return parse_error("Failed parsing args: one base64 text");
        if (method == "broadcast_tx_commit") return send(*signed_tx, Progress::final);
        const auto sent = send(*signed_tx, Progress::none);
        if (const auto* awaited = std::get_if<Awaited>(&sent)) return reply(awaited->hash);
        return sent;
    }
    return method_not_found(method);
}

const Block& NearNode::newest() const {
    const auto& blocks = chain_.blocks();
    const auto* behind = blocks.by_height(blocks.newest().height - faults_.stale_blocks);
    return behind != nullptr ? *behind : blocks.newest();
}

const Block& NearNode::final_block() const {
    const auto& blocks = chain_.blocks();
    const auto* behind = blocks.by_height(blocks.final().height - faults_.stale_blocks);
    return behind != nullptr ? *behind : blocks.final();
}

std::variant<const Block*, RpcReply> NearNode::block_of(const json& params) const {
    if (const auto* id = member(params, "block_id")) {
        const Block* found = nullptr;
        if (id->is_string()) found = chain_.blocks().by_hash(id->get_ref<const std::string&>());
        if (id->is_number_unsigned()) found = chain_.blocks().by_height(id->get<std::uint64_t>());
        if (found == nullptr || found->height > newest().height) {
            return handler_error("UNKNOWN_BLOCK");
        }
        if (found->height + Versioned<u128>::kKeptBlocks < chain_.blocks().newest().height) {
            return handler_error("GARBAGE_COLLECTED_BLOCK");
        }
        return found;
    }
    const auto finality = text_member(params, "finality");
    if (finality == "optimistic") return &newest();
    if (finality == "final" || finality == "near-final") return &final_block();
    return parse_error("Failed parsing args: finality or block_id is expected");
}

RpcReply NearNode::query(const json& params) {
    if (faults_.not_synced) return handler_error("NOT_SYNCED_YET");
    const auto at = block_of(params);
    if (const auto* refused = std::get_if<RpcReply>(&at)) return *refused;
    const auto& block = *std::get<const Block*>(at);
    const auto type = text_member(params, "request_type");
    if (type == "call_function") return call_function(params, block);
    if (type == "view_access_key") return view_access_key(params, block);
    return parse_error("Failed parsing args: unknown request_type");
}

RpcReply NearNode::call_function(const json& params, const Block& block) {
    const auto account = text_member(params, "account_id");
    const auto method = text_member(params, "method_name");
    const auto args = near::parse_base64(text_member(params, "args_base64").value_or("-"));
    if (!account || !method || !args) {
        return parse_error("Failed parsing args: account_id, method_name and args_base64");
    }
    const bool in_result = faults_.errors == ErrorForm::in_result;
    if (*account != chain_.settings().verifier.contract_id) {
        if (in_result) {
            const auto prose =
                "wasm execution failed with error: CompilationError(CodeDoesNotExist { account_id: "
                "AccountId(\"" +
                *account + "\") })";
            return told_in_result(prose, block);
        }
        return handler_error("NO_CONTRACT_CODE", {{"contract_account_id", *account}});
    }
    ++stats_.views;
    const auto viewed = view(chain_, *method, near::as_text(*args), block);
    if (viewed.panicked()) {
        const auto prose = vm_error(viewed.panic);
        if (in_result) return told_in_result(prose, block);
        return handler_error("CONTRACT_EXECUTION_ERROR", {{"vm_error", prose}});
    }
    return reply(
        {{"result", byte_values(viewed.value)},
         {"logs", json::array()},
         {"block_height", block.height},
         {"block_hash", block.hash}}
    );
}

RpcReply NearNode::view_access_key(const json& params, const Block& block) const {
    const auto account = text_member(params, "account_id");
    const auto key = near::PublicKey::parse(text_member(params, "public_key").value_or("-"));
    if (!account || !key) return parse_error("Failed parsing args: account_id and public_key");
    const auto found = chain_.access_keys().find(*account, *key, block.height);
    if (!found) {
        const auto prose = "access key " + key->to_string() + " does not exist while viewing";
        if (faults_.errors == ErrorForm::in_result) return told_in_result(prose, block);
        if (!chain_.access_keys().has_account(*account)) {
            return handler_error("UNKNOWN_ACCOUNT", {{"requested_account_id", *account}});
        }
        return handler_error("UNKNOWN_ACCESS_KEY", {{"public_key", key->to_string()}});
    }
    json permission = "FullAccess";
    if (!found->full_access) {
        permission = {
            {"FunctionCall",
             {{"allowance", "250000000000000000000000"},
              {"receiver_id", chain_.settings().verifier.contract_id},
              {"method_names", json::array()}}}};
    }
    return reply(
        {{"nonce", found->nonce},
         {"permission", permission},
         {"block_height", block.height},
         {"block_hash", block.hash}}
    );
}

RpcReply NearNode::block(const json& params) const {
    if (faults_.not_synced) return handler_error("NOT_SYNCED_YET");
    const auto at = block_of(params);
    if (const auto* refused = std::get_if<RpcReply>(&at)) return *refused;
    const auto& found = *std::get<const Block*>(at);
    const auto nanoseconds = to_unix_ns(found.time);
    json header{
        {"height", found.height},
        {"hash", found.hash},
        {"prev_hash", found.previous_hash},
        {"timestamp", nanoseconds},
        {"timestamp_nanosec", std::to_string(nanoseconds)},
        {"gas_price", "100000000"}};
    return reply(
        {{"author", "producer.near"}, {"header", std::move(header)}, {"chunks", json::array()}}
    );
}

RpcReply NearNode::status() const {
    const auto& block = newest();
    return reply(
        {{"chain_id", settings_.chain_id},
         {"version", {{"version", "sandbox"}, {"build", "sandbox"}}},
         {"sync_info",
          {{"latest_block_hash", block.hash},
           {"latest_block_height", block.height},
           {"latest_block_time", near::to_rfc3339(block.time)},
           {"syncing", faults_.not_synced}}}}
    );
}

std::variant<RpcReply, Awaited> NearNode::send(const std::string& base64, Progress wanted) {
    ++stats_.sends;
    const auto timed_out = handler_error("TIMEOUT_ERROR", json::object(), "Timeout", 408);
    if (faults_.sends_get_lost) return timed_out;

    const auto bytes = near::parse_base64(base64);
    if (!bytes) return parse_error("Failed parsing args: Failed to decode transaction");
    const auto decoded = near::decode_signed_transaction(*bytes);
    if (!decoded) {
        if (decoded.error().detail.ends_with("its signature")) return invalid_signature();
        return parse_error("Failed parsing args: Failed to decode transaction");
    }
    if (const auto refused = chain_.submit(*decoded)) {
        return invalid_transaction(*refused, decoded->transaction);
    }
    if (faults_.sends_time_out) return timed_out;
    return Awaited{near::to_base58(decoded->hash), wanted, false};
}

std::variant<RpcReply, Awaited> NearNode::look_up(const json& params, bool with_receipts) {
    const auto hash = params.is_array() ? only_text(params) : text_member(params, "tx_hash");
    const auto wanted = wanted_level(params);
    if (!hash || !wanted) return parse_error("Failed parsing args: tx_hash");
    if (chain_.transaction(*hash) == nullptr) {
        return handler_error("UNKNOWN_TRANSACTION", {{"requested_transaction_hash", *hash}});
    }
    return Awaited{*hash, *wanted, with_receipts};
}

std::optional<RpcReply> NearNode::reached(const Awaited& awaited) const {
    const auto* record = chain_.transaction(awaited.hash);
    if (record == nullptr) return handler_error("UNKNOWN_TRANSACTION");
    if (!has_reached(*record, awaited.wanted, chain_.blocks().final().height)) return std::nullopt;
    return reply(outcome_json(chain_, *record, awaited.with_receipts));
}

}  // namespace unrip::sandbox
