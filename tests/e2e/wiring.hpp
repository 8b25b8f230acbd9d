#pragma once

#include "support/link.hpp"
#include "support/temporary_directory.hpp"

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace unrip::test {

/// How the processes of a house reach nats-server, PostgreSQL and the venue: directly, or each
/// through a link of its own ("trade-executor to nats-server").
class Wiring {
  public:
    Wiring(
        bool has_links,
        std::uint16_t nats_port,
        std::uint16_t venue_port,
        const std::filesystem::path& postgres_socket
    );

    std::uint16_t nats_port(const std::string& process) const;
    std::uint16_t venue_port(const std::string& process) const;
    /// Where history-writer finds PostgreSQL's socket.
    std::filesystem::path postgres_folder() const;

    /// Of the links, always in the same order.
    static std::vector<std::string> names();
    /// Throws when there is none of this name.
    Link& link(const std::string& name) const { return *links_.at(name); }
    bool has_links() const { return !links_.empty(); }

  private:
    std::uint16_t port_of(
        const std::string& process, const std::string& place, std::uint16_t direct
    ) const;

    std::uint16_t nats_port_;
    std::uint16_t venue_port_;
    std::filesystem::path postgres_folder_;
    TemporaryDirectory directory_;
    std::map<std::string, std::unique_ptr<Link>> links_;
};

}  // namespace unrip::test
