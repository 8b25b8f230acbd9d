#pragma once

#include "event_text.hpp"
#include "events.hpp"
#include "house.hpp"
#include "net/task.hpp"
#include "screen.hpp"
#include "store/listener.hpp"
#include "tools.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace unrip::unripctl {

class Keyboard;

struct WatchSettings {
    bool once = false;
    bool json = false;
    std::int64_t backfill = 5;
    std::chrono::seconds heartbeat_every{30};
};

/// The live view: what happened, as it is written, and now and then a sign of life. PostgreSQL and
/// every service may come and go meanwhile.
class Watching {
  public:
    Watching(Tools& tools, WatchSettings settings);

    /// Until somebody presses q or ends it; with `once` until the first look is shown.
    Task<int> run();

  private:
    Task<Result<std::vector<Json>>> read();
    Task<void> look();
    Task<void> show_head();
    void show(const std::vector<Json>& events);
    void count(const Json& event);
    void emit(const Line& line, const Json& event);
    void fold();
    Task<void> heartbeat();
    void say(std::string word, std::string text);
    void away(const std::string& why);
    void pressed(char key);

    Tools& tools_;
    WatchSettings settings_;
    Screen screen_;
    Events events_;
    Narrator narrator_;
    HouseLook house_;
    std::string away_because_;
    bool is_over_ = false;
    bool is_paused_ = false;
    bool hides_declines_ = false;
    std::vector<Line> held_back_;
    std::size_t declines_in_a_row_ = 0;
    std::uint64_t folded_ = 0;
    std::int64_t seen_ = 0;
    std::int64_t quoted_ = 0;
    std::int64_t settled_ = 0;
    Tick last_beat_{};
    Tick last_head_{};
};

}  // namespace unrip::unripctl
