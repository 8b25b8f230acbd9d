// The environment of this process: what it says, what is wrong with its names, where secrets go.

#include "runtime/env.hpp"

#include "core/check.hpp"

#include <sodium.h>
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <cstring>
#include <utility>

namespace unrip::runtime {
namespace {

/// Copies a secret into locked memory and takes it out of the environment, where it could be read
/// in /proc and is handed to child processes.
Secret take_from_environment(const Variable& variable, char* value) {
    auto secret = Secret::taken_from(std::string{value});
    sodium_memzero(value, std::strlen(value));
    // NOLINTNEXTLINE(concurrency-mt-unsafe): before there is any other thread of ours.
    unsetenv(std::string{variable.name}.c_str());
    return secret;
}

std::vector<std::string> environment_names() {
    std::vector<std::string> names;
    for (char** entry = environ; entry != nullptr && *entry != nullptr; ++entry) {
        const char* equals = std::strchr(*entry, '=');
        if (equals != nullptr)
            names.emplace_back(*entry, static_cast<std::size_t>(equals - *entry));
    }
    return names;
}

}  // namespace

Env Env::of_this_process(std::string process) {
    Values values;
    std::map<std::string, Secret, std::less<>> secrets;
    for (const auto& name : environment_names()) {
        char* value =
            std::getenv(name.c_str());  // NOLINT(concurrency-mt-unsafe): before any thread.
        if (value == nullptr) continue;
        const auto* variable = find_variable(catalogue(), name);
        if (variable == nullptr || !variable->secret) {
            values.emplace(name, value);
        } else if (*value != '\0') {
            secrets.emplace(name, take_from_environment(*variable, value));
        }
    }
    Env env{std::move(process), std::move(values)};
    env.secrets_ = std::move(secrets);
    return env;
}

Env::Env(std::string process, Values values, std::span<const Variable> variables)
    : process_{std::move(process)}, values_{std::move(values)}, variables_{variables} {
    for (auto& [name, value] : values_) {
        const auto* known = find_variable(variables_, name);
        if (known != nullptr && known->secret && !value.empty())
            secrets_.emplace(name, Secret::taken_from(std::move(value)));
    }
    look_for_misspelt_names();
}

void Env::look_for_misspelt_names() {
    for (const auto& [name, value] : values_) {
        if (auto sentence = misspelt(variables_, name, value)) say(std::move(*sentence));
    }
}

const Variable& Env::variable(std::string_view name) const {
    const auto* found = find_variable(variables_, name);
    check(found != nullptr, "a setting was read that is not in the catalogue");
    check(found->is_for(process_), "a setting was read that the catalogue gives to others");
    return *found;
}

std::optional<std::string> Env::value_of(const Variable& variable) const {
    check(!variable.secret, "a secret was read as plain text");
    const auto set = values_.find(variable.name);
    if (set != values_.end() && !set->second.empty()) return set->second;
    if (!variable.default_text.empty()) return std::string{variable.default_text};
    return std::nullopt;
}

std::optional<Secret> Env::optional_secret(std::string_view name) {
    const auto& about = variable(name);
    check(about.secret, "a setting was read as a secret that the catalogue calls public");
    const std::string file_name = std::string{name} + "_FILE";
    const auto file = values_.find(file_name);
    const bool in_file = file != values_.end() && !file->second.empty();

    if (auto held = secrets_.extract(std::string{name})) {
        if (in_file) say("both " + std::string{name} + " and " + file_name + " are set; keep one.");
        return std::move(held.mapped());
    }
    if (!in_file) return std::nullopt;
    auto read = Secret::from_file(file->second);
    if (!read) {
        say(file_name + ": " + read.error().detail + ".");
        return Secret::taken_from({});
    }
    return std::move(*read);
}

Secret Env::secret(std::string_view name) {
    if (auto found = optional_secret(name)) return std::move(*found);
    missing(variable(name));
    return Secret::taken_from({});
}

void Env::missing(const Variable& variable) {
    std::string sentence = std::string{variable.name} + " is not set";
    if (variable.secret) sentence += " (nor " + std::string{variable.name} + "_FILE)";
    say(sentence + ". " + std::string{variable.about});
}

void Env::mistake(std::string_view name, std::string_view must) {
    const auto& about = variable(name);
    const auto value = about.secret ? "***" : value_of(about).value_or("");
    const bool address = value.find("://") != std::string::npos;
    say(std::string{name} + " is \"" + (address ? shown_url(value) : value) + "\"; it must " +
        std::string{must} + ".");
}

void Env::say(std::string sentence) {
    auto whole = process_ + ": " + std::move(sentence);
    for (const auto& said : mistakes_) {
        if (said == whole) return;
    }
    mistakes_.push_back(std::move(whole));
}

void Env::expect_no_mistakes() const {
    if (mistakes_.empty()) return;
    std::string all;
    for (const auto& sentence : mistakes_)
        all += (all.empty() ? "" : "\n") + sentence;
    throw CannotStart{all};
}

std::string Env::hash() const {
    std::string settings;
    for (const auto& one : variables_) {
        if (one.secret || !one.is_for(process_)) continue;
        settings += std::string{one.name} + "=" + value_of(one).value_or("") + "\n";
    }
    std::array<unsigned char, 16> digest{};
    const auto* bytes = reinterpret_cast<const unsigned char*>(settings.data());
    crypto_generichash(digest.data(), digest.size(), bytes, settings.size(), nullptr, 0);
    std::array<char, 2 * digest.size() + 1> hex{};
    sodium_bin2hex(hex.data(), hex.size(), digest.data(), digest.size());
    return hex.data();
}

}  // namespace unrip::runtime
