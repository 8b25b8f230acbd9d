#include "chain/ledger.hpp"

#include "near/bytes.hpp"

#include <algorithm>

namespace unrip::sandbox {
namespace {

bool is_own_key(std::string_view account, const near::PublicKey& key) {
    return near::implicit_account_id(key) == account;
}

}  // namespace

const Ledger::Account* Ledger::find(std::string_view account) const {
    const auto found = accounts_.find(account);
    return found == accounts_.end() ? nullptr : &found->second;
}

Ledger::Account& Ledger::get(std::string_view account) {
    const auto found = accounts_.find(account);
    if (found != accounts_.end()) return found->second;
    return accounts_[std::string{account}];
}

u128 Ledger::balance(std::string_view account, std::string_view token, std::uint64_t height) const {
    const auto* holder = find(account);
    if (holder == nullptr) return 0;
    const auto held = holder->balances.find(token);
    return held == holder->balances.end() ? 0 : held->second.at(height);
}

void Ledger::set_balance(
    std::string_view account, std::string_view token, u128 balance, std::uint64_t height
) {
    learn_token(token);
    auto& balances = get(account).balances;
    auto held = balances.find(token);
    if (held == balances.end()) held = balances.emplace(token, Versioned<u128>{}).first;
    held->second.set(height, balance);
}

std::vector<std::string> Ledger::tokens_of(std::string_view account, std::uint64_t height) const {
    std::vector<std::string> tokens;
    const auto* holder = find(account);
    if (holder == nullptr) return tokens;
    for (const auto& [token, balance] : holder->balances) {
        if (balance.at(height) != 0) tokens.push_back(token);
    }
    std::sort(tokens.begin(), tokens.end());
    return tokens;
}

bool Ledger::has_key(std::string_view account, const near::PublicKey& key, std::uint64_t height)
    const {
    if (const auto* holder = find(account)) {
        for (const auto& entry : holder->keys) {
            if (entry.key == key) return entry.registered.at(height);
        }
    }
    return is_own_key(account, key);
}

void Ledger::set_key(
    std::string_view account, const near::PublicKey& key, bool registered, std::uint64_t height
) {
    auto& keys = get(account).keys;
    for (auto& entry : keys) {
        if (entry.key == key) return entry.registered.set(height, registered);
    }
    // What was true before this block stays true for questions about earlier blocks.
    keys.push_back({key, Versioned<bool>{is_own_key(account, key)}});
    keys.back().registered.set(height, registered);
}

std::vector<near::PublicKey> Ledger::keys_of(std::string_view account, std::uint64_t height) const {
    std::vector<near::PublicKey> keys;
    const auto own_bytes = near::parse_hex(account.size() == 64 ? account : std::string_view{});
    if (own_bytes && own_bytes->size() == 32) {
        const std::span<const std::uint8_t, 32> bytes{own_bytes->data(), 32};
        const auto own = near::PublicKey::ed25519(bytes);
        if (has_key(account, own, height)) keys.push_back(own);
    }
    const auto* holder = find(account);
    if (holder == nullptr) return keys;
    for (const auto& entry : holder->keys) {
        const bool listed = std::find(keys.begin(), keys.end(), entry.key) != keys.end();
        if (!listed && entry.registered.at(height)) keys.push_back(entry.key);
    }
    return keys;
}

bool Ledger::is_nonce_used(std::string_view account, const near::Nonce& nonce, std::uint64_t height)
    const {
    const auto used = nonce_used_in(account, nonce);
    return used && *used <= height;
}

std::optional<std::uint64_t> Ledger::nonce_used_in(
    std::string_view account, const near::Nonce& nonce
) const {
    const auto* holder = find(account);
    if (holder == nullptr) return std::nullopt;
    const auto used = holder->used_nonces.find(nonce);
    if (used == holder->used_nonces.end()) return std::nullopt;
    return used->second;
}

void Ledger::use_nonce(std::string_view account, const near::Nonce& nonce, std::uint64_t height) {
    get(account).used_nonces.emplace(nonce, height);
}

std::size_t Ledger::used_nonces() const {
    std::size_t used = 0;
    for (const auto& [name, account] : accounts_)
        used += account.used_nonces.size();
    return used;
}

bool Ledger::is_locked(std::string_view account, std::uint64_t height) const {
    const auto* holder = find(account);
    return holder != nullptr && holder->locked.at(height);
}

void Ledger::set_locked(std::string_view account, bool locked, std::uint64_t height) {
    get(account).locked.set(height, locked);
}

bool Ledger::takes_direct_calls(std::string_view account, std::uint64_t height) const {
    const auto* holder = find(account);
    return holder == nullptr || holder->direct_calls.at(height);
}

void Ledger::set_direct_calls(std::string_view account, bool taken, std::uint64_t height) {
    get(account).direct_calls.set(height, taken);
}

std::vector<std::string> Ledger::accounts() const {
    std::vector<std::string> names;
    for (const auto& [name, account] : accounts_)
        names.push_back(name);
    std::sort(names.begin(), names.end());
    return names;
}

}  // namespace unrip::sandbox
