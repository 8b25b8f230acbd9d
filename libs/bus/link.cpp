#include "bus/link.hpp"

#include "bus/client_link.hpp"
#include "bus/dial.hpp"
#include "bus/link_options.hpp"
#include "bus/wire.hpp"

#include <utility>

namespace unrip::bus {

Result<std::shared_ptr<Link>> Link::open(
    const boost::asio::any_io_executor& loop,
    const Settings& settings,
    std::shared_ptr<Gate> gate,
    Tell tell
) {
    if (wants_tls(settings)) return ClientLink::open(settings, std::move(gate), std::move(tell));
    auto line = dial(settings);
    if (!line) return line.failure();
    WireManners manners{settings.ping_interval, settings.write_deadline};
    return std::shared_ptr<Link>{
        std::make_shared<Wire>(loop, std::move(*line), manners, std::move(tell))};
}

}  // namespace unrip::bus
