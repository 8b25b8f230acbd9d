#pragma once

#include "core/price.hpp"
#include "core/ratio.hpp"
#include "messages/enum_text.hpp"
#include "messages/envelope.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace unrip::messages {

/// Whether there is a price.
enum class PriceStatus {
    agreed,            ///< Enough fresh sources agree.
    too_few_sources,   ///< Fewer fresh sources than the policy asks for.
    sources_disagree,  ///< Fresh sources are further apart than the policy allows.
};

template <>
inline constexpr auto kEnumTexts<PriceStatus> = std::to_array<EnumText<PriceStatus>>({
    {PriceStatus::agreed, "agreed"},
    {PriceStatus::too_few_sources, "too_few_sources"},
    {PriceStatus::sources_disagree, "sources_disagree"},
});

/// What became of one source in this price.
enum class SourceUse {
    used,     ///< Its price is in the median.
    outlier,  ///< Fresh, but too far from the others.
    stale,    ///< Its last price is too old.
    frozen,   ///< It talks, but its price has not moved for longer than is credible.
    invalid,  ///< Its book is crossed, empty or zero.
    silent,   ///< Nothing was heard from it yet.
};

template <>
inline constexpr auto kEnumTexts<SourceUse> = std::to_array<EnumText<SourceUse>>({
    {SourceUse::used, "used"},
    {SourceUse::outlier, "outlier"},
    {SourceUse::stale, "stale"},
    {SourceUse::frozen, "frozen"},
    {SourceUse::invalid, "invalid"},
    {SourceUse::silent, "silent"},
});

/// Why this price was said now.
enum class PriceTrigger {
    change,   ///< It moved.
    beat,     ///< The regular repetition.
    refresh,  ///< A person asked.
};

template <>
inline constexpr auto kEnumTexts<PriceTrigger> = std::to_array<EnumText<PriceTrigger>>({
    {PriceTrigger::change, "change"},
    {PriceTrigger::beat, "beat"},
    {PriceTrigger::refresh, "refresh"},
});

/// One exchange's part in a price.
struct PriceSource {
    std::string source;  ///< kraken, coinbase, bitstamp, binance, pyth.
    /// How a cross rate was made: btc-usd/eur-usd. Absent when the source quotes the pair.
    std::optional<std::string> route;
    SourceUse use = SourceUse::silent;  ///< What became of it.
    std::optional<Price> bid;           ///< Best bid.
    std::optional<Price> ask;           ///< Best ask.
    /// Half of the confidence interval, where the source gives a price with one.
    std::optional<Price> confidence;
    std::optional<std::int64_t> exchange_at_ns;  ///< The exchange's own time of it.
    std::optional<std::int64_t> received_at_ns;  ///< When we heard it.
    std::optional<std::int64_t> age_ms;          ///< How old it was when this price was made.

    friend bool operator==(const PriceSource&, const PriceSource&) = default;
};

/// The agreed outside price of the envelope's pair, or why there is none. A price that is not there
/// is absent, never old and never zero.
struct MarketPrice {
    static constexpr std::string_view kSubject = "ref.market_price";
    static constexpr std::string_view kSchema = "ref.market_price/1";

    PriceStatus status = PriceStatus::too_few_sources;  ///< Whether there is a price.
    /// Whole quote tokens for one whole base token: the median of the sources used. Present exactly
    /// when agreed.
    std::optional<Price> mid;
    /// Median half distance between bid and ask of the sources used, in millionths of mid.
    std::optional<Ratio> half_width_ppm;
    /// Largest distance of a used source from mid, in millionths.
    std::optional<Ratio> disagreement_ppm;
    /// When the oldest source used was heard: the price's age counts from here.
    std::optional<std::int64_t> observed_at_ns;
    std::int64_t computed_at_ns = 0;              ///< When this was worked out.
    std::uint32_t sources_min = 0;                ///< How many sources the policy asks for.
    std::vector<PriceSource> sources;             ///< Every configured source, used or not.
    PriceTrigger trigger = PriceTrigger::change;  ///< Why it was said now.
    std::int64_t published_ns = 0;                ///< Stage: handed to the bus.

    friend bool operator==(const MarketPrice&, const MarketPrice&) = default;
};

}  // namespace unrip::messages
