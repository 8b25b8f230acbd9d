// Signed answers that no transaction could carry, and whether that could be helped.

#include "faults/auditor.hpp"
#include "faults/chain_view.hpp"

#include <algorithm>
#include <array>
#include <sstream>

namespace unrip::test {
namespace {

using Json = nlohmann::json;

/// Answers that a trouble of the venue makes invalid while they are under way.
struct Excuse {
    const char* reason;
    const char* trouble;
};
constexpr std::array<Excuse, 1> kExcuses{{
    {"salt_unknown", "rotate_salt"},
}};

/// The relay says once that a quote on a lane was taken. When that word is lost, the chain tells
/// it: its use is final after 2.4 s, and each lane is looked at every 5 s. The rest is for a
/// machine that is slow; a lane whose use nobody finds out is used for minutes.
constexpr WallMs kFoundOutWithin = 30'000;
/// A word that was not lost is under way no longer than this after the block that it is about.
constexpr WallMs kUnderWay = 15'000;
/// Between the word and the block.
constexpr WallMs kBlockAfterWord = 5'000;
/// What was signed before the use may come after it: a link that stalls holds it back so long.
constexpr WallMs kHeldBack = 15'000;

}  // namespace

void Auditor::look_at_invalid_answers(const Json& maker) {
    const auto invalid = maker.value("invalid", Json::object());
    for (const auto& [reason, times] : invalid.items()) {
        figure("venue: invalid for " + reason, times.dump());
        if (reason == "nonce_used" && is_in_lanes_) continue;
        bool is_excused = false;
        for (const auto& excuse : kExcuses) {
            is_excused = is_excused || (reason == excuse.reason &&
                                        chronicle_.venue_troubles.count(excuse.trouble) > 0);
        }
        expect(is_excused, "answers were invalid: " + reason + " " + times.dump());
    }
    const auto counted = invalid.value("nonce_used", std::size_t{0});
    if (counted > 0 && is_in_lanes_) look_at_used_lanes(counted);
}

/// Only what nobody could know yet is excused: what was signed on a lane so soon after its nonce
/// was used. (That nothing was signed against the record is looked at with the results.)
void Auditor::look_at_used_lanes(std::size_t counted) {
    // Of a used one the relay says so, and of some nobody heard what it said.
    std::istringstream nonces{house_.ask(
        "select distinct s.nonce from signed_quotes s left join trade_execution_results r"
        " on r.command_id = s.command_id where r.id is null or r.outcome = 'unknown'"
        " or r.detail like '%nonce was already used%'"
    )};
    const ChainView chain{house_};
    std::size_t signed_after = 0;
    WallMs longest = 0;
    for (std::string nonce; std::getline(nonces, nonce);) {
        const auto used_at = nonce.empty() ? std::nullopt : chain.nonce_used_at(nonce);
        if (!used_at) continue;
        std::istringstream quotes{house_.ask(
            "select signed_ns / 1000000, quote_hash from signed_quotes where nonce = '" + nonce +
            "' and signed_ns / 1000000 > " + std::to_string(*used_at - kHeldBack)
        )};
        for (std::string line; std::getline(quotes, line);) {
            ++signed_after;
            const WallMs signed_at = std::stoll(line);
            const auto hindered = chronicle_.hindered.length_in(*used_at, signed_at);
            const auto could_look = signed_at - *used_at - hindered;
            const bool was_lost =
                chronicle_.deaf.length_in(*used_at - kBlockAfterWord, signed_at) > 0;
            longest = std::max(longest, could_look);
            expect(
                could_look <= (was_lost ? kFoundOutWithin : kUnderWay),
                "signed " + std::to_string(signed_at - *used_at) +
                    " ms after its lane's nonce was used (" + std::to_string(hindered) +
                    " ms of it hindered, the word of it " +
                    (was_lost ? "may have been" : "was not") + " lost): " + line
            );
        }
    }
    figure("longest from the use of a lane to a signature on it, ms", std::to_string(longest));
    expect(
        counted <= signed_after,
        std::to_string(counted) + " answers came under used nonces, and only " +
            std::to_string(signed_after) + " are known"
    );
}

}  // namespace unrip::test
