#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace unrip::trade_executor {

/// The newest of what was seen, so that the same is not taken for news. Of each text it keeps 64
/// bits of its SHA-256, 16 bytes with the index: hundreds of thousands stay within a few megabytes.
/// Two texts share them once in 2^64, and all that come here were named by our own processes.
class Recent {
  public:
    explicit Recent(std::size_t capacity);

    /// True when it is news.
    bool add(std::string_view text);

    std::size_t size() const { return prints_.size(); }

  private:
    using Print = std::uint64_t;
    using Position = std::uint32_t;  ///< Of a print, plus one; 0 is an empty place.

    std::size_t home_of(Print print) const { return print & (places_.size() - 1); }
    std::size_t after(std::size_t place) const { return (place + 1) & (places_.size() - 1); }
    /// Where it is, or the empty place where it belongs.
    std::size_t place_of(Print print) const;
    bool has(std::size_t place) const { return places_[place] != 0; }
    void remove(Print print);
    void grow();

    std::size_t capacity_;
    std::size_t oldest_ = 0;        ///< In prints_, once that is full.
    std::vector<Print> prints_;     ///< A ring.
    std::vector<Position> places_;  ///< Open addressing; at least twice as many as prints.
};

}  // namespace unrip::trade_executor
