#pragma once

#include "core/result.hpp"
#include "core/time.hpp"
#include "net/task.hpp"
#include "runtime/control_desk.hpp"

#include <boost/asio/any_io_executor.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace unrip::runtime {

/// What one caller may take.
struct ControlLimits {
    std::uint32_t header_bytes = 8 * 1024;
    std::size_t body_bytes = 64UL * 1024;
    std::size_t connections = 64;
    std::chrono::seconds request_time{
        5};  ///< From a request's first byte to its last; also for answers.
    std::chrono::seconds idle_time{30};  ///< Between requests.
};

/// HTTP on the service's own loop. However many callers come, at most `connections` are open: a new
/// one takes the place of whoever was idle longest, and is told 503 when none is.
class ControlServer {
  public:
    ControlServer(
        boost::asio::any_io_executor executor,
        const Control& control,
        DoorRules rules,
        const Clock& clock,
        ControlEvents events,
        ControlLimits limits = {}
    );
    ControlServer(const ControlServer&) = delete;
    ControlServer& operator=(const ControlServer&) = delete;
    ~ControlServer();

    /// Takes the port and begins to answer. Refused with a sentence for people when the port is
    /// taken or the address is not ours.
    Result<void> open(const std::string& address, std::uint16_t port, std::string_view variable);

    std::uint16_t port() const;

    /// Closes connections whose time is over. The service's beat calls it.
    void beat();

    /// How many handlers are running.
    std::size_t handling() const;
    std::size_t connections() const;

    /// Takes no more requests, cancels handlers, and ends when the last one has.
    Task<void> close();

  private:
    struct Parts;
    std::unique_ptr<Parts> parts_;
};

}  // namespace unrip::runtime
