// Judging names: which variables are ours, and which are ours with a slip of the finger.

#include "runtime/catalogue.hpp"

#include "core/spelling.hpp"
#include "runtime/processes.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <vector>

namespace unrip::runtime {
namespace {

/// Nobody else has variables that begin like this. NEAR_, NATS_ and POSTGRES_ are shared with other
/// programs (near-cli, nats, PostgreSQL's image), so there only a near miss is a mistake.
constexpr std::array<std::string_view, 8> kOursAlone = {
    "UNRIP_",
    "CONTROL_",
    "REFERENCE_",
    "STRATEGY_",
    "TRADING_",
    "RELAY_",
    "NEAR_INTENTS_",
    "NEAR_ACCOUNT_"};

constexpr std::string_view kFile = "_FILE";
constexpr std::size_t kNearMiss = 2;
constexpr std::size_t kShortestJudged = 8;  // Of short names too many are two letters apart.

bool begins_like_ours(std::string_view name) {
    const auto begins = [&](std::string_view prefix) { return name.starts_with(prefix); };
    if (std::any_of(kOursAlone.begin(), kOursAlone.end(), begins)) return true;
    return std::any_of(processes().begin(), processes().end(), [&](const Process& process) {
        const auto stem = process.port_variable.substr(0, process.port_variable.size() - 4);
        return name.starts_with(stem);
    });
}

struct Nearest {
    std::string name;
    std::size_t distance;
};

Nearest nearest(std::span<const Variable> variables, std::string_view name) {
    Nearest best{"", std::string_view::npos};
    const auto consider = [&](std::string candidate) {
        const auto distance = typing_distance(name, candidate);
        if (distance < best.distance) best = {std::move(candidate), distance};
    };
    for (const auto& variable : variables) {
        consider(std::string{variable.name});
        if (variable.secret) consider(std::string{variable.name} + "_FILE");
    }
    return best;
}

bool known(std::span<const Variable> variables, std::string_view name) {
    if (find_variable(variables, name) != nullptr) return true;
    if (!name.ends_with(kFile)) return false;
    const auto* of_file = find_variable(variables, name.substr(0, name.size() - kFile.size()));
    return of_file != nullptr && of_file->secret;
}

bool all_digits(std::string_view text) {
    return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
}

/// What stands before the rest of a name that ends like "_PORT_4222_TCP_ADDR".
bool is_link_variable(std::string_view name) {
    const auto port = name.find("_PORT_");
    if (port == std::string_view::npos) return false;
    const auto rest = name.substr(port + 6);
    const auto digits_end = rest.find('_');
    if (digits_end == std::string_view::npos || !all_digits(rest.substr(0, digits_end)))
        return false;
    const auto protocol =
        rest.substr(digits_end + 1, rest.find('_', digits_end + 1) - digits_end - 1);
    return protocol == "TCP" || protocol == "UDP" || protocol == "SCTP";
}

}  // namespace

bool Variable::is_for(std::string_view process) const {
    for (std::size_t at = 0; at < processes.size();) {
        const auto end = std::min(processes.find(", ", at), processes.size());
        if (processes.substr(at, end - at) == process) return true;
        at = end + 2;
    }
    return false;
}

const Variable* find_variable(std::span<const Variable> variables, std::string_view name) {
    const auto found = std::find_if(variables.begin(), variables.end(), [&](const Variable& one) {
        return one.name == name;
    });
    return found == variables.end() ? nullptr : &*found;
}

bool injected_by_kubernetes(std::string_view name, std::string_view value) {
    if (name.ends_with("_SERVICE_HOST") || name.ends_with("_SERVICE_PORT")) return true;
    if (name.find("_SERVICE_PORT_") != std::string_view::npos) return true;
    if (is_link_variable(name)) return true;
    const bool address =
        value.starts_with("tcp://") || value.starts_with("udp://") || value.starts_with("sctp://");
    return name.ends_with("_PORT") && address;
}

std::optional<std::string> misspelt(
    std::span<const Variable> variables, std::string_view name, std::string_view value
) {
    if (known(variables, name) || injected_by_kubernetes(name, value)) return std::nullopt;
    const bool ours = begins_like_ours(name);
    if (!ours && name.size() < kShortestJudged) return std::nullopt;

    const auto best = nearest(variables, name);
    // Under our own prefixes a longer way is still worth suggesting.
    const bool near = best.distance <= (ours ? kNearMiss + 2 : kNearMiss);
    if (!ours && !near) return std::nullopt;
    std::string sentence = std::string{name} + " is not a variable of unrip";
    if (near) return sentence + "; did you mean " + best.name + "?";
    return sentence + "; docs/CONFIGURATION.md lists them all.";
}

}  // namespace unrip::runtime
