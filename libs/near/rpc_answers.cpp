#include "near/rpc_answers.hpp"

#include "core/int128.hpp"
#include "near/base58.hpp"
#include "near/base64.hpp"
#include "near/json_in.hpp"
#include "near/rpc_result.hpp"

#include <nlohmann/json.hpp>

#include <limits>

namespace unrip::near {
namespace {

using nlohmann::json;

RpcError strange(const std::string& what) {
    return {RpcError::Kind::node, "an answer without " + what, {}};
}

/// A list of byte values, as nodes hand on what a contract returned.
Result<std::string> read_byte_values(const json& result) {
    const auto* values = json_in::find(result, "result");
    if (values == nullptr || !values->is_array()) {
        return fail(Error::Kind::malformed, "no list of bytes");
    }
    std::string bytes;
    bytes.reserve(values->size());
    for (const auto& value : *values) {
        if (!value.is_number_unsigned() || value.get<std::uint64_t>() > 255) {
            return fail(Error::Kind::malformed, "not a byte: " + json_in::shown(value));
        }
        bytes += static_cast<char>(value.get<std::uint64_t>());
    }
    return bytes;
}

/// Lines that are no text are left out.
std::vector<std::string> read_logs(const json& outcome) {
    std::vector<std::string> logs;
    const auto* lines = json_in::find(outcome, "logs");
    if (lines == nullptr || !lines->is_array()) return logs;
    for (const auto& line : *lines) {
        if (line.is_string()) logs.push_back(line.get<std::string>());
    }
    return logs;
}

bool is_success(const json& outcome) {
    const auto* status = json_in::find(outcome, "status");
    if (status == nullptr) return false;
    return json_in::find(*status, "SuccessValue") != nullptr ||
           json_in::find(*status, "SuccessReceiptId") != nullptr;
}

std::vector<Receipt> read_receipts(const json& result) {
    std::vector<Receipt> receipts;
    const auto* entries = json_in::find(result, "receipts_outcome");
    if (entries == nullptr || !entries->is_array()) return receipts;
    for (const auto& entry : *entries) {
        const auto* outcome = json_in::find(entry, "outcome");
        if (outcome == nullptr) continue;
        auto executor = json_in::text(*outcome, "executor_id");
        auto block_hash = json_in::text(entry, "block_hash");
        receipts.push_back(
            {executor ? *executor : "",
             is_success(*outcome),
             block_hash ? *block_hash : "",
             read_logs(*outcome)}
        );
    }
    return receipts;
}

RpcResult<TransactionOutcome> read_outcome(const json& result) {
    TransactionOutcome outcome;
    const auto level = json_in::text(result, "final_execution_status");
    outcome.is_final = level && *level == "FINAL";
    outcome.receipts = read_receipts(result);

    const auto* status = json_in::find(result, "status");
    if (status == nullptr) {
        // Asked to wait for less than execution, a node tells only how far it is.
        return level ? RpcResult{outcome} : strange("a status");
    }
    if (const auto* failure = json_in::find(*status, "Failure")) {
        outcome.state = TransactionOutcome::State::failure;
        outcome.failure = json_in::shown(*failure);
    } else if (const auto value = json_in::text(*status, "SuccessValue")) {
        const auto bytes = parse_base64(*value);
        if (!bytes) return strange("base64 in its value");
        outcome.state = TransactionOutcome::State::success;
        outcome.success_value = as_text(*bytes);
    }
    return outcome;
}

Result<Instant> read_block_time(const json& header) {
    // The same figure stands beside it as a number; the text is for those who lose digits.
    const auto text = json_in::text(header, "timestamp_nanosec");
    const auto number = json_in::count(header, "timestamp");
    if (!text && !number) return number.failure();
    const auto since_epoch = text ? parse_u128(*text) : Result<u128>{*number};
    if (!since_epoch) return since_epoch.failure();
    if (*since_epoch > static_cast<u128>(std::numeric_limits<std::int64_t>::max())) {
        return fail(Error::Kind::overflow, "a block of a far future");
    }
    return Instant{Nanoseconds{static_cast<std::int64_t>(*since_epoch)}};
}

}  // namespace

RpcResult<ViewAnswer> decode_view(int http_status, std::string_view body) {
    const auto result = read_result(http_status, body);
    if (!result) return result.error();
    const auto value = read_byte_values(*result);
    const auto height = json_in::count(*result, "block_height");
    const auto hash = json_in::text(*result, "block_hash");
    if (!value || !height || !hash) return strange("a value and its block");
    return ViewAnswer{*value, *height, *hash};
}

RpcResult<AccessKey> decode_access_key(int http_status, std::string_view body) {
    const auto result = read_result(http_status, body);
    if (!result) return result.error();
    const auto nonce = json_in::count(*result, "nonce");
    const auto height = json_in::count(*result, "block_height");
    const auto hash_text = json_in::text(*result, "block_hash");
    const auto* permission = json_in::find(*result, "permission");
    if (!nonce || !height || !hash_text || permission == nullptr) return strange("an access key");
    const auto hash = parse_hash(*hash_text);
    if (!hash) return strange("a block hash");
    return AccessKey{*nonce, *permission == "FullAccess", *height, *hash};
}

RpcResult<BlockHeader> decode_block(int http_status, std::string_view body) {
    const auto result = read_result(http_status, body);
    if (!result) return result.error();
    const auto* header = json_in::find(*result, "header");
    if (header == nullptr) return strange("a header");
    const auto height = json_in::count(*header, "height");
    const auto hash = json_in::text(*header, "hash");
    const auto time = read_block_time(*header);
    if (!height || !hash || !time) return strange("height, hash and time of its block");
    return BlockHeader{*height, *hash, *time};
}

RpcResult<TransactionOutcome> decode_transaction(int http_status, std::string_view body) {
    const auto result = read_result(http_status, body);
    if (!result) return result.error();
    return read_outcome(*result);
}

std::vector<std::string> logs_of(const TransactionOutcome& outcome, std::string_view executor_id) {
    std::vector<std::string> logs;
    for (const auto& receipt : outcome.receipts) {
        if (!receipt.succeeded || receipt.executor_id != executor_id) continue;
        logs.insert(logs.end(), receipt.logs.begin(), receipt.logs.end());
    }
    return logs;
}

}  // namespace unrip::near
