#pragma once

#include "core/check.hpp"

#include <cstdint>
#include <vector>

namespace unrip::strategy {

/// First in, first out, over a fixed number of places: no allocation once it is made.
class IndexRing {
  public:
    explicit IndexRing(std::size_t places) : places_(places) {}

    bool is_empty() const { return count_ == 0; }
    std::uint32_t front() const { return places_[head_]; }

    void push(std::uint32_t index) {
        check(count_ < places_.size(), "an index ring overflows");
        places_[(head_ + count_) % places_.size()] = index;
        ++count_;
    }
    void pop() {
        check(count_ > 0, "an empty index ring has no front");
        head_ = (head_ + 1) % places_.size();
        --count_;
    }

  private:
    std::vector<std::uint32_t> places_;
    std::size_t head_ = 0;
    std::size_t count_ = 0;
};

}  // namespace unrip::strategy
