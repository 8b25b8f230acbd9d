#pragma once

#include "core/result.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

namespace unrip::near {

/// Why a node did not give what it was asked for.
struct RpcError {
    enum class Kind {
        contract,         ///< the contract panicked; its words are in the detail
        unknown_account,  ///< or an account id that is none
        no_contract,      ///< nothing runs at that account
        unknown_access_key,
        request,              ///< the node does not understand us
        invalid_transaction,  ///< signed wrongly, or not allowed to
        not_enough_balance,   ///< for the gas
        invalid_nonce,        ///< used before: sign anew, once it is known that nothing landed
        expired,              ///< its block is too old: sign anew with a younger one
        unknown_transaction,  ///< not seen yet, or never sent
        timeout,              ///< whether it happened is unknown
        rate_limit,
        node,  ///< the node is behind, broken, or not a node
    };

    Kind kind = Kind::node;
    std::string detail;
    std::optional<std::uint64_t> access_key_nonce;  ///< with invalid_nonce, when told

    /// Whether another try can help: the same request at another node, or after `expired` and
    /// `invalid_nonce` a transaction that was signed anew.
    bool retry() const;
};

std::string_view to_text(RpcError::Kind kind);

/// For callers who only need to know what they can do. The detail begins with the kind's name.
Failure to_failure(const RpcError& error);

/// A value, or why there is none.
template <class T>
class [[nodiscard]] RpcResult {
  public:
    RpcResult(T value)  // NOLINT(google-explicit-constructor)
        : state_{std::in_place_index<0>, std::move(value)} {}
    RpcResult(RpcError error)  // NOLINT(google-explicit-constructor)
        : state_{std::in_place_index<1>, std::move(error)} {}

    bool has_value() const noexcept { return state_.index() == 0; }
    explicit operator bool() const noexcept { return has_value(); }

    const T& operator*() const& { return std::get<0>(state_); }
    T&& operator*() && { return std::get<0>(std::move(state_)); }
    const T* operator->() const { return &std::get<0>(state_); }
    const RpcError& error() const { return std::get<1>(state_); }

  private:
    std::variant<T, RpcError> state_;
};

}  // namespace unrip::near
