#pragma once

#include "bus/tracked_publisher.hpp"
#include "feed.hpp"
#include "net/https.hpp"
#include "observe.hpp"
#include "presence/announcer.hpp"
#include "quoted_pair.hpp"
#include "runtime/control.hpp"
#include "settings.hpp"

#include <memory>
#include <string>
#include <vector>

namespace unrip::runtime {
class Service;
}  // namespace unrip::runtime

namespace unrip::market_reference_ingest {

/// Hears all sources, agrees on a price per pair, and tells it: when it moves, at most so often;
/// again on the beat; and when a person asks. Where there is no agreement it tells that.
class Referring {
  public:
    /// Borrows service, publisher, announcer and settings.
    Referring(
        runtime::Service& service,
        bus::TrackedPublisher& publisher,
        presence::Announcer& announcer,
        const Settings& settings
    );

    Task<void> run();

  private:
    Feed& feed_for(const policy::ReferenceSource& source);
    Task<void> listen_from(std::size_t index);
    Task<void> beat();
    Task<runtime::ControlResponse> refresh();
    Task<void> ask_all();

    void on_quote(const Feed* feed);
    void consider(QuotedPair& pair);
    void agree(QuotedPair& pair);
    void tell(QuotedPair& pair, messages::PriceTrigger trigger);

    runtime::Service& service_;
    bus::TrackedPublisher& publisher_;
    const Settings& settings_;
    std::string life_;  ///< Instance and start: what the ids are made of.
    net::HttpClient http_;
    std::vector<std::unique_ptr<Feed>> feeds_;
    std::vector<QuotedPair> pairs_;
    Observe observe_;
};

}  // namespace unrip::market_reference_ingest
