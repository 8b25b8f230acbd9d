#pragma once

#include "e2e/wiring.hpp"
#include "support/nats_server.hpp"
#include "support/postgres_server.hpp"
#include "support/service_process.hpp"
#include "support/temporary_directory.hpp"

#include <nlohmann/json.hpp>

#include <array>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>

namespace unrip::test {

/// A file of deploy/sandbox/scenarios.
nlohmann::json scenario_file(const std::string& name);

/// The scenario's own takers, each asking so much more often that all together reach the rate.
nlohmann::json hurried_takers(const std::string& scenario, double per_second);

/// All of unrip on this machine, as an operator runs it: the seven processes with nothing but their
/// environment, a real nats-server and PostgreSQL, and the simulated venue as the whole outside.
class TradingHouse {
  public:
    struct Plan {
        std::string policy = "deploy/policy/sandbox.json";
        /// A file of deploy/sandbox/scenarios, and what is different here (a JSON merge patch).
        std::string scenario = "calm";
        nlohmann::json changes = nlohmann::json::object();
        /// nats-server's sync_interval.
        std::string sync = "1s";
        /// By process: what its environment has besides, or instead.
        std::map<std::string, std::map<std::string, std::string>> settings = {};
        /// How much the stream TRADES may hold; 0: as in deploy/nats/streams.json.
        std::uint64_t trades_max_bytes = 0;
        /// Every process reaches the others through a link of its own, which a test can cut.
        bool has_links = false;
    };
    static constexpr std::string_view kAccount = "maker.sandbox.near";

    explicit TradingHouse(const Plan& plan);

    /// The venue and the seven, all ready.
    void open();
    /// As a person would: as soon as each finds nothing against it.
    void arm();
    void disarm() const;
    /// Another one of these processes, called "stand-by". It is not started.
    std::unique_ptr<ServiceProcess> stand_by(
        const std::string& process, const std::string& port_variable
    ) const;
    /// Nobody asks any more.
    void silence_takers() const;

    /// What the venue has seen.
    nlohmann::json venue_stats() const;
    /// A figure of `venue_stats` under a JSON pointer.
    std::uint64_t venue_count(const std::string& pointer) const;

    /// One cell of PostgreSQL, asked with psql.
    std::string ask(const std::string& sql) const;
    std::size_t count(const std::string& sql) const { return std::stoul(ask(sql)); }

    /// Looks every 50 ms, for at most a minute.
    static bool comes_true(const std::function<bool()>& condition);
    bool comes_to(const std::string& sql, const std::string& expected) const;

    /// What unripctl is told of this house.
    std::map<std::string, std::string> operator_environment() const;

    /// The key that signs quotes here.
    std::string signer_key_file() const;

    /// What every process said last: for a test that failed.
    std::string logs() const;

    NatsServer nats;
    PostgresServer postgres;

  private:
    std::string streams_of(const Plan& plan) const;

    TemporaryDirectory directory_;
    std::string policy_;
    std::string sync_;
    std::map<std::string, std::map<std::string, std::string>> settings_;
    std::uint16_t venue_port_;
    std::string database_url_;

  public:
    Wiring wiring;
    ServiceProcess venue;
    ServiceProcess ingest;
    ServiceProcess reference;
    ServiceProcess inventory;
    ServiceProcess liquidity;
    ServiceProcess writer;
    ServiceProcess strategy;
    ServiceProcess executor;

    /// The seven, in the order in which they are started.
    std::array<ServiceProcess*, 7> processes();
    std::array<const ServiceProcess*, 7> processes() const;

  private:
    std::map<std::string, std::string> environment_of(const std::string& process) const;
    std::map<std::string, std::string> usual_environment_of(const std::string& process) const;
};

}  // namespace unrip::test
