#include "chain/blocks.hpp"

#include "near/base58.hpp"
#include "near/hash.hpp"

#include <algorithm>

namespace unrip::sandbox {

Blocks::Blocks(std::uint64_t seed, std::uint64_t first_height, unsigned final_lag, Instant start)
    : seed_{seed}, final_lag_{final_lag} {
    // So many that the final block is another than the newest from the beginning.
    for (unsigned at = 0; at <= final_lag; ++at) {
        const auto height = first_height + at;
        auto hash = hash_of(height);
        heights_.emplace(hash, height);
        blocks_.push_back({height, start - Milliseconds{final_lag - at}, hash, hash_of(height - 1)}
        );
    }
}

std::string Blocks::hash_of(std::uint64_t height) const {
    const auto text = "block " + std::to_string(height) + " of " + std::to_string(seed_);
    return near::to_base58(near::sha256(near::as_bytes(text)));
}

const Block& Blocks::produce(Instant time) {
    const auto& last = newest();
    Block block{
        last.height + 1,
        std::max(time, last.time + Nanoseconds{1}),
        hash_of(last.height + 1),
        last.hash};
    heights_.emplace(block.hash, block.height);
    blocks_.push_back(std::move(block));
    if (blocks_.size() > kKept) {
        heights_.erase(blocks_.front().hash);
        blocks_.pop_front();
    }
    return blocks_.back();
}

const Block& Blocks::final() const {
    return blocks_[blocks_.size() - 1 - final_lag_];
}

const Block* Blocks::by_height(std::uint64_t height) const {
    const auto first = blocks_.front().height;
    if (height < first || height > newest().height) return nullptr;
    return &blocks_[static_cast<std::size_t>(height - first)];
}

const Block* Blocks::by_hash(std::string_view hash) const {
    const auto found = heights_.find(std::string{hash});
    return found == heights_.end() ? nullptr : by_height(found->second);
}

}  // namespace unrip::sandbox
