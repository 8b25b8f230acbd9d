#pragma once

#include "core/ids.hpp"

#include <cstddef>
#include <unordered_set>
#include <utility>
#include <vector>

namespace unrip::strategy {

/// The last quotes that were answered. A request that is heard twice, by two ingests or from a
/// stream, must not get a second binding signature.
class AnsweredQuotes {
  public:
    explicit AnsweredQuotes(std::size_t remembered) : remembered_{remembered} {
        known_.reserve(remembered_);
        order_.reserve(remembered_);
    }

    bool contains(const QuoteId& quote) const { return known_.contains(quote); }

    /// Once it is full, the place of the oldest is used again, with its memory.
    void add(const QuoteId& quote) {
        if (contains(quote)) return;
        if (order_.size() < remembered_) {
            order_.push_back(&*known_.insert(quote).first);
            return;
        }
        auto place = known_.extract(*order_[oldest_]);
        place.value() = quote;
        order_[oldest_] = &*known_.insert(std::move(place)).position;
        oldest_ = (oldest_ + 1) % remembered_;
    }

  private:
    std::size_t remembered_;
    std::unordered_set<QuoteId> known_;
    std::vector<const QuoteId*> order_;  // Into `known_`, whose elements stay where they are.
    std::size_t oldest_ = 0;
};

}  // namespace unrip::strategy
