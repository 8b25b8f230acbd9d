#pragma once

#include "strategy/events.hpp"
#include "strategy/jump_guard.hpp"
#include "strategy/source_quote.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace unrip::strategy {

struct AgreementPolicy {
    std::uint32_t sources_min = 2;
    SourceLimits source;
    Ratio outlier_floor = Ratio::bps(25);  ///< Nobody this near the median is an outlier,
    std::int64_t outlier_deviations = 5;   ///< nor within so many median deviations.
    Ratio disagreement_max = Ratio::bps(100);
    JumpPolicy jump;
};

/// One price out of several markets, or why there is none. A price that is not there is absent.
struct Agreement {
    PriceStatus status = PriceStatus::too_few_sources;
    bool is_jump_held = false;  ///< There are too few sources for a jump this large.
    std::optional<Price> mid;   ///< Median of the mids used.
    std::optional<Price> bid;   ///< Median of the bids used.
    std::optional<Price> ask;   ///< Median of the asks used.
    Ratio half_width;           ///< Median half distance of bid and ask.
    Ratio disagreement;         ///< Largest distance of a used source from mid, with its own doubt.
    std::uint32_t sources = 0;  ///< Independent ones among those used.
    std::optional<Instant> observed_at;  ///< When the oldest source used was known to hold.
    std::vector<SourceView> views;       ///< What became of each source, in the order given.
};

/// Median of fresh sources after the rejection of outliers. Pure: the same sources at the same time
/// give the same agreement.
Agreement agree(std::span<const SourceQuote> sources, const AgreementPolicy& policy, Instant now);

/// The same with a memory, so that a jump that few sources report waits for confirmation.
class ReferenceAgreement {
  public:
    explicit ReferenceAgreement(AgreementPolicy policy) : policy_{policy}, guard_{policy.jump} {}

    Agreement on(std::span<const SourceQuote> sources, Instant now);

  private:
    AgreementPolicy policy_;
    JumpGuard guard_;
};

}  // namespace unrip::strategy
