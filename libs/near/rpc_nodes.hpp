#pragma once

#include "core/time.hpp"
#include "net/backoff.hpp"

#include <optional>
#include <string>
#include <vector>

namespace unrip::near {

struct RpcNodeStats {
    std::string origin;  ///< without path and query, which may hold keys
    std::uint64_t attempts = 0;
    std::uint64_t failures = 0;  ///< no answer, or one that another node might better
    std::uint64_t rate_limited = 0;
    std::string last_problem;
};

/// Which of several nodes is asked next. The first in the list is preferred; one that failed rests
/// for a while, longer after each failure in a row.
class RpcNodes {
  public:
    RpcNodes(
        const std::vector<std::string>& urls,
        net::BackoffSettings rest,
        const net::Backoff::Random& random
    );

    /// The first that does not rest, else the one that rests the shortest.
    std::size_t choose(Tick now) const;

    /// How long until it may be asked; zero when it does not rest.
    Nanoseconds rest_left(std::size_t node, Tick now) const;

    const std::string& url(std::size_t node) const { return nodes_[node].url; }

    void succeeded(std::size_t node);

    /// `retry_after` is the node's own wish, when it had one.
    void failed(
        std::size_t node, Tick now, std::optional<Milliseconds> retry_after, std::string problem
    );
    void limited_us(std::size_t node) { ++nodes_[node].stats.rate_limited; }

    std::vector<RpcNodeStats> stats() const;

  private:
    struct Node {
        std::string url;
        RpcNodeStats stats;
        net::Backoff backoff;
        Tick rests_until{};
    };

    std::vector<Node> nodes_;
};

}  // namespace unrip::near
