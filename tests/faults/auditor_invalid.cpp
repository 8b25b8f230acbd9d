// Signed answers that no transaction could carry, and whether that could be helped.

#include "faults/auditor.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <string>

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
/// it: its use is final after 2.4 s, and each lane is looked at every 5 s. 3.1 s was the longest
/// seen since the venue names each use; the rest is for a machine that is slow. Time in which the
/// node could not be asked does not count, and a lane whose use nobody finds out is used for
/// minutes.
constexpr WallMs kFoundOutWithin = 15'000;
/// A word that was not lost comes before the block that it is about, and is under way for
/// milliseconds; whoever stands still on the way is counted as hindered after 0.3 s.
constexpr WallMs kUnderWay = 5'000;
/// Between the word and the block.
constexpr WallMs kBlockAfterWord = 5'000;

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
/// was used. (That nothing was signed against the record is looked at with the results.) The venue
/// says of each when its nonce had been used: nodes forget old blocks, and nonces that are over.
void Auditor::look_at_used_lanes(std::size_t counted) {
    const auto all = Json::parse(house_.venue.get("/invalid-answers").body);
    std::size_t named = 0;
    std::map<bool, WallMs> longest;
    for (const auto& answer : all.at("invalid_answers")) {
        if (answer.at("reason") != "nonce_used" || !answer.contains("nonce_used_at_ms")) continue;
        ++named;
        const auto hash = answer.at("quote_hash").get<std::string>();
        const auto found = house_.ask(
            "select min(true_ms('trade-executor', signed_ns / 1000000, received_at))"
            " from signed_quotes where quote_hash = '" +
            hash + "'"
        );
        const WallMs used_at = answer.at("nonce_used_at_ms");
        const WallMs signed_at =
            found.empty() ? answer.at("at_ms").get<WallMs>() : std::stoll(found);
        const bool was_lost = chronicle_.deaf.length_in(used_at - kBlockAfterWord, signed_at) > 0;
        auto& so_far = longest[was_lost];
        so_far = std::max(so_far, look_at_void_signature(hash, used_at, signed_at, was_lost));
    }
    for (const auto& [was_lost, so_long] : longest) {
        figure(
            std::string{"longest from the use of a lane to a signature on it, its word "} +
                (was_lost ? "perhaps lost" : "heard") + ", ms",
            std::to_string(so_long)
        );
    }
    expect(
        counted == named,
        std::to_string(counted) + " answers came under used nonces, and the venue names " +
            std::to_string(named)
    );
}

/// How long somebody could have looked between the two.
WallMs Auditor::look_at_void_signature(
    const std::string& hash, WallMs used_at, WallMs signed_at, bool was_lost
) {
    const auto hindered = chronicle_.hindered.length_in(used_at, signed_at);
    const auto could_look = signed_at - used_at - hindered;
    expect(
        could_look <= (was_lost ? kFoundOutWithin : kUnderWay),
        "signed " + std::to_string(signed_at - used_at) + " ms after its lane's nonce was used (" +
            std::to_string(hindered) + " ms of it hindered, the word of it " +
            (was_lost ? "may have been" : "was not") + " lost): " + hash
    );
    return could_look;
}

}  // namespace unrip::test
