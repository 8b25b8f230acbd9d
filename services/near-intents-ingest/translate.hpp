#pragma once

#include "messages/quote_status.hpp"
#include "messages/swap_demand.hpp"
#include "venue/relay/relay_client.hpp"

#include <string>
#include <string_view>

namespace unrip::near_intents_ingest {

/// Who heard it: part of every id, so that the same event has the same id after a retry and another
/// one at another ingest.
struct Hearer {
    std::string instance;

    /// A connection as the other processes name it: "ingest-1-3".
    std::string connection_name(net::ConnectionId connection) const;
};

/// The relay's words become ours. Pure: `pair` and `published_ns` are left to whoever publishes.
messages::Envelope<messages::SwapDemand> translate(
    const Hearer& hearer, const venue::HeardQuote& heard
);
messages::Envelope<messages::QuoteStatus> translate(
    const Hearer& hearer, const venue::HeardStatus& heard
);

}  // namespace unrip::near_intents_ingest
