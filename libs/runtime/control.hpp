#pragma once

#include "net/task.hpp"

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace unrip::runtime {

/// What came in through the control port, after the door let it pass.
struct ControlRequest {
    std::string method;
    std::string path;
    std::map<std::string, std::string, std::less<>> query;    ///< Decoded.
    std::map<std::string, std::string, std::less<>> headers;  ///< Names in lower case.
    std::string body;                                         ///< Empty, or a JSON object.
    std::string who;  ///< The X-Unrip-Who header, or "control port".
};

struct ControlResponse {
    int status = 200;
    std::string body;
    std::string content_type = "application/json";
    std::vector<std::pair<std::string, std::string>> headers;

    static ControlResponse json(std::string body);
    static ControlResponse json(int status, std::string body);

    /// `{"error":{"code","message","details"}}`; `details` is a JSON object.
    static ControlResponse error(
        int status, std::string_view code, std::string_view message, std::string_view details = "{}"
    );
};

/// May suspend; must have its own deadline for whatever it waits on.
using ControlHandler = std::function<Task<ControlResponse>(ControlRequest)>;

/// What can be asked of a process: paths, and who answers them.
class Control {
  public:
    /// A route registered again is replaced: a service may extend what every process has. A "*" in
    /// a path stands for any one name there ("/withdrawals/*", "/accounts/*/fund"), unless that
    /// path has a route of its own.
    void route(std::string_view method, std::string_view path, ControlHandler handler);

    /// For an answer that is at hand.
    void route_now(
        std::string_view method,
        std::string_view path,
        std::function<ControlResponse(const ControlRequest&)> answer
    );

    /// Null when nobody answers this. The handler stays valid while it is held.
    std::shared_ptr<const ControlHandler> find(std::string_view method, std::string_view path)
        const;

    /// The methods that a path answers, in the alphabet's order; none: there is no such path.
    std::vector<std::string> methods_of(std::string_view path) const;

    void forget_all() { routes_.clear(); }

  private:
    using Methods = std::map<std::string, std::shared_ptr<const ControlHandler>, std::less<>>;
    const Methods* methods_at(std::string_view path) const;

    std::map<std::string, Methods, std::less<>> routes_;
};

}  // namespace unrip::runtime
