#pragma once

#include "bus/settings.hpp"
#include "core/result.hpp"

#include <nats/nats.h>

#include <memory>

namespace unrip::bus {

struct DestroyOptions {
    void operator()(natsOptions* options) const { natsOptions_Destroy(options); }
};
using LinkOptions = std::unique_ptr<natsOptions, DestroyOptions>;

/// The client's options for our settings, but for the callbacks. Malformed: names the setting that
/// can't work.
Result<LinkOptions> link_options(const Settings& settings);

/// By its own settings or by a server's URL.
bool wants_tls(const Settings& settings);

}  // namespace unrip::bus
