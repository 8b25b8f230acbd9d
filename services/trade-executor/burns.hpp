#pragma once

#include "core/ids.hpp"
#include "core/time.hpp"
#include "messages/liquidity_action.hpp"

#include <map>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

namespace unrip::trade_executor {

/// What became of burning nonces. One transaction burns many, and fails as a whole when one of them
/// was used in the meantime; then the others are still to be burnt.
class Burns {
  public:
    /// liquidity-manager has recorded it and will send it.
    void taken(const std::string& action_id, std::vector<SlotId> slots, Tick now);
    void heard(const messages::LiquidityAction& action);

    /// The slots of what has ended in any way, or of which nothing was heard for too long: the
    /// chain is to be asked which of them are burnt.
    std::vector<SlotId> take_ended(Tick now);

    /// It was not burnt. False: it was tried often enough, and a person has to look.
    bool may_try_again(const SlotId& slot);
    void is_done(const SlotId& slot) { failed_.erase(slot); }

    std::size_t under_way() const { return under_way_.size(); }

  private:
    struct UnderWay {
        std::vector<SlotId> slots;
        Tick since;
        bool is_over = false;
    };

    std::map<std::string, UnderWay> under_way_;
    std::set<std::string> over_;              ///< Heard before it was said to be taken.
    std::unordered_map<SlotId, int> failed_;  ///< How often.
};

}  // namespace unrip::trade_executor
