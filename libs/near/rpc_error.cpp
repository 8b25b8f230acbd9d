#include "near/rpc_error.hpp"

#include "near/json_in.hpp"
#include "near/rpc_result.hpp"

#include <nlohmann/json.hpp>

#include <array>
#include <charconv>

namespace unrip::near {
namespace {

using nlohmann::json;
using Kind = RpcError::Kind;

struct Named {
    std::string_view name;
    Kind kind;
};

/// `cause.name` of a structured error. What is not here is taken for a fault of the node.
constexpr std::array kCauses{
    Named{"CONTRACT_EXECUTION_ERROR", Kind::contract},
    Named{"UNKNOWN_ACCOUNT", Kind::unknown_account},
    Named{"INVALID_ACCOUNT", Kind::unknown_account},
    Named{"NO_CONTRACT_CODE", Kind::no_contract},
    Named{"UNKNOWN_ACCESS_KEY", Kind::unknown_access_key},
    Named{"PARSE_ERROR", Kind::request},
    Named{"METHOD_NOT_FOUND", Kind::request},
    Named{"UNKNOWN_TRANSACTION", Kind::unknown_transaction},
    Named{"TIMEOUT_ERROR", Kind::timeout},
    Named{"TOO_MANY_REQUESTS", Kind::rate_limit},
};

/// Names inside an INVALID_TRANSACTION, in the order in which they are looked for.
constexpr std::array kInvalidTransactions{
    Named{"InvalidNonce", Kind::invalid_nonce},
    Named{"AccessKeyNotFound", Kind::unknown_access_key},
    Named{"SignerDoesNotExist", Kind::unknown_account},
    Named{"NotEnoughBalance", Kind::not_enough_balance},
    Named{"LackBalanceForState", Kind::not_enough_balance},
    Named{"ShardCongested", Kind::node},
    Named{"ShardStuck", Kind::node},
    Named{"Expired", Kind::expired},
};

/// What a text says when a node writes prose.
constexpr std::array kProse{
    Named{"CodeDoesNotExist", Kind::no_contract},
    Named{"access key", Kind::unknown_access_key},
    Named{"wasm execution failed", Kind::contract},
    Named{"does not exist while viewing", Kind::unknown_account},
    Named{"rate limit", Kind::rate_limit},
    Named{"Too Many Requests", Kind::rate_limit},
};

template <std::size_t kSize>
std::optional<Kind> find_exactly(const std::array<Named, kSize>& table, std::string_view name) {
    for (const auto& entry : table) {
        if (entry.name == name) return entry.kind;
    }
    return std::nullopt;
}

template <std::size_t kSize>
std::optional<Kind> find_inside(const std::array<Named, kSize>& table, std::string_view text) {
    for (const auto& entry : table) {
        if (text.find(entry.name) != std::string_view::npos) return entry.kind;
    }
    return std::nullopt;
}

/// `"ak_nonce":42` or `ak_nonce: 42`, since the data may be an object or a text.
std::optional<std::uint64_t> find_access_key_nonce(std::string_view text) {
    constexpr std::string_view member = "ak_nonce";
    const auto name = text.find(member);
    if (name == std::string_view::npos) return std::nullopt;
    const auto digits = text.find_first_not_of("\": ", name + member.size());
    if (digits == std::string_view::npos) return std::nullopt;

    std::uint64_t nonce = 0;
    const auto* end = text.data() + text.size();
    const auto [stop, problem] = std::from_chars(text.data() + digits, end, nonce);
    if (problem != std::errc{}) return std::nullopt;
    return nonce;
}

Kind kind_of_status(int http_status) {
    if (http_status == 429) return Kind::rate_limit;
    if (http_status == 408) return Kind::timeout;
    if (http_status == 400) return Kind::request;
    return Kind::node;
}

RpcError from_invalid_transaction(std::string text) {
    RpcError error;
    error.kind = find_inside(kInvalidTransactions, text).value_or(Kind::invalid_transaction);
    if (error.kind == Kind::invalid_nonce) error.access_key_nonce = find_access_key_nonce(text);
    error.detail = std::move(text);
    return error;
}

RpcError from_error_member(int http_status, const json& error) {
    const auto text = error.is_string() ? error.get<std::string>() : json_in::shown(error);
    const auto* cause = json_in::find(error, "cause");
    const auto cause_name = json_in::text(cause == nullptr ? json{} : *cause, "name");

    if (!cause_name) {
        return {find_inside(kProse, text).value_or(kind_of_status(http_status)), text, {}};
    }
    if (*cause_name == "INVALID_TRANSACTION") return from_invalid_transaction(text);

    auto kind = find_exactly(kCauses, *cause_name).value_or(kind_of_status(http_status));
    if (kind == Kind::contract && text.find("CodeDoesNotExist") != std::string::npos) {
        kind = Kind::no_contract;
    }
    const auto name = json_in::text(error, "name");
    if (name && *name == "REQUEST_VALIDATION_ERROR") kind = Kind::request;
    return {kind, text, {}};
}

}  // namespace

bool RpcError::retry() const {
    switch (kind) {
        case Kind::contract:
        case Kind::unknown_account:
        case Kind::no_contract:
        case Kind::unknown_access_key:
        case Kind::request:
        case Kind::invalid_transaction:
        case Kind::not_enough_balance:
            return false;
        case Kind::invalid_nonce:
        case Kind::expired:
        case Kind::unknown_transaction:
        case Kind::timeout:
        case Kind::rate_limit:
        case Kind::node:
            break;
    }
    return true;
}

std::string_view to_text(RpcError::Kind kind) {
    switch (kind) {
        case Kind::contract:
            return "contract";
        case Kind::unknown_account:
            return "unknown_account";
        case Kind::no_contract:
            return "no_contract";
        case Kind::unknown_access_key:
            return "unknown_access_key";
        case Kind::request:
            return "request";
        case Kind::invalid_transaction:
            return "invalid_transaction";
        case Kind::not_enough_balance:
            return "not_enough_balance";
        case Kind::invalid_nonce:
            return "invalid_nonce";
        case Kind::expired:
            return "expired";
        case Kind::unknown_transaction:
            return "unknown_transaction";
        case Kind::timeout:
            return "timeout";
        case Kind::rate_limit:
            return "rate_limit";
        case Kind::node:
            break;
    }
    return "node";
}

Failure to_failure(const RpcError& error) {
    auto kind = error.retry() ? Error::Kind::unavailable : Error::Kind::refused;
    if (error.kind == Kind::timeout) kind = Error::Kind::timed_out;
    return fail(kind, std::string{to_text(error.kind)} + ": " + error.detail);
}

RpcResult<json> read_result(int http_status, std::string_view body) {
    auto answer = json::parse(body, nullptr, false);
    const auto* error = json_in::find(answer, "error");
    if (error != nullptr && !error->is_null()) return from_error_member(http_status, *error);

    const auto result = answer.is_object() ? answer.find("result") : answer.end();
    if (!answer.is_object() || result == answer.end() || http_status >= 400) {
        const auto detail = "HTTP " + std::to_string(http_status) + ": ";
        return RpcError{kind_of_status(http_status), detail + std::string{body.substr(0, 200)}, {}};
    }
    const auto* inner = json_in::find(*result, "error");
    if (inner != nullptr && !inner->is_null()) {
        const auto text = inner->is_string() ? inner->get<std::string>() : json_in::shown(*inner);
        return RpcError{find_inside(kProse, text).value_or(Kind::contract), text, {}};
    }
    return RpcResult<json>{std::move(*result)};
}

}  // namespace unrip::near
