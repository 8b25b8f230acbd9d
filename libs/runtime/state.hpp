#pragma once

#include "core/time.hpp"

#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <string>
#include <string_view>

namespace unrip::runtime {

/// What GET /state shows beside what every process has. JSON comes in as text.
class State {
  public:
    struct LastError {
        Instant at;
        std::string where;
        std::string what;
        std::uint64_t times;  ///< How often it came in a row.
    };
    static constexpr std::size_t kErrorsKept = 20;

    explicit State(const Clock& clock) : clock_{clock} {}

    /// The hash of the policy file in force.
    void set_policy_hash(std::string hash) { policy_hash_ = std::move(hash); }

    /// A JSON array: one object per connection or stream.
    void show_streams(std::function<std::string()> streams) { streams_ = std::move(streams); }

    /// How safe written history is: "synced every 1 s", "always", "lazy".
    void show_durability(std::function<std::string()> word) { durability_ = std::move(word); }

    /// A JSON object with what only this process has; appears as `detail`.
    void show_detail(std::function<std::string()> detail) { detail_ = std::move(detail); }

    /// Remembers what went wrong, newest last. The same again in a row is counted, not repeated.
    void remember_error(std::string_view where, std::string_view what);

    const std::string& policy_hash() const { return policy_hash_; }
    std::string streams() const { return streams_ ? streams_() : "[]"; }
    std::string durability() const { return durability_ ? durability_() : std::string{}; }
    std::string detail() const { return detail_ ? detail_() : "{}"; }
    const std::deque<LastError>& last_errors() const { return errors_; }

    /// What was shown is gone: keep only what was remembered.
    void forget_sources();

  private:
    const Clock& clock_;
    std::string policy_hash_;
    std::function<std::string()> streams_;
    std::function<std::string()> durability_;
    std::function<std::string()> detail_;
    std::deque<LastError> errors_;
};

}  // namespace unrip::runtime
