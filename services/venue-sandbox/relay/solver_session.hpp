#pragma once

#include "net/server_socket.hpp"
#include "relay/relay_stats.hpp"

#include <cstdint>
#include <memory>
#include <string>
#include <unordered_set>

namespace unrip::sandbox {

struct QuoteRequest;

/// Which requests a solver wants to hear; empty sets let all pass.
struct TokenFilter {
    std::unordered_set<std::string> tokens_in;
    std::unordered_set<std::string> tokens_out;

    bool passes(const QuoteRequest& request) const;
};

/// One solver's connection.
struct SolverSession {
    std::uint64_t id = 0;
    std::shared_ptr<net::ServerSocket> socket;  ///< Null for one inside this process.
    bool hears_quotes = false;
    bool hears_status = false;
    bool hears_extended = false;
    TokenFilter filter;

    std::uint64_t asked = 0;
    std::string account;            ///< Known from its first readable answer on.
    SolverStats* solver = nullptr;  ///< Of that account.
};

}  // namespace unrip::sandbox
