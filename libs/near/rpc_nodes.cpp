#include "near/rpc_nodes.hpp"

#include "core/check.hpp"
#include "net/url.hpp"

#include <algorithm>

namespace unrip::near {
namespace {

/// A node that asks for an hour is asked again after this; the wish may be a mistake.
constexpr Milliseconds kRestMax{60'000};

}  // namespace

RpcNodes::RpcNodes(
    const std::vector<std::string>& urls,
    net::BackoffSettings rest,
    const net::Backoff::Random& random
) {
    check(!urls.empty(), "a client needs at least one node");
    for (const auto& url : urls) {
        const auto parsed = net::parse_url(url);
        RpcNodeStats stats;
        stats.origin = parsed ? parsed->origin() : "not a URL";
        nodes_.push_back({url, std::move(stats), net::Backoff{rest, random}, Tick{}});
    }
}

std::size_t RpcNodes::choose(Tick now) const {
    for (std::size_t node = 0; node < nodes_.size(); ++node) {
        if (nodes_[node].rests_until <= now) return node;
    }
    const auto soonest =
        std::min_element(nodes_.begin(), nodes_.end(), [](const Node& left, const Node& right) {
            return left.rests_until < right.rests_until;
        });
    return static_cast<std::size_t>(soonest - nodes_.begin());
}

Nanoseconds RpcNodes::rest_left(std::size_t node, Tick now) const {
    return std::max(Nanoseconds{0}, Nanoseconds{nodes_[node].rests_until - now});
}

void RpcNodes::succeeded(std::size_t node) {
    ++nodes_[node].stats.attempts;
    nodes_[node].backoff.reset();
    nodes_[node].rests_until = Tick{};
}

void RpcNodes::failed(
    std::size_t node, Tick now, std::optional<Milliseconds> retry_after, std::string problem
) {
    auto& failing = nodes_[node];
    ++failing.stats.attempts;
    ++failing.stats.failures;
    failing.stats.last_problem = std::move(problem);
    const Milliseconds own_rest = failing.backoff.next();
    const Milliseconds rest = std::max(own_rest, retry_after.value_or(Milliseconds{0}));
    failing.rests_until = now + std::min(rest, kRestMax);
}

std::vector<RpcNodeStats> RpcNodes::stats() const {
    std::vector<RpcNodeStats> all;
    for (const auto& node : nodes_)
        all.push_back(node.stats);
    return all;
}

}  // namespace unrip::near
