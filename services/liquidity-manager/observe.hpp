#pragma once

#include "core/result.hpp"
#include "messages/liquidity_action.hpp"
#include "runtime/health.hpp"
#include "runtime/log.hpp"
#include "runtime/metrics.hpp"

#include <memory>
#include <string>
#include <vector>

namespace unrip::presence {
class Announcer;
}  // namespace unrip::presence

namespace unrip::runtime {
class Service;
}  // namespace unrip::runtime

namespace unrip::liquidity_manager {

/// What happens here, to the outside: log, metrics, health by the age of the bridge's answers, and
/// alerts for what needs a person.
class Observe {
  public:
    /// `bridge_every` is how often the bridge is asked.
    Observe(runtime::Service& service, presence::Announcer& announcer, Milliseconds bridge_every);

    void step(const messages::LiquidityAction& action);
    void not_done(std::string_view what, const Error& error);

    void bridge_answered();
    void bridge_failed(const Error& error);
    /// Tokens whose decimals the bridge has otherwise; empty: all is well.
    void decimals(const std::vector<std::string>& wrong);

    /// A person must let it go on.
    void waits(const messages::LiquidityAction& action);

    void book_read(std::size_t actions);
    void book_away(const Error& error);

  private:
    runtime::Finding look_at_decimals() const;
    runtime::Finding look_at_book() const;

    runtime::Service& service_;
    presence::Announcer& announcer_;
    runtime::Floodgate complaints_;
    std::shared_ptr<runtime::Pulse> bridge_;
    runtime::Family<runtime::Counter> steps_;
    runtime::Counter bridge_failures_;
    std::vector<std::string> wrong_decimals_;
    bool is_book_read_ = false;
    std::string book_trouble_ = "not yet read";
};

}  // namespace unrip::liquidity_manager
