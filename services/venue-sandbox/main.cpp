// venue-sandbox: the whole outside world on loopback, for trying, testing and measuring.
//
//   one port   /ws /rpc (relay)   /near   /bridge   /kraken /coinbase /bitstamp /binance /pyth

#include "control/routes.hpp"
#include "kept_balances.hpp"
#include "observe.hpp"
#include "runtime/log.hpp"
#include "runtime/service.hpp"
#include "sandbox.hpp"
#include "settings.hpp"

namespace unrip::sandbox {
namespace {

/// After the venue is closed: nothing moves any more.
Task<void> keep(runtime::Service& service, const Sandbox& sandbox, std::string path) {
    const auto& maker = sandbox.world().scenario().maker.id;
    const auto kept = keep_balances(path, sandbox.chain(), maker);
    if (!kept) service.log().warn("balances_not_kept", {{"why", kept.error().detail}});
    co_return;
}

Task<void> run(runtime::Service& service) {
    auto settings = Settings::from(service.env());

    Sandbox sandbox{service.executor(), service.clock(), std::move(settings.scenario)};
    if (const auto furnished = sandbox.furnish_maker(); !furnished) {
        throw runtime::CannotStart{
            "venue-sandbox: a key of the scenario's maker can't be read: " +
            furnished.error().detail};
    }
    const auto opened = sandbox.open(settings.bind, settings.venue_port);
    if (!opened) {
        throw runtime::CannotStart{
            "venue-sandbox: the venue's port can't be opened: " + opened.error().detail +
            ". Stop who has it, or set VENUE_SANDBOX_VENUE_PORT."};
    }
    Observe observe{service, sandbox};
    add_routes(service.control(), sandbox, service.clock());
    if (settings.balances_file) {
        service.on_stop("keep the maker's balances", [&, path = *settings.balances_file] {
            return keep(service, sandbox, path);
        });
    }
    service.on_stop("close the venue", [&sandbox] { return sandbox.close(); });

    observe.say_where();
    service.mark_ready();
    co_await sandbox.run();
}

}  // namespace
}  // namespace unrip::sandbox

int main() {
    return unrip::runtime::run_service("venue-sandbox", unrip::sandbox::run);
}
