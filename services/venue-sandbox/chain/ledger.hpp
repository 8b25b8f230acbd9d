#pragma once

#include "chain/versioned.hpp"
#include "core/int128.hpp"
#include "core/time.hpp"
#include "near/nonce.hpp"
#include "near/public_key.hpp"

#include <cstring>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace unrip::sandbox {

/// Any of the bytes may be the only ones that differ: who makes nonces decides which.
struct NonceHash {
    std::size_t operator()(const near::Nonce& nonce) const noexcept {
        std::uint64_t hash = 0;
        for (std::size_t at = 0; at < nonce.size(); at += sizeof(std::uint64_t)) {
            std::uint64_t word = 0;
            std::memcpy(&word, nonce.data() + at, sizeof word);
            hash = (hash ^ word) * 0x9e37'79b9'7f4a'7c15U;
            hash ^= hash >> 29U;
        }
        return hash;
    }
};

/// Texts are looked up without making a copy of them first.
struct TextHash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const noexcept {
        return std::hash<std::string_view>{}(text);
    }
};
template <class T>
using ByText = std::unordered_map<std::string, T, TextHash, std::equal_to<>>;

/// The newest state, or the state at a block.
inline constexpr std::uint64_t kNewest = ~std::uint64_t{0};

/// What the Verifier remembers of its accounts. Every change belongs to a block.
class Ledger {
  public:
    u128 balance(std::string_view account, std::string_view token, std::uint64_t height = kNewest)
        const;
    void set_balance(
        std::string_view account, std::string_view token, u128 balance, std::uint64_t height
    );
    std::vector<std::string> tokens_of(std::string_view account, std::uint64_t height) const;

    /// Whether anybody ever held it.
    bool knows_token(std::string_view token) const { return tokens_.contains(token); }
    void learn_token(std::string_view token) { tokens_.emplace(token); }

    /// The key of an implicit account is registered from the beginning.
    bool has_key(
        std::string_view account, const near::PublicKey& key, std::uint64_t height = kNewest
    ) const;
    void set_key(
        std::string_view account, const near::PublicKey& key, bool registered, std::uint64_t height
    );
    std::vector<near::PublicKey> keys_of(std::string_view account, std::uint64_t height) const;

    bool is_nonce_used(
        std::string_view account, const near::Nonce& nonce, std::uint64_t height = kNewest
    ) const;
    /// The block that used it; absent when none did.
    std::optional<std::uint64_t> nonce_used_in(std::string_view account, const near::Nonce& nonce)
        const;
    void use_nonce(std::string_view account, const near::Nonce& nonce, std::uint64_t height);
    /// Forgets used nonces that can never be taken again; returns how many.
    template <class Predicate>
    std::size_t forget_nonces(Predicate is_dead);
    std::size_t used_nonces() const;

    bool is_locked(std::string_view account, std::uint64_t height = kNewest) const;
    void set_locked(std::string_view account, bool locked, std::uint64_t height);

    bool takes_direct_calls(std::string_view account, std::uint64_t height = kNewest) const;
    void set_direct_calls(std::string_view account, bool taken, std::uint64_t height);

    std::vector<std::string> accounts() const;

  private:
    struct Key {
        near::PublicKey key;
        Versioned<bool> registered;
    };
    struct Account {
        ByText<Versioned<u128>> balances;
        std::vector<Key> keys;
        std::unordered_map<near::Nonce, std::uint64_t, NonceHash> used_nonces;  ///< since block
        Versioned<bool> locked{false};
        Versioned<bool> direct_calls{true};
    };

    const Account* find(std::string_view account) const;
    Account& get(std::string_view account);

    ByText<Account> accounts_;
    std::unordered_set<std::string, TextHash, std::equal_to<>> tokens_;
};

template <class Predicate>
std::size_t Ledger::forget_nonces(Predicate is_dead) {
    std::size_t forgotten = 0;
    for (auto& [name, account] : accounts_) {
        forgotten += std::erase_if(account.used_nonces, [&](const auto& entry) {
            return is_dead(entry.first);
        });
    }
    return forgotten;
}

}  // namespace unrip::sandbox
