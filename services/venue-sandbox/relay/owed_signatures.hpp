#pragma once

#include "chain/signed_intent.hpp"

#include <cstdint>
#include <deque>
#include <functional>

namespace unrip::sandbox {

/// Signature checks that were put off. None is skipped: what finds no room is made at once.
class OwedSignatures {
  public:
    /// Told of each signature that does not fit, with what was handed in.
    using Bad = std::function<void(std::uint32_t solver)>;

    explicit OwedSignatures(Bad bad) : bad_{std::move(bad)} {}

    void owe(const SignatureProof& proof, std::uint32_t solver, std::size_t most);
    /// Makes up to so many checks; how many it made.
    std::size_t check(std::size_t most);

    std::size_t owed() const { return owed_.size(); }
    std::uint64_t checked() const { return checked_; }

  private:
    struct Owed {
        SignatureProof proof;
        std::uint32_t solver = 0;
    };
    void check_oldest();

    Bad bad_;
    std::deque<Owed> owed_;
    std::uint64_t checked_ = 0;
};

}  // namespace unrip::sandbox
