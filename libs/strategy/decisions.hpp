#pragma once

#include "core/amount.hpp"
#include "core/ids.hpp"
#include "core/price.hpp"
#include "core/time.hpp"
#include "strategy/approved_quote.hpp"
#include "strategy/decline_reason.hpp"
#include "strategy/quote_terms.hpp"
#include "strategy/slot_facts.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

// What the engine answers.

namespace unrip::strategy {

/// What a check measured when it said no.
struct Finding {
    std::string_view name;  ///< With its unit last: "price_age_ms". A literal.
    i128 measured = 0;
    i128 limit = 0;

    friend bool operator==(const Finding&, const Finding&) = default;
};

/// No quote, and why. With the reason `disarmed` everything else was right: armed, it would have
/// quoted these terms.
struct Declined {
    Stamp stamp;
    MessageId demand;
    QuoteId quote_id;
    DeclineReason reason = DeclineReason::unsupported_pair;
    std::optional<Finding> finding;
    QuoteTerms terms;  ///< As far as the pipeline came.
    /// False for a decline that a flood swept aside: count it, do not record it. Replay compares
    /// recorded decisions only, and neither this field nor the next.
    bool is_recorded = true;
    std::uint64_t stands_for =
        1;  ///< Declines of this pair and reason since the last recorded one.

    bool would_quote() const { return reason == DeclineReason::disarmed; }

    friend bool operator==(const Declined&, const Declined&) = default;
};

/// Open so many slots: write them to COMMITMENTS, wait until that is synced, say BatchOpened.
struct OpenBatch {
    std::uint64_t request = 0;
    std::string pair;
    SlotMode mode = SlotMode::reserve;
    std::vector<AssetAmount> caps;
    std::uint32_t size = 0;
    std::uint32_t lane_open_quotes_max = 1;
    Instant nonce_deadline;
    std::string salt;
    std::uint64_t count_height = 0;  ///< The count these caps were checked against.

    friend bool operator==(const OpenBatch&, const OpenBatch&) = default;
};

/// Slots on which nothing was ever issued are given up: write that, wait until it is synced, say
/// ClosingWritten. Until then they keep their caps.
struct CloseUnused {
    std::uint64_t request = 0;
    std::vector<SlotChange> slots;

    friend bool operator==(const CloseUnused&, const CloseUnused&) = default;
};

/// For the record: on these nothing more is signed, and these commit nothing any more.
struct SlotsChanged {
    std::vector<SlotChange> closed;
    std::vector<SlotChange> dead;

    friend bool operator==(const SlotsChanged&, const SlotsChanged&) = default;
};

/// The caps left are at most the count less this withdrawal and those before it. The transaction
/// may go out once COMMITMENTS holds what is withheld.
struct RoomMade {
    std::string action;
    AssetAmount withheld;
    Amount committed;  ///< Caps left on the token.
    Amount counted;
    std::uint64_t count_height = 0;

    friend bool operator==(const RoomMade&, const RoomMade&) = default;
};

/// Burn these nonces: more is promised than held, and the policy asks for it.
struct RevokeSlots {
    std::vector<SlotId> slots;

    friend bool operator==(const RevokeSlots&, const RevokeSlots&) = default;
};

/// What the engine found out that a person should know.
enum class AlertKind {
    over_committed,        ///< A count fell below what is promised.
    clock_skew,            ///< A clock can't be trusted.
    commitments_unusable,  ///< What was told about slots contradicts itself; nothing is opened.
};

std::string_view to_text(AlertKind kind);

struct Alert {
    AlertKind kind = AlertKind::over_committed;
    bool is_raised = true;  ///< Or cleared.
    std::string subject;    ///< The token, where there is one.
    std::string detail;

    friend bool operator==(const Alert&, const Alert&) = default;
};

using Decision = std::variant<
    ApprovedQuote,
    Declined,
    OpenBatch,
    CloseUnused,
    SlotsChanged,
    RoomMade,
    RevokeSlots,
    Alert>;

using Decisions = std::vector<Decision>;

}  // namespace unrip::strategy
