#include "chain/access_keys.hpp"

#include <algorithm>

namespace unrip::sandbox {

void AccessKeys::add(std::string_view account, const near::PublicKey& key, AccessKeyState state) {
    auto& entries = accounts_[std::string{account}];
    std::erase_if(entries, [&](const Entry& entry) { return entry.key == key; });
    entries.push_back({key, state.full_access, Versioned<std::uint64_t>{state.nonce}});
}

std::optional<AccessKeyState> AccessKeys::find(
    std::string_view account, const near::PublicKey& key, std::uint64_t height
) const {
    const auto entries = accounts_.find(account);
    if (entries == accounts_.end()) return std::nullopt;
    for (const auto& entry : entries->second) {
        if (entry.key == key) return AccessKeyState{entry.nonce.at(height), entry.full_access};
    }
    return std::nullopt;
}

void AccessKeys::set_nonce(
    std::string_view account, const near::PublicKey& key, std::uint64_t nonce, std::uint64_t height
) {
    const auto entries = accounts_.find(account);
    if (entries == accounts_.end()) return;
    for (auto& entry : entries->second) {
        if (entry.key == key) entry.nonce.set(height, nonce);
    }
}

}  // namespace unrip::sandbox
