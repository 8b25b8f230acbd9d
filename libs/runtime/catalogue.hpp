#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace unrip::runtime {

/// One environment variable of ours. docs/CONFIGURATION.md is checked against this table.
struct Variable {
    std::string_view name;
    std::string_view processes;     ///< Who reads it: names separated by ", ".
    std::string_view default_text;  ///< Empty: there is none.
    bool required;                  ///< Whoever reads it can't do without it.
    bool secret;                    ///< Read into locked memory; NAME_FILE is accepted too.
    std::string_view about;

    bool is_for(std::string_view process) const;
};

/// Every variable of every process. A variable that is not here is not ours.
std::span<const Variable> catalogue();

const Variable* find_variable(std::span<const Variable> variables, std::string_view name);

/// Judges the name of a variable found in the environment: nothing when it is fine (one of ours,
/// or plainly somebody else's), or the sentence that says what is wrong with it. A name under a
/// prefix that only we use must be known; elsewhere only a near miss of a known name is refused.
std::optional<std::string> misspelt(
    std::span<const Variable> variables, std::string_view name, std::string_view value
);

/// True for what Kubernetes puts into every container for each of its services
/// (NATS_SERVICE_HOST, NATS_PORT_4222_TCP, STRATEGY_ENGINE_PORT=tcp://10.0.0.1:8086).
bool injected_by_kubernetes(std::string_view name, std::string_view value);

}  // namespace unrip::runtime
