#pragma once

#include "core/ids.hpp"

#include <cstddef>
#include <unordered_set>
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

    void add(const QuoteId& quote) {
        if (!known_.insert(quote).second) return;
        if (order_.size() < remembered_) {
            order_.push_back(quote);
            return;
        }
        known_.erase(order_[oldest_]);
        order_[oldest_] = quote;
        oldest_ = (oldest_ + 1) % remembered_;
    }

  private:
    std::size_t remembered_;
    std::unordered_set<QuoteId> known_;
    std::vector<QuoteId> order_;
    std::size_t oldest_ = 0;
};

}  // namespace unrip::strategy
