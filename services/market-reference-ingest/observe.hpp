#pragma once

#include "feed.hpp"
#include "presence/announcer.hpp"
#include "quoted_pair.hpp"
#include "runtime/health.hpp"
#include "runtime/log.hpp"
#include "runtime/metrics.hpp"

#include <map>
#include <memory>
#include <string>
#include <vector>

namespace unrip::runtime {
class Service;
}  // namespace unrip::runtime

namespace unrip::market_reference_ingest {

/// What referring shows to the outside: each source's life and each pair's price in /state, health
/// by the age of the last agreed price, an alert when there has been none for long, metrics.
class Observe {
  public:
    /// Borrows all. The lists are filled later: see `begin`.
    Observe(
        runtime::Service& service,
        presence::Announcer& announcer,
        const std::vector<std::unique_ptr<Feed>>& feeds,
        const std::vector<QuotedPair>& pairs
    );

    /// The lists are complete.
    void begin();

    void told(const QuotedPair& pair, const Result<void>& taken);

    /// The prices as JSON: {"prices":[...]}.
    std::string prices() const;

  private:
    void watch(const QuotedPair& pair);
    void watch(const Feed& feed);
    void judge(const QuotedPair& pair);
    runtime::Finding look(const QuotedPair& pair) const;
    std::string detail() const;

    runtime::Service& service_;
    presence::Announcer& announcer_;
    const std::vector<std::unique_ptr<Feed>>& feeds_;
    const std::vector<QuotedPair>& pairs_;
    runtime::Floodgate complaints_;
    runtime::Family<runtime::Counter> told_;
    runtime::Family<runtime::Counter> withheld_;
    runtime::Family<runtime::Counter> not_used_;
    std::map<std::string, runtime::Family<runtime::Gauge>> gauges_;
};

}  // namespace unrip::market_reference_ingest
