#pragma once

#include "core/check.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

namespace unrip {

/// What went wrong, sorted by what the caller can do about it.
struct Error {
    enum class Kind {
        malformed,    ///< The other side sent something we cannot read.
        overflow,     ///< The arithmetic left the range of the type.
        unavailable,  ///< The other side is away: worth another try.
        timed_out,    ///< The other side was too slow: the outcome is unknown.
        refused,      ///< The other side said no: another try changes nothing.
    };

    Kind kind;
    std::string detail;
};

std::string_view to_text(Error::Kind kind);

/// Marks an Error on its way out of a function: `return fail(Error::Kind::refused, "...")`.
struct Failure {
    Error error;
};

inline Failure fail(Error::Kind kind, std::string detail) {
    return Failure{Error{kind, std::move(detail)}};
}

/// A value or an Error. The part of C++23's std::expected that we use, under the same names.
template <class T>
class [[nodiscard]] Result {
  public:
    // Both convert on purpose: `return value;` and `return fail(...)` are the whole point.
    // NOLINTBEGIN(google-explicit-constructor)
    Result(T value) : state_{std::in_place_index<0>, std::move(value)} {}
    Result(Failure failure) : state_{std::in_place_index<1>, std::move(failure.error)} {}
    // NOLINTEND(google-explicit-constructor)

    bool has_value() const noexcept { return state_.index() == 0; }
    explicit operator bool() const noexcept { return has_value(); }

    T& operator*() & { return checked<0>(state_); }
    const T& operator*() const& { return checked<0>(state_); }
    T&& operator*() && { return std::move(checked<0>(state_)); }
    T* operator->() { return &checked<0>(state_); }
    const T* operator->() const { return &checked<0>(state_); }

    const Error& error() const { return checked<1>(state_); }

    /// Hands the Error of this Result on to a Result of another type.
    Failure failure() const { return Failure{error()}; }

  private:
    template <std::size_t kIndex, class State>
    static auto& checked(State& state) {
        auto* held = std::get_if<kIndex>(&state);
        check(held != nullptr, "asked a result for what it does not hold");
        return *held;
    }

    std::variant<T, Error> state_;
};

/// Done, or an Error.
template <>
class [[nodiscard]] Result<void> {
  public:
    Result() = default;
    // NOLINTNEXTLINE(google-explicit-constructor)
    Result(Failure failure) : error_{std::move(failure.error)} {}

    bool has_value() const noexcept { return !error_; }
    explicit operator bool() const noexcept { return has_value(); }

    const Error& error() const {
        check(error_.has_value(), "asked a successful result for its error");
        return *error_;
    }
    Failure failure() const { return Failure{error()}; }

  private:
    std::optional<Error> error_;
};

}  // namespace unrip
