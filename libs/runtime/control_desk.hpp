#pragma once

#include "core/time.hpp"
#include "net/http_server.hpp"
#include "net/task.hpp"
#include "runtime/control.hpp"
#include "runtime/control_door.hpp"

#include <cstddef>
#include <functional>
#include <memory>
#include <string_view>

namespace unrip::runtime {

/// What the control port tells whoever runs it. Both are needed.
struct ControlEvents {
    std::function<void(std::string_view method, std::string_view target, int status)> answered;
    std::function<void(std::string_view path, std::string_view what)> handler_failed;
};

/// Behind the socket and before the handlers: checks the caller, finds the route, checks the body.
class ControlDesk {
  public:
    ControlDesk(const Control& control, DoorRules rules, const Clock& clock, ControlEvents events);

    Task<ControlResponse> answer(net::ServedRequest request);

    std::size_t handling() const { return handling_; }

    /// From here on a handler that fails was cancelled: nobody is told.
    void close() { closed_ = true; }

  private:
    Task<ControlResponse> handle(
        std::shared_ptr<const ControlHandler> handler, ControlRequest request
    );
    ControlResponse refuse_route(const ControlRequest& request) const;

    const Control& control_;
    Door door_;
    ControlEvents events_;
    std::size_t handling_ = 0;
    bool closed_ = false;
};

}  // namespace unrip::runtime
