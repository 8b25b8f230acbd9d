#pragma once

#include "bridge/bridge_book.hpp"
#include "chain/chain.hpp"
#include "core/result.hpp"
#include "near_rpc/near_node.hpp"
#include "relay/relay.hpp"

#include <nlohmann/json_fwd.hpp>

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace unrip::sandbox {

class Reading;

/// What goes wrong at the venue itself rather than on the way to it: blocks that stop, clocks that
/// are off, salts that change, a relay that is started anew.
class VenueFaults {
  public:
    /// All are borrowed.
    VenueFaults(Chain& chain, NearNode& node, BridgeBook& bridge, Relay& relay)
        : chain_{chain}, node_{node}, bridge_{bridge}, relay_{relay} {}

    static bool knows(std::string_view what);

    /// {"what":"halt_blocks","for_ms":5000}: does it, and undoes it after its time where it can be
    /// undone. Returns what was done, in words.
    Result<std::string> order(const nlohmann::json& order, Instant now);

    /// Undoes what has had its time.
    void expire(Instant now);
    /// Undoes everything; how many there were.
    std::size_t end_all();

    struct InForce {
        std::string what;
        Instant until;
    };
    std::vector<InForce> in_force() const;

  private:
    struct Undo {
        std::string what;
        Instant until;
        std::function<void()> undo;
    };
    void end(std::string_view what);
    std::string carry_out_at_node(
        const std::string& what, Reading& from, std::function<void()>& undo
    );
    std::string carry_out(const std::string& what, Reading& from, std::function<void()>& undo);

    Chain& chain_;
    NearNode& node_;
    BridgeBook& bridge_;
    Relay& relay_;
    std::vector<Undo> undos_;
};

}  // namespace unrip::sandbox
