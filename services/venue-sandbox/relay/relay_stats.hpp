#pragma once

#include "core/time.hpp"
#include "relay/latency.hpp"

#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <string>

namespace unrip::sandbox {

/// A signed answer that the Verifier would not take at this moment.
struct InvalidAnswer {
    Instant at;
    std::string reason;
    std::string quote_hash;
    std::optional<Instant> nonce_used_at;  ///< The time of the block, when its nonce was used.
};

/// One solver, or all of them together, as the relay sees them.
struct SolverStats {
    std::uint64_t asked = 0;     ///< Events that were sent to its sockets.
    std::uint64_t answered = 0;  ///< Signed answers, whatever became of them.
    std::uint64_t declined = 0;  ///< Answers that say why there is no offer.
    std::uint64_t late = 0;
    std::uint64_t repeated = 0;  ///< Second answers to one request.
    std::uint64_t valid = 0;
    std::uint64_t best = 0;  ///< The best answer of its auction.
    std::uint64_t won = 0;   ///< Taken by the one who had asked.
    std::uint64_t settled = 0;
    std::uint64_t failed = 0;  ///< Taken, and refused by the chain.
    std::map<std::string, std::uint64_t, std::less<>> invalid;
    std::map<std::string, std::uint64_t, std::less<>> failed_by_reason;
    LatencyHistogram latency;  ///< From the event's publication to the answer.

    void count_invalid(std::string_view reason);
    void count_failed(std::string_view reason);
};

struct RelayStats {
    std::uint64_t quotes = 0;          ///< Requests that were published.
    std::uint64_t quotes_refused = 0;  ///< Not published: repeated ids, or too many at once.
    std::uint64_t without_offer = 0;   ///< Auctions that ended empty.
    std::uint64_t connections = 0;     ///< Sockets ever opened.
    std::uint64_t handshakes_refused = 0;
    std::uint64_t malformed_frames = 0;
    std::uint64_t events_refused = 0;  ///< Events that a slow socket did not take.
    std::uint64_t signatures_owed = 0;
    std::uint64_t signatures_checked_late = 0;
    /// The last ten thousand.
    std::deque<InvalidAnswer> invalid_answers;
    SolverStats all;
    std::map<std::string, SolverStats, std::less<>> solvers;  ///< By account.

    /// Its statistics; beyond a thousand accounts they share one entry, "others".
    SolverStats& of(std::string_view account);

    /// A JSON object, the parts of each solver under `solvers`.
    std::string json() const;
};

}  // namespace unrip::sandbox
