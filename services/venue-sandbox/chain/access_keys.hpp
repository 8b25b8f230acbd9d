#pragma once

#include "chain/ledger.hpp"

#include <optional>

namespace unrip::sandbox {

/// A key that may sign transactions of a NEAR account; other than the keys registered at the
/// Verifier, which sign intents.
struct AccessKeyState {
    std::uint64_t nonce = 0;
    bool full_access = true;
};

class AccessKeys {
  public:
    void add(std::string_view account, const near::PublicKey& key, AccessKeyState state);

    bool has_account(std::string_view account) const { return accounts_.contains(account); }
    /// At a block: the nonce moves with each transaction that is included.
    std::optional<AccessKeyState> find(
        std::string_view account, const near::PublicKey& key, std::uint64_t height = kNewest
    ) const;
    void set_nonce(
        std::string_view account,
        const near::PublicKey& key,
        std::uint64_t nonce,
        std::uint64_t height
    );

  private:
    struct Entry {
        near::PublicKey key;
        bool full_access = true;
        Versioned<std::uint64_t> nonce;
    };
    ByText<std::vector<Entry>> accounts_;
};

}  // namespace unrip::sandbox
