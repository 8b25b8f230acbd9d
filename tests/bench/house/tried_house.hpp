#pragma once

#include "bench/house/asking_relay.hpp"
#include "bench/house/meters.hpp"
#include "e2e/trading_house.hpp"

#include <nlohmann/json.hpp>

#include <string>
#include <vector>

namespace unrip::bench {

/// The whole house as it is measured: seven processes, nats-server and PostgreSQL for themselves,
/// the sandbox for prices and chain, and the asking relay in place of the sandbox's.
class TriedHouse {
  public:
    struct Plan {
        std::string answer_on = "asking-socket";
        std::string sync = "1s";
    };
    TriedHouse(const Plan& plan, AskingRelay& relay);

    /// The seven, once, with the venue, NATS and PostgreSQL up. From the last one's exec() to the
    /// first answer, in milliseconds.
    double start();

    /// One round; what every process took for it goes along.
    nlohmann::json measure(Round round);

    nlohmann::json memory_now() const;
    /// Time from stamp to stamp on the way of quotes heard since then, as PostgreSQL has it.
    nlohmann::json stages_since(std::int64_t since_ns) const;
    /// Waits until the history has the result of every answer, or grows no more; what it has.
    nlohmann::json recorded() const;

    const std::string& nats_url() const { return nats_url_; }
    test::ServiceProcess& writer() { return house_.writer; }
    std::uint64_t answered() const { return answered_; }
    std::map<std::string, double> cpu_now() const { return cpu_seconds(metered()); }

    std::vector<Metered> metered() const;

  private:
    nlohmann::json answered_and(nlohmann::json rows) const;

    AskingRelay& relay_;
    std::size_t listeners_;
    test::TemporaryDirectory directory_;
    test::TradingHouse house_;
    std::string nats_url_;
    std::uint64_t answered_ = 0;
};

/// Answers per second, quantiles and counts of one round.
nlohmann::json told(const Heard& heard);

}  // namespace unrip::bench
