#pragma once

#include "messages/market_price.hpp"
#include "policy/sections.hpp"
#include "strategy/agreement.hpp"
#include "venue/price/source_price.hpp"

#include <optional>
#include <span>

namespace unrip::market_reference_ingest {

// From what a source says to what is agreed and told. Pure.

/// One source at one moment.
struct Reading {
    const policy::ReferenceSource* source = nullptr;
    venue::FeedVerdict verdict = venue::FeedVerdict::disconnected;
    std::optional<venue::SourcePrice> price;  ///< There exactly when the verdict is good.
    std::optional<Instant> last_frame_at;     ///< On its socket.
    Milliseconds quote_age_max{0};            ///< While the socket talks.
};

/// As the agreement wants it.
strategy::SourceQuote quote_of(const Reading& reading);

/// What is told of the readings that were agreed on. All but the time of publishing.
messages::MarketPrice told(
    const strategy::Agreement& agreement,
    std::span<const Reading> readings,
    std::uint32_t sources_min,
    Instant now
);

/// Whether somebody who heard the one price must hear the other at once. Ages and times alone are
/// left to the beat.
bool has_moved(const messages::MarketPrice& before, const messages::MarketPrice& now);

}  // namespace unrip::market_reference_ingest
