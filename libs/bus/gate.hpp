#pragma once

#include <boost/asio/any_io_executor.hpp>

#include <atomic>
#include <cstdint>
#include <functional>
#include <utility>

namespace unrip::bus {

/// The only way from the client's threads into the loop. Once closed nobody passes any more, so the
/// loop may go away although such a thread is still in one of our callbacks.
class Gate {
  public:
    explicit Gate(boost::asio::any_io_executor executor) : executor_{std::move(executor)} {}

    /// From any thread. Once closed the work is dropped.
    void post(std::function<void()> work);

    /// From the loop; waits until those who are passing have passed, which is the time of a post.
    void close();

  private:
    static constexpr std::uint32_t kClosed = 0x8000'0000U;

    boost::asio::any_io_executor executor_;
    std::atomic<std::uint32_t> passing_{0};  ///< How many, and the kClosed bit.
};

}  // namespace unrip::bus
