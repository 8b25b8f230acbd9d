#pragma once

#include "hearing.hpp"
#include "node.hpp"
#include "presence/announcer.hpp"
#include "runtime/health.hpp"
#include "runtime/log.hpp"
#include "runtime/metrics.hpp"
#include "seen.hpp"
#include "settings.hpp"

#include <memory>
#include <string>
#include <vector>

namespace unrip::runtime {
class Service;
}  // namespace unrip::runtime

namespace unrip::inventory_sync {

using Nodes = std::vector<std::unique_ptr<Node>>;

/// What counting shows to the outside: books, nodes and promises in /state, health by the age of
/// the last block counted, alerts about nodes and a locked account, metrics.
class Observe {
  public:
    /// Borrows all. The nodes are filled later: see `begin`.
    Observe(
        runtime::Service& service,
        presence::Announcer& announcer,
        const Settings& settings,
        const Nodes& nodes,
        const Hearing& hearing,
        const Seen& seen
    );

    /// The nodes are complete.
    void begin();

    void nodes_judged();
    void failed(const Error& error);
    void rules_unknown(const Error& error);
    /// `seen` holds the count.
    void counted(messages::CountTrigger trigger, Nanoseconds took);
    void told(std::string_view subject, const Result<void>& taken);

    /// The newest count as JSON.
    std::string count() const;

  private:
    void watch_nodes();
    void complain(const std::string& name, NodeUse use, const Node& node);
    runtime::Finding look() const;
    std::string detail() const;

    runtime::Service& service_;
    presence::Announcer& announcer_;
    const Settings& settings_;
    const Nodes& nodes_;
    const Hearing& hearing_;
    const Seen& seen_;
    Tick began_at_;
    runtime::Floodgate complaints_;
    runtime::Family<runtime::Counter> counts_;
    runtime::Counter failures_;
    runtime::Histogram took_;
    runtime::Family<runtime::Counter> node_uses_;
    runtime::Family<runtime::Gauge> spendable_;
    runtime::Family<runtime::Gauge> pending_;
};

}  // namespace unrip::inventory_sync
