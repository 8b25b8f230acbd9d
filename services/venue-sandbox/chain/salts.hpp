#pragma once

#include "chain/versioned.hpp"
#include "near/nonce.hpp"

#include <map>
#include <vector>

namespace unrip::sandbox {

/// The salts that the Verifier gives out. Several are valid at a time; one is the current.
class Salts {
  public:
    explicit Salts(near::Salt first);

    const near::Salt& current(std::uint64_t height) const { return current_.at(height); }
    bool is_valid(const near::Salt& salt, std::uint64_t height) const;

    /// A new current one. The former stays valid unless `invalidate_former`.
    void rotate(near::Salt next, bool invalidate_former, std::uint64_t height);

    /// Refused for the current one: there must always be one to sign with.
    bool invalidate(const near::Salt& salt, std::uint64_t height);

    std::vector<near::Salt> valid(std::uint64_t height) const;

  private:
    Versioned<near::Salt> current_;
    std::map<near::Salt, Versioned<bool>> valid_;
};

}  // namespace unrip::sandbox
