#pragma once

#include "core/result.hpp"
#include "messages/quote_response.hpp"
#include "net/websocket.hpp"
#include "venue/relay/relay_frame.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace unrip::near_intents_ingest {

// The executor's answer on its way to the relay, and the relay's verdict on its way back. Pure.

/// The params object for the relay, from the signed texts as they are. Malformed: they do not hold
/// together, and the relay would refuse them.
Result<std::string> relay_params_of(const messages::QuoteResponse& response);

/// Which of our connections the executor means: "<instance>-<n>". Nothing: none that we ever had.
std::optional<net::ConnectionId> connection_of(
    std::string_view instance, std::string_view connection_id
);

/// The reply to an answer that did not go out.
messages::QuoteResponseReply not_sent(
    const messages::QuoteResponse& response, messages::RelayRejection why, std::string detail
);

/// The reply by what the relay said. A `timed_out` error is a verdict that never came.
messages::QuoteResponseReply verdict_of(
    const messages::QuoteResponse& response, const Result<venue::RelayAnswer>& answer
);

}  // namespace unrip::near_intents_ingest
