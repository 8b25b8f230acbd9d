#include "venue/relay/relay_frame.hpp"

#include <algorithm>
#include <array>
#include <cctype>

namespace unrip::venue {
namespace {

constexpr std::array<std::string_view, kFrameProblems> kFrameProblemTexts{
    "oversized",         "not_json",     "too_deep",       "not_an_object",
    "unknown_method",    "no_params",    "unknown_event",  "quote_without_id",
    "bad_asset",         "same_asset",   "no_amount",      "two_amounts",
    "bad_amount",        "bad_deadline", "bad_wait",       "status_without_hash",
    "answer_without_id", "answer_empty", "answer_unknown", "answer_late",
};
static_assert(static_cast<std::size_t>(FrameProblem::answer_late) + 1 == kFrameProblems);

std::string lower_case(std::string_view text) {
    std::string lowered{text};
    std::transform(lowered.begin(), lowered.end(), lowered.begin(), [](unsigned char letter) {
        return static_cast<char>(std::tolower(letter));
    });
    return lowered;
}

}  // namespace

std::string_view to_text(FrameProblem problem) {
    return kFrameProblemTexts.at(static_cast<std::size_t>(problem));
}

std::string_view to_text(RelayRefusal refusal) {
    return refusal == RelayRefusal::late ? "late" : "other";
}

std::string_view to_text(SettlementStep step) {
    switch (step) {
        case SettlementStep::ready_to_settle:
            return "quote_ready_to_settle";
        case SettlementStep::settle_successful:
            return "quote_settle_successful";
        case SettlementStep::settle_failed:
            return "quote_settle_failed";
        case SettlementStep::unknown:
            break;
    }
    return "unknown";
}

RelayRefusal classify_refusal(std::string_view message) {
    const auto text = lower_case(message);
    const auto says = [&](std::string_view words) { return text.find(words) != std::string::npos; };
    const bool late = says("quote not found") || says("already finished") ||
                      says("quote expired") || says("quote has expired");
    return late ? RelayRefusal::late : RelayRefusal::other;
}

}  // namespace unrip::venue
