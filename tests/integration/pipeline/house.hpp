#pragma once

#include "support/fake_relay.hpp"
#include "support/nats_server.hpp"
#include "support/postgres_server.hpp"
#include "support/service_process.hpp"

#include <string>

namespace unrip::test {

inline constexpr auto kPolicy = UNRIP_SOURCE_DIR "/deploy/policy/btc-eure.json";

/// A small house on this machine: NATS with our streams, PostgreSQL with our schema, a relay that
/// keeps what nobody acknowledged, near-intents-ingest and history-writer as real processes.
class House {
  public:
    House();

    /// Both processes up and ready.
    void open();

    /// One cell of PostgreSQL, asked with psql.
    std::string ask(const std::string& sql) const;
    std::size_t count(const std::string& sql) const { return std::stoul(ask(sql)); }

    /// Waits until the query gives this. False when it never does.
    bool comes_to(const std::string& sql, const std::string& expected) const;

    NatsServer nats;
    PostgresServer postgres;
    FakeRelay relay;

  private:
    std::string database_url_;

  public:
    ServiceProcess ingest;
    ServiceProcess writer;
};

}  // namespace unrip::test
