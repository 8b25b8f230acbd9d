#pragma once

#include "relay/relay.hpp"
#include "unit/venue-sandbox/world.hpp"

#include <boost/asio/io_context.hpp>

#include <string>

namespace unrip::sandbox {

/// A relay on the chain of a test, with time that stands still until it is moved.
struct RelayWorld {
    explicit RelayWorld(RelayRules rules = {});

    boost::asio::io_context loop;
    ChainWorld world;
    ManualClock clock{kStart};
    Relay relay;

    /// Chain and relay go on for so long, millisecond by millisecond.
    void pass(Milliseconds duration);
};

/// A taker gives 100 kGive for kTake: what Draft answers by 200.
QuoteRequest request_of(std::string quote_id = "q-1");

/// The parameter of a quote_response, with quote_output as in the draft's diff.
std::string answer_of(const Draft& draft, std::string_view quote_id = "q-1");
std::string answer_of(const Draft& draft, std::string_view quote_id, std::string_view quote_output);

/// A maker's draft with this amount to give.
Draft offering(int amount, std::uint8_t nonce_number = 1);

}  // namespace unrip::sandbox
