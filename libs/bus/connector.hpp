#pragma once

#include "bus/link.hpp"

#include <functional>
#include <memory>
#include <optional>
#include <thread>

namespace unrip::bus {

/// Opens links on a thread of its own, since opening blocks.
class Connector {
  public:
    using Opened = Result<std::shared_ptr<Link>>;

    Connector() = default;
    Connector(const Connector&) = delete;
    Connector& operator=(const Connector&) = delete;
    ~Connector() { end(); }

    /// `done` is called on the loop, through the gate; take() then has the outcome.
    void start(
        boost::asio::any_io_executor loop,
        Settings settings,
        std::shared_ptr<Gate> gate,
        Link::Tell tell,
        std::function<void()> done
    );
    Opened take();
    /// Waits for an attempt that is under way, and undoes it.
    void end();

  private:
    std::thread thread_;
    std::optional<Opened> opened_;
};

}  // namespace unrip::bus
