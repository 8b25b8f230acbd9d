#include "beats.hpp"

#include "net/sleep.hpp"

#include <algorithm>
#include <utility>

namespace unrip::strategy_engine {
namespace {

constexpr Milliseconds kJournalEvery{100};
constexpr int kClockEvery = 10;  // Of those.

}  // namespace

Beats::Beats(
    const Clock& clock,
    const bus::Connection& bus,
    std::vector<const bus::TrackedPublisher*> publishers,
    Desk& desk,
    Promises& promises,
    std::function<void()> each_second
)
    : clock_{clock},
      bus_{bus},
      publishers_{std::move(publishers)},
      desk_{desk},
      promises_{promises},
      each_second_{std::move(each_second)} {}

Task<void> Beats::run() {
    for (int beat = 0;; ++beat) {
        observe_journal();
        if (beat % kClockEvery == 0) beat_clock();
        co_await net::sleep_for(kJournalEvery);
    }
}

void Beats::observe_journal() {
    strategy::JournalObserved journal{};
    journal.is_connected = bus_.is_connected();
    std::uint64_t refused = 0;
    for (const auto* publisher : publishers_) {
        const auto stats = publisher->stats();
        journal.unacked += stats.unacked;
        journal.oldest_unacked = std::max(journal.oldest_unacked, stats.oldest_unacked_age);
        refused += stats.refused + stats.turned_away;
    }
    if (journal.unacked == 0) forgiven_ = refused;
    journal.was_refused = refused > forgiven_;
    desk_.tell(journal);
}

void Beats::beat_clock() {
    desk_.tell(strategy::ClockBeat{clock_.now(), clock_.tick()});
    promises_.beat();
    each_second_();
}

}  // namespace unrip::strategy_engine
