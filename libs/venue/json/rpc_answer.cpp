#include "venue/json/rpc_answer.hpp"

#include "venue/json/read_json.hpp"

namespace unrip::venue {

std::string rpc_request(std::string_view id, std::string_view method, std::string_view params) {
    std::string text = R"({"jsonrpc":"2.0","id":)" + json_string(id);
    text += R"(,"method":)" + json_string(method);
    text += R"(,"params":[)";
    text += params;
    text += "]}";
    return text;
}

Result<JsonValue> rpc_result(std::string_view body) {
    auto read = read_json(body);
    if (!read) return read.failure();
    if (const auto* error = read->present("error")) {
        const auto* message = error->text("message");
        if (message == nullptr) message = error->string();
        return fail(Error::Kind::refused, message != nullptr ? *message : error->to_text());
    }
    const auto* result = read->find("result");
    if (result == nullptr) {
        return fail(Error::Kind::malformed, "an answer with neither result nor error");
    }
    return *result;
}

}  // namespace unrip::venue
