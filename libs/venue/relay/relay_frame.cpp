#include "venue/relay/relay_frame.hpp"

#include "venue/json/exact_number.hpp"
#include "venue/relay/decode_quote.hpp"
#include "venue/relay/decode_status.hpp"

namespace unrip::venue {
namespace {

RelayFrame decode_answer(JsonValue& frame) {
    const auto* id_value = frame.present("id");
    const auto id = id_value != nullptr ? whole_number(*id_value) : std::nullopt;
    if (!id) return IgnoredFrame{FrameProblem::answer_without_id};

    RelayAnswer answer;
    answer.id = static_cast<std::uint64_t>(*id);
    if (const auto* error = frame.present("error")) {
        const auto* message = error->text("message");
        if (message == nullptr) message = error->string();
        answer.message = message != nullptr ? *message : error->to_text();
        answer.refusal = classify_refusal(answer.message);
        return answer;
    }
    const auto* result = frame.find("result");
    if (result == nullptr) return IgnoredFrame{FrameProblem::answer_empty};
    answer.ok = true;
    answer.result = *result;
    return answer;
}

/// Documentation and reality differ in the envelope: the fields of the event lie either in
/// `params.data` or in `params` itself. What kind of event it is shows in its content.
RelayFrame decode_event(const JsonValue& frame, const RelayFrameLimits& limits) {
    const auto* params = frame.present("params");
    if (params == nullptr || params->object() == nullptr) {
        return IgnoredFrame{FrameProblem::no_params};
    }
    const auto* nested = params->present("data");
    const auto& fields = nested != nullptr && nested->object() != nullptr ? *nested : *params;
    if (fields.find("quote_id") != nullptr) return decode_quote(*params, fields, limits);
    if (fields.find("quote_hash") != nullptr) return decode_status(*params, fields, limits);
    if (fields.find("defuse_asset_identifier_in") != nullptr) {
        return IgnoredFrame{FrameProblem::quote_without_id};
    }
    return IgnoredFrame{FrameProblem::unknown_event};
}

FrameProblem to_frame_problem(JsonProblem problem) {
    switch (problem) {
        case JsonProblem::oversized:
            return FrameProblem::oversized;
        case JsonProblem::too_deep:
            return FrameProblem::too_deep;
        case JsonProblem::malformed:
            break;
    }
    return FrameProblem::not_json;
}

}  // namespace

RelayFrame decode_relay_frame(std::string_view text, const RelayFrameLimits& limits) {
    auto read = read_json(text, limits.json);
    if (const auto* problem = std::get_if<JsonProblem>(&read)) {
        return IgnoredFrame{to_frame_problem(*problem)};
    }
    auto& frame = std::get<JsonValue>(read);
    if (frame.object() == nullptr) return IgnoredFrame{FrameProblem::not_an_object};

    const auto* method = frame.present("method");
    if (method == nullptr) return decode_answer(frame);
    const auto* name = method->string();
    if (name == nullptr || (*name != "event" && *name != "subscribe")) {
        return IgnoredFrame{FrameProblem::unknown_method};
    }
    return decode_event(frame, limits);
}

}  // namespace unrip::venue
