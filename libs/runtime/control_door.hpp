#pragma once

#include "core/time.hpp"
#include "runtime/control.hpp"
#include "runtime/secret.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace unrip::runtime {

/// Who may come in.
struct DoorRules {
    std::vector<std::string> host_names;  ///< Under which we may be addressed; in lower case.
    bool any_address = false;             ///< Also under any IP address, written as digits.
    std::optional<Secret> token;
};

/// What the door looks at in a request. Views into it.
struct Knock {
    std::string_view path;
    std::size_t host_count = 0;
    std::string_view host;
    bool has_origin = false;
    std::string_view fetch_site;
    std::string_view authorization;
};

/// Keeps out web pages (which reach for local ports through the user's browser, under any name that
/// DNS can be made to resolve) and whoever lacks the token.
class Door {
  public:
    Door(DoorRules rules, const Clock& clock);

    /// Nothing when the caller may pass, or what it gets to hear.
    std::optional<ControlResponse> refuse(const Knock& knock);

  private:
    bool knows_host(std::string_view host) const;
    bool has_token(std::string_view authorization) const;
    ControlResponse refuse_token(bool given);

    DoorRules rules_;
    const Clock& clock_;
    Tick wrong_since_{};
    unsigned wrong_tokens_ = 0;
};

/// A body must be a JSON object and must say so. Nothing when there is none or it is fine.
std::optional<ControlResponse> refuse_body(std::string_view content_type, std::string_view body);

/// An IP address written as digits, without brackets.
bool is_address(std::string_view text);
bool is_loopback(std::string_view address);

}  // namespace unrip::runtime
