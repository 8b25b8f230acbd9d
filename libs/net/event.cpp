#include "net/event.hpp"

#include "core/check.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/system/system_error.hpp>

namespace unrip::net {

namespace asio = boost::asio;

/// The waiting coroutine owns this too, so an Event may be destroyed while somebody waits.
struct Event::State {
    explicit State(const asio::any_io_executor& executor)
        : never{executor, asio::steady_timer::time_point::max()} {}

    asio::steady_timer never;  ///< Never expires; cancelling it wakes the waiting coroutine.
    bool is_set = false;
    bool has_waiter = false;
};

namespace {

/// Also when the wait ends by an exception, nobody is left waiting.
class Waiting {
  public:
    explicit Waiting(bool& flag) : flag_{flag} {
        check(!flag_, "two coroutines wait for one event");
        flag_ = true;
    }
    Waiting(const Waiting&) = delete;
    Waiting& operator=(const Waiting&) = delete;
    ~Waiting() { flag_ = false; }

  private:
    bool& flag_;
};

}  // namespace

Event::Event(const asio::any_io_executor& executor) : state_{std::make_shared<State>(executor)} {}

Event::~Event() {
    state_->never.cancel();
}

void Event::set() {
    state_->is_set = true;
    if (state_->has_waiter) state_->never.cancel();
}

Task<void> Event::wait() {
    const auto state = state_;
    if (!state->is_set) {
        const Waiting waiting{state->has_waiter};
        co_await state->never.async_wait(asio::as_tuple(asio::use_awaitable));
    }
    const auto cancellation = co_await asio::this_coro::cancellation_state;
    const bool is_cancelled = cancellation.cancelled() != asio::cancellation_type::none;
    if (is_cancelled || !state->is_set) {
        throw boost::system::system_error{asio::error::operation_aborted, "waiting for an event"};
    }
    state->is_set = false;
}

}  // namespace unrip::net
