#pragma once

#include <cstdint>
#include <utility>
#include <vector>

namespace unrip::sandbox {

/// A value together with what it was some blocks ago: questions to the chain name a block, and the
/// final one lies behind the newest.
template <class T>
class Versioned {
  public:
    Versioned() : versions_{{0, T{}}} {}
    explicit Versioned(T value) : versions_{{0, std::move(value)}} {}

    const T& newest() const { return versions_.back().second; }

    /// As it was when the block of this height was the newest. For blocks further back than anyone
    /// may ask about it is the oldest value still known.
    const T& at(std::uint64_t height) const {
        auto version = versions_.rbegin();
        while (version->first > height && version + 1 != versions_.rend())
            ++version;
        return version->second;
    }

    void set(std::uint64_t height, T value) {
        if (versions_.back().first == height) {
            versions_.back().second = std::move(value);
        } else {
            forget_before(height > kKeptBlocks ? height - kKeptBlocks : 0);
            versions_.emplace_back(height, std::move(value));
        }
    }

    /// How many blocks back a question may reach.
    static constexpr std::uint64_t kKeptBlocks = 256;

  private:
    void forget_before(std::uint64_t height) {
        std::size_t unneeded = 0;
        while (unneeded + 1 < versions_.size() && versions_[unneeded + 1].first <= height)
            ++unneeded;
        versions_.erase(
            versions_.begin(), versions_.begin() + static_cast<std::ptrdiff_t>(unneeded)
        );
    }

    std::vector<std::pair<std::uint64_t, T>> versions_;
};

}  // namespace unrip::sandbox
