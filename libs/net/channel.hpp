#pragma once

#include "core/check.hpp"
#include "net/event.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

namespace unrip::net {

/// What a full channel does with one value too many.
enum class Overflow {
    refuse_newest,  ///< try_send says no: the sender feels it.
    drop_oldest,    ///< The value that waited longest goes: for what is worthless when old.
};

/// A bounded queue between coroutines of one loop. Its ring is allocated once; it never grows, and
/// what did not find room is counted. Not for use from other threads: post into the loop first.
template <class T>
class Channel {
  public:
    Channel(const boost::asio::any_io_executor& executor, std::size_t capacity, Overflow overflow)
        : ring_(capacity), overflow_{overflow}, arrived_{executor} {
        check(capacity > 0, "a channel without room");
    }

    /// False when the value was refused, which only a full refuse_newest channel does.
    bool try_send(T value) {
        if (size_ == ring_.size()) {
            ++dropped_;
            if (overflow_ == Overflow::refuse_newest) return false;
            take_oldest();
        }
        ring_[(oldest_ + size_) % ring_.size()].emplace(std::move(value));
        ++size_;
        arrived_.set();
        return true;
    }

    /// The oldest value, waiting for one if there is none. One receiver at a time. Ends by
    /// cancellation (operation_aborted is thrown) and then takes nothing out of the channel.
    Task<T> receive() {
        while (size_ == 0)
            co_await arrived_.wait();
        co_return take_oldest();
    }

    /// The oldest value, if there is one.
    std::optional<T> try_receive() {
        if (size_ == 0) return std::nullopt;
        return take_oldest();
    }

    std::size_t size() const { return size_; }
    std::size_t capacity() const { return ring_.size(); }
    /// How many values were lost for want of room, refused ones and old ones together.
    std::uint64_t dropped() const { return dropped_; }

  private:
    T take_oldest() {
        auto& place = ring_[oldest_];
        T value = std::move(*place);
        place.reset();
        oldest_ = (oldest_ + 1) % ring_.size();
        --size_;
        return value;
    }

    std::vector<std::optional<T>> ring_;
    std::size_t oldest_ = 0;
    std::size_t size_ = 0;
    std::uint64_t dropped_ = 0;
    Overflow overflow_;
    Event arrived_;
};

}  // namespace unrip::net
