#include "e2e/wiring.hpp"

#include <array>

namespace unrip::test {
namespace {

constexpr std::array<const char*, 7> kOnTheBus{
    "history-writer",
    "inventory-sync",
    "liquidity-manager",
    "market-reference-ingest",
    "near-intents-ingest",
    "strategy-engine",
    "trade-executor"};
constexpr std::array<const char*, 5> kAtTheVenue{
    "inventory-sync",
    "liquidity-manager",
    "market-reference-ingest",
    "near-intents-ingest",
    "trade-executor"};
constexpr auto kNats = "nats-server";
constexpr auto kVenue = "venue";
constexpr auto kToPostgres = "history-writer to postgresql";

std::string name_of(const std::string& process, const std::string& place) {
    return process + " to " + place;
}

}  // namespace

Wiring::Wiring(
    bool has_links,
    std::uint16_t nats_port,
    std::uint16_t venue_port,
    const std::filesystem::path& postgres_socket
)
    : nats_port_{nats_port},
      venue_port_{venue_port},
      postgres_folder_{postgres_socket.parent_path()} {
    if (!has_links) return;
    for (const auto* process : kOnTheBus)
        links_[name_of(process, kNats)] = std::make_unique<Link>(nats_port);
    for (const auto* process : kAtTheVenue)
        links_[name_of(process, kVenue)] = std::make_unique<Link>(venue_port);
    postgres_folder_ = directory_.path();
    links_[kToPostgres] =
        std::make_unique<Link>(postgres_folder_ / postgres_socket.filename(), postgres_socket);
}

std::vector<std::string> Wiring::names() {
    std::vector<std::string> all{kToPostgres};
    for (const auto* process : kOnTheBus)
        all.push_back(name_of(process, kNats));
    for (const auto* process : kAtTheVenue)
        all.push_back(name_of(process, kVenue));
    return all;
}

std::uint16_t Wiring::port_of(
    const std::string& process, const std::string& place, std::uint16_t direct
) const {
    const auto found = links_.find(name_of(process, place));
    return found == links_.end() ? direct : found->second->port();
}

std::uint16_t Wiring::nats_port(const std::string& process) const {
    return port_of(process, kNats, nats_port_);
}

std::uint16_t Wiring::venue_port(const std::string& process) const {
    return port_of(process, kVenue, venue_port_);
}

std::filesystem::path Wiring::postgres_folder() const {
    return postgres_folder_;
}

}  // namespace unrip::test
