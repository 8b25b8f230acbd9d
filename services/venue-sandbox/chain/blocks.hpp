#pragma once

#include "core/time.hpp"
#include "near/bytes.hpp"

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

namespace unrip::sandbox {

struct Block {
    std::uint64_t height = 0;
    Instant time;
    std::string hash;  ///< base58
    std::string previous_hash;
};

/// The blocks so far. Their hashes follow from seed and height, so two runs of one scenario have
/// the same.
class Blocks {
  public:
    Blocks(std::uint64_t seed, std::uint64_t first_height, unsigned final_lag, Instant start);

    /// Its time is after that of the block before, whatever the clock says.
    const Block& produce(Instant time);

    const Block& newest() const { return blocks_.back(); }
    /// Irrevocable; some blocks behind the newest.
    const Block& final() const;
    const Block* by_height(std::uint64_t height) const;
    const Block* by_hash(std::string_view hash) const;

    /// About a day of blocks would be true; a transaction's reference is younger in practice.
    static constexpr std::size_t kKept = 20'000;

  private:
    std::string hash_of(std::uint64_t height) const;

    std::uint64_t seed_;
    unsigned final_lag_;
    std::deque<Block> blocks_;
    std::unordered_map<std::string, std::uint64_t> heights_;
};

}  // namespace unrip::sandbox
