#include "bus/jetstream_api.hpp"

#include <utility>

namespace unrip::bus {

Failure ApiAnswer::failure(const std::string& what, Error::Kind kind) const {
    return fail(kind, what + ": " + error + " (" + std::to_string(error_code) + ")");
}

Result<ApiAnswer> read_api_answer(const std::string& text) {
    try {
        ApiAnswer answer;
        answer.body = nlohmann::json::parse(text);
        if (const auto error = answer.body.find("error"); error != answer.body.end()) {
            constexpr int of_no_kind = -1;
            answer.error_code = error->value("err_code", error->value("code", of_no_kind));
            answer.error = error->value("description", std::string{"no description"});
        }
        return answer;
    } catch (const nlohmann::json::exception& error) {
        return fail(Error::Kind::malformed, std::string{"an answer of JetStream: "} + error.what());
    }
}

Task<Result<ApiAnswer>> call_api(
    Connection& connection, std::string call, std::string body, Milliseconds limit
) {
    auto subject = "$JS.API." + call;
    const auto text = co_await connection.request(std::move(subject), std::move(body), limit);
    if (!text) co_return text.failure();
    co_return read_api_answer(*text);
}

}  // namespace unrip::bus
