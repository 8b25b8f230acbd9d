#pragma once

#include "core/ratio.hpp"
#include "core/time.hpp"

namespace unrip::venue {

/// When a source is not believed. Every figure is a setting.
struct FeedRules {
    /// Since the quote's own time, or since its arrival when it carries none. Sources that speak
    /// only when something changes need more, and prove by other frames that they are there.
    Milliseconds quote_age_max{5'000};
    /// Since the last frame of any kind.
    Milliseconds silence_max{10'000};
    /// Quotes keep coming and neither bid nor ask has moved for this long. Real books twitch.
    Milliseconds frozen_max{300'000};
    /// How far the source's clock may be ahead of ours.
    Milliseconds ahead_max{10'000};
    /// (ask - bid) / mid.
    Ratio spread_max = Ratio::bps(50);
};

}  // namespace unrip::venue
