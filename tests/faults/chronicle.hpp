#pragma once

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace unrip::test {

/// Milliseconds since the Unix epoch, as messages carry them: all processes share one clock here,
/// but those whose clock was turned.
using WallMs = std::int64_t;

inline WallMs wall_now() {
    const auto since = std::chrono::system_clock::now().time_since_epoch();
    return std::chrono::duration_cast<std::chrono::milliseconds>(since).count();
}

/// Begins and ends again and again.
class Spans {
  public:
    void begin(WallMs at) {
        if (!open_since_) open_since_ = at;
    }
    void end(WallMs at) {
        if (open_since_) closed_.push_back({*open_since_, at});
        open_since_.reset();
    }
    bool is_open() const { return open_since_.has_value(); }
    bool hold(WallMs moment) const {
        if (open_since_ && moment >= *open_since_) return true;
        for (const auto& span : closed_) {
            if (moment >= span.from && moment <= span.to) return true;
        }
        return false;
    }

    void add(WallMs from, WallMs to) { closed_.push_back({from, to}); }
    /// How much of the time between these two they cover.
    WallMs length_in(WallMs from, WallMs to) const {
        auto spans = closed_;
        std::sort(spans.begin(), spans.end(), [](const Span& left, const Span& right) {
            return left.from < right.from;
        });
        WallMs length = 0;
        for (const auto& span : spans) {
            const auto begin = std::max(span.from, from);
            const auto end = std::min(span.to, to);
            if (end <= begin) continue;
            length += end - begin;
            from = end;
        }
        return length;
    }

  private:
    struct Span {
        WallMs from;
        WallMs to;
    };
    std::vector<Span> closed_;
    std::optional<WallMs> open_since_;
};

/// What was done to the house, as the one who did it knows: the auditor does not have to believe
/// the house about it.
struct Chronicle {
    std::map<std::string, Spans> permitted;  ///< A person had armed it.
    /// A command could pass the executor unheard: the executor or the bus was away or coming back.
    Spans unheard_bus;
    Spans unheard_executor;
    Spans deaf;      ///< The relay's word that a quote was taken could be lost.
    Spans hindered;  ///< Nobody could learn from the chain what became of a nonce.
    std::map<std::string, std::uint64_t> mishaps;         ///< "kill -9 nats-server": how many.
    std::map<std::string, std::uint64_t> venue_troubles;  ///< "rotate_salt": how many.
    /// By how much the clock of a process was ahead of the true time at some moment, or behind it.
    std::map<std::string, std::set<WallMs>> turns;
    std::uint64_t kills = 0;
};

}  // namespace unrip::test
