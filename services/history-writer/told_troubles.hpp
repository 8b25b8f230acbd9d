#pragma once

#include "core/time.hpp"
#include "messages/alert.hpp"

#include <chrono>
#include <cstddef>
#include <map>
#include <string>

namespace unrip::history_writer {

/// Which troubles people were already told of, so that each is told once and its end once.
///
/// A trouble that lasts repeats itself every minute; it is told again after an hour. What only
/// informs wakes nobody. After a start nothing is known: what still holds is told again, and an end
/// is told in any case, since an earlier life of this process may have told the beginning.
class ToldTroubles {
  public:
    static constexpr std::chrono::hours kRemindAfter{1};
    /// The trouble that was told longest ago is forgotten for a new one.
    static constexpr std::size_t kCapacity = 1'000;

    /// Remembers what it says yes to.
    bool is_news(const messages::Envelope<messages::Alert>& alert, Tick now);

    /// Troubles that were told and have not ended.
    std::size_t lasting() const { return told_.size(); }

  private:
    void forget_oldest();

    std::map<std::string, Tick> told_;
};

}  // namespace unrip::history_writer
