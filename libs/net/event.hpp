#pragma once

#include "net/task.hpp"

#include <boost/asio/any_io_executor.hpp>

#include <memory>

namespace unrip::net {

/// A signal that one coroutine waits for and anyone on the same loop may set. It resets itself:
/// each set() ends one wait(), a set() that nobody waits for ends the next wait() at once, and
/// setting it twice is the same as setting it once. Not for use from other threads: post into the
/// loop first.
class Event {
  public:
    explicit Event(const boost::asio::any_io_executor& executor);
    Event(const Event&) = delete;
    Event& operator=(const Event&) = delete;
    /// A coroutine that still waits is woken with operation_aborted.
    ~Event();

    void set();

    /// Only one coroutine may wait at a time. Ends by cancellation (operation_aborted is thrown); a
    /// signal that arrives together with the cancellation is kept for the next wait().
    Task<void> wait();

  private:
    struct State;
    std::shared_ptr<State> state_;
};

}  // namespace unrip::net
