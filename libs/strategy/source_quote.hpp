#pragma once

#include "core/price.hpp"
#include "core/time.hpp"

#include <optional>
#include <string>
#include <vector>

namespace unrip::strategy {

/// The best bid and ask of one outside market, as last heard.
struct SourceQuote {
    std::string name;
    std::optional<Price> bid;
    std::optional<Price> ask;
    /// What the source itself says about its doubt (a confidence), as a share of its price.
    Ratio uncertainty;
    std::optional<Instant> quoted_at;  ///< The exchange's own time of it, where it gives one.
    Instant received_at;
    Instant last_frame_at;        ///< Anything at all came on its socket.
    bool is_open = true;          ///< The market trades: no maintenance, no cancel-only.
    Milliseconds age_max{5'000};  ///< Good for so long by itself,
    /// and for so long while its socket keeps talking: no change is not the same as stale.
    Milliseconds age_max_while_alive{5'000};
    /// The markets it is made of; empty for a market that quotes the pair itself. Crosses that
    /// share a leg are not independent.
    std::vector<std::string> legs;
};

/// What became of a source in a price.
enum class SourceUse {
    used,     ///< Its price is in the median.
    outlier,  ///< Fresh, but too far from the others.
    stale,    ///< Its last price is too old, or its clock is not ours.
    frozen,   ///< Its socket is silent or its market is closed.
    invalid,  ///< Its book is crossed, empty, zero or too wide.
    silent,   ///< Nothing was heard from it yet.
};

std::string_view to_text(SourceUse use);

/// What one fresh source says of a price.
struct SourceView {
    SourceUse use = SourceUse::silent;
    std::optional<Price> mid;
    Ratio half_width;
    std::optional<Milliseconds> age;  ///< Of its own quote.
    /// When its price was last known to hold.
    std::optional<Instant> observed_at;
};

struct SourceLimits {
    Ratio spread_max = Ratio::bps(50);       ///< Bid to ask, of mid.
    Milliseconds frame_age_max{3'000};       ///< A socket that talked this recently is alive.
    Milliseconds exchange_skew_max{10'000};  ///< Exchange time against ours, on arrival.
};

/// Whether the source can be used at `now`, before it is compared with others.
SourceView look_at(const SourceQuote& source, const SourceLimits& limits, Instant now);

}  // namespace unrip::strategy
