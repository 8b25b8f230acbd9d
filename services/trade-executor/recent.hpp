#pragma once

#include <cstddef>
#include <deque>
#include <unordered_set>

namespace unrip::trade_executor {

/// The newest of what was seen, so that the same is not taken for news.
template <class Id>
class Recent {
  public:
    explicit Recent(std::size_t capacity) : capacity_{capacity} {}

    /// True when it is news.
    bool add(const Id& id) {
        if (!known_.insert(id).second) return false;
        oldest_first_.push_back(id);
        if (oldest_first_.size() > capacity_) {
            known_.erase(oldest_first_.front());
            oldest_first_.pop_front();
        }
        return true;
    }

    std::size_t size() const { return known_.size(); }

  private:
    std::size_t capacity_;
    std::unordered_set<Id> known_;
    std::deque<Id> oldest_first_;
};

}  // namespace unrip::trade_executor
