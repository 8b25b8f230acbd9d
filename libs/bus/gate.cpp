#include "bus/gate.hpp"

#include <boost/asio/post.hpp>

#include <utility>

namespace unrip::bus {

void Gate::post(std::function<void()> work) {
    const bool is_open = (passing_.fetch_add(1) & kClosed) == 0;
    if (is_open) boost::asio::post(executor_, std::move(work));
    passing_.fetch_sub(1);
    passing_.notify_all();
}

void Gate::close() {
    auto now = passing_.fetch_or(kClosed) | kClosed;
    while (now != kClosed) {
        passing_.wait(now);
        now = passing_.load();
    }
}

}  // namespace unrip::bus
