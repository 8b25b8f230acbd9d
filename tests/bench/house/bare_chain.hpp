#pragma once

#include <memory>
#include <string>

namespace unrip::bench {

/// The same way with nothing on it: relay -> NATS -> NATS -> relay. Three threads with a NATS
/// connection each; messages as long as ours, captured by streams like ours; the answer is signed
/// and leaves on a socket of the last one's own. What the machine allows, and so the measure.
class BareChain {
  public:
    BareChain(const std::string& nats_url, const std::string& relay_url);
    BareChain(const BareChain&) = delete;
    BareChain& operator=(const BareChain&) = delete;
    ~BareChain();

  private:
    class Parts;
    std::unique_ptr<Parts> parts_;
};

}  // namespace unrip::bench
