#pragma once

#include "core/result.hpp"
#include "runtime/control.hpp"

#include <nlohmann/json.hpp>

#include <string>
#include <string_view>

namespace unrip::sandbox {

/// 400 for what can't be read, 409 for what can't be done now.
runtime::ControlResponse refusal(const Error& error);
runtime::ControlResponse refusal(std::string_view message);

inline runtime::ControlResponse answer(const nlohmann::ordered_json& body) {
    return runtime::ControlResponse::json(body.dump());
}

/// The request's body; an empty object when there is none. The control server has seen to it that
/// it is a JSON object.
nlohmann::json body_of(const runtime::ControlRequest& request);

/// Empty when there is no text of that name.
std::string text_of(const nlohmann::json& body, std::string_view name);

}  // namespace unrip::sandbox
