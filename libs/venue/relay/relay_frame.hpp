#pragma once

#include "venue/json/json_value.hpp"
#include "venue/json/read_json.hpp"
#include "venue/relay/relay_events.hpp"

#include <cstddef>
#include <variant>

namespace unrip::venue {

/// Why a request of ours was refused, as far as we act on it. Read from the text: the codes are not
/// settled anywhere.
enum class RelayRefusal {
    late,  ///< The auction is over. What was signed stays signed.
    other,
};

std::string_view to_text(RelayRefusal refusal);
RelayRefusal classify_refusal(std::string_view message);

/// The relay's answer to the request of that id: a result, or a refusal with its text.
struct RelayAnswer {
    std::uint64_t id = 0;
    bool ok = false;
    JsonValue result;     ///< When ok; may be null.
    std::string message;  ///< When not ok.
    RelayRefusal refusal = RelayRefusal::other;
};

/// Why a frame was not used: a metric label, so the list is closed.
enum class FrameProblem {
    oversized,
    not_json,
    too_deep,
    not_an_object,  ///< Batches, which nobody sends, among them.
    unknown_method,
    no_params,
    unknown_event,
    quote_without_id,
    bad_asset,
    same_asset,
    no_amount,
    two_amounts,
    bad_amount,
    bad_deadline,
    bad_wait,
    status_without_hash,
    answer_without_id,
    answer_empty,    ///< Neither a result nor an error.
    answer_unknown,  ///< To an id that was never sent.
    answer_late,     ///< To a request already given up or answered.
};

inline constexpr std::size_t kFrameProblems = 20;

std::string_view to_text(FrameProblem problem);

struct IgnoredFrame {
    FrameProblem problem;
};

using RelayFrame = std::variant<RelayQuoteEvent, RelayStatusEvent, RelayAnswer, IgnoredFrame>;

struct RelayFrameLimits {
    JsonLimits json;
    /// A request that wants longer than this is malformed rather than demanding.
    Milliseconds deadline_max = std::chrono::hours{24};
    std::size_t text_bytes_max = 256;  ///< Of ids and hashes.
};

/// Reads one text frame of the relay's socket, in either envelope. Total: every input gives one of
/// the four, and the connection survives all of them.
RelayFrame decode_relay_frame(std::string_view text, const RelayFrameLimits& limits = {});

}  // namespace unrip::venue
