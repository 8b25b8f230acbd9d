#include "venue/json/rpc_answer.hpp"
#include "venue/relay/relay_http.hpp"

namespace unrip::venue {
namespace {

IntentState read_state(std::string_view status, std::string_view details) {
    if (status == "PENDING") return IntentState::pending;
    if (status == "TX_BROADCASTED") return IntentState::broadcasted;
    if (status == "SETTLED") return IntentState::settled;
    if (status == "NOT_FOUND_OR_NOT_VALID") {
        return details == "FAILED" ? IntentState::failed : IntentState::not_found;
    }
    return IntentState::unknown;
}

}  // namespace

std::string_view to_text(IntentState state) {
    switch (state) {
        case IntentState::pending:
            return "pending";
        case IntentState::broadcasted:
            return "broadcasted";
        case IntentState::settled:
            return "settled";
        case IntentState::not_found:
            return "not_found";
        case IntentState::failed:
            return "failed";
        case IntentState::unknown:
            break;
    }
    return "unknown";
}

std::string get_status_http_request(std::string_view id, std::string_view intent_hash) {
    return rpc_request(id, "get_status", R"({"intent_hash":)" + json_string(intent_hash) + '}');
}

Result<IntentStatus> decode_intent_status(std::string_view body) {
    const auto result = rpc_result(body);
    if (!result) return result.failure();
    const auto* word = result->text("status");
    if (word == nullptr) return fail(Error::Kind::malformed, "an intent without a status");
    IntentStatus status;
    status.intent_hash = text_or_empty(*result, "intent_hash");
    status.details = text_or_empty(*result, "status_details");
    status.state = read_state(*word, status.details);
    if (const auto* data = result->present("data")) status.tx_hash = text_or_empty(*data, "hash");
    return status;
}

}  // namespace unrip::venue
