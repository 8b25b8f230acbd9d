#include "bus/connector.hpp"

#include "core/check.hpp"

#include <utility>

namespace unrip::bus {

void Connector::end() {
    if (thread_.joinable()) thread_.join();
    opened_.reset();
}

void Connector::start(
    boost::asio::any_io_executor loop,
    Settings settings,
    std::shared_ptr<Gate> gate,
    Link::Tell tell,
    std::function<void()> done
) {
    check(!thread_.joinable(), "two attempts to connect at a time");
    thread_ = std::thread{[this,
                           loop = std::move(loop),
                           settings = std::move(settings),
                           gate = std::move(gate),
                           tell = std::move(tell),
                           done = std::move(done)] {
        opened_.emplace(Link::open(loop, settings, gate, tell));
        gate->post(done);
    }};
}

Connector::Opened Connector::take() {
    thread_.join();  // It has nothing left to do.
    check(opened_.has_value(), "an attempt to connect without an outcome");
    auto opened = std::move(*opened_);
    opened_.reset();
    return opened;
}

}  // namespace unrip::bus
