#pragma once

#include "core/amount.hpp"
#include "core/time.hpp"
#include "runtime/catalogue.hpp"
#include "runtime/secret.hpp"

#include <cstdint>
#include <initializer_list>
#include <map>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace unrip::runtime {

/// Thrown by a service for what another start would not mend (a wrong setting, a file that makes no
/// sense). The process says why and exits with code 2.
class CannotStart : public std::runtime_error {
  public:
    using std::runtime_error::runtime_error;
};

/// The settings of one process, read from the environment once.
///
/// A getter that meets a mistake notes it and returns a placeholder, so that reading goes on and a
/// person sees all mistakes at once; `expect_no_mistakes()` ends the reading. An empty value counts
/// as not set. Every name must be in the catalogue and meant for this process.
class Env {
  public:
    using Values = std::map<std::string, std::string, std::less<>>;

    /// Reads the environment of this process. Secrets are taken out of it: overwritten, then unset.
    static Env of_this_process(std::string process);

    Env(std::string process, Values values, std::span<const Variable> variables = catalogue());

    const std::string& process() const { return process_; }

    /// The value or the catalogue's default; a mistake when there is neither.
    std::string text(std::string_view name);

    /// The value or the catalogue's default, or nothing.
    std::optional<std::string> optional_text(std::string_view name);

    std::string one_of(std::string_view name, std::initializer_list<std::string_view> choices);
    std::int64_t integer(std::string_view name, std::int64_t lowest, std::int64_t highest);
    bool flag(std::string_view name);

    /// Whole tokens as a person writes them ("12.50"), more than zero. `unit` is for the sentence.
    Amount amount(std::string_view name, unsigned decimals, std::string_view unit);

    /// A number with its unit: 250ms, 5s, 2m, 1h.
    Nanoseconds duration(std::string_view name, Nanoseconds lowest, Nanoseconds highest);

    /// One address under one of these schemes ("wss", "https").
    std::string url(std::string_view name, std::initializer_list<std::string_view> schemes);

    /// One or more, separated by commas.
    std::vector<std::string> urls(
        std::string_view name, std::initializer_list<std::string_view> schemes
    );

    /// Names separated by commas; none is an empty list.
    std::vector<std::string> list(std::string_view name);

    /// 0 takes any free port, which is for tests.
    std::uint16_t port(std::string_view name);

    /// The path of a file that is there and can be read.
    std::string file(std::string_view name);
    std::optional<std::string> optional_file(std::string_view name);

    /// From NAME or from the file that NAME_FILE points to. The second call finds nothing.
    std::optional<Secret> optional_secret(std::string_view name);

    /// Like optional_secret, but missing is a mistake, and the placeholder is an empty secret.
    Secret secret(std::string_view name);

    /// For what only the service can judge ("must not exceed ..."). `must` continues
    /// "NAME is "value"; it must ...".
    void mistake(std::string_view name, std::string_view must);

    /// Whole sentences, each beginning with the process's name.
    const std::vector<std::string>& mistakes() const { return mistakes_; }

    /// Throws CannotStart with all mistakes, one per line, when there is any.
    void expect_no_mistakes() const;

    /// A hash over every setting in force for this process, secrets left out: equal hashes, equal
    /// configuration.
    std::string hash() const;

  private:
    void look_for_misspelt_names();
    const Variable& variable(std::string_view name) const;
    std::optional<std::string> value_of(const Variable& variable) const;
    void missing(const Variable& variable);
    void say(std::string sentence);

    std::string process_;
    Values values_;
    std::map<std::string, Secret, std::less<>> secrets_;
    std::span<const Variable> variables_;
    std::vector<std::string> mistakes_;
};

/// An address as it may be shown: user, password, path and query can hold secrets.
std::string shown_url(std::string_view url);

}  // namespace unrip::runtime
