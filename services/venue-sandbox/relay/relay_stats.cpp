#include "relay/relay_stats.hpp"

#include <nlohmann/json.hpp>

namespace unrip::sandbox {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t kAccountsMax = 1'000;

using Counts = std::map<std::string, std::uint64_t, std::less<>>;

void count(Counts& counts, std::string_view reason) {
    const auto found = counts.find(reason);
    if (found != counts.end()) {
        ++found->second;
    } else {
        counts.emplace(reason, 1);
    }
}

Json to_json(const Counts& counts) {
    auto json = Json::object();
    for (const auto& [name, number] : counts)
        json[name] = number;
    return json;
}

double milliseconds(Nanoseconds duration) {
    return static_cast<double>(duration.count() / 1'000) / 1'000.0;
}

Json to_json(const LatencyHistogram& latency) {
    return {
        {"count", latency.count()},
        {"p50_ms", milliseconds(latency.quantile(500))},
        {"p90_ms", milliseconds(latency.quantile(900))},
        {"p99_ms", milliseconds(latency.quantile(990))},
        {"max_ms", milliseconds(latency.max())}};
}

Json to_json(const SolverStats& solver) {
    return {
        {"asked", solver.asked},
        {"answered", solver.answered},
        {"declined", solver.declined},
        {"late", solver.late},
        {"repeated", solver.repeated},
        {"valid", solver.valid},
        {"invalid", to_json(solver.invalid)},
        {"best", solver.best},
        {"won", solver.won},
        {"settled", solver.settled},
        {"failed", solver.failed},
        {"failed_by_reason", to_json(solver.failed_by_reason)},
        {"latency", to_json(solver.latency)}};
}

}  // namespace

void SolverStats::count_invalid(std::string_view reason) {
    count(invalid, reason);
}

void SolverStats::count_failed(std::string_view reason) {
    ++failed;
    count(failed_by_reason, reason);
}

SolverStats& RelayStats::of(std::string_view account) {
    const auto found = solvers.find(account);
    if (found != solvers.end()) return found->second;
    const auto name = solvers.size() < kAccountsMax ? account : std::string_view{"others"};
    return solvers.try_emplace(std::string{name}).first->second;
}

std::string RelayStats::json() const {
    Json out = {
        {"quotes", quotes},
        {"quotes_refused", quotes_refused},
        {"without_offer", without_offer},
        {"connections", connections},
        {"handshakes_refused", handshakes_refused},
        {"malformed_frames", malformed_frames},
        {"events_refused", events_refused},
        {"signatures_owed", signatures_owed},
        {"signatures_checked_late", signatures_checked_late},
        {"all", to_json(all)}};
    auto by_account = Json::object();
    for (const auto& [account, solver] : solvers)
        by_account[account] = to_json(solver);
    out["solvers"] = std::move(by_account);
    return out.dump();
}

}  // namespace unrip::sandbox
