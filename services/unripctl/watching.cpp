#include "watching.hpp"

#include "figures.hpp"
#include "history.hpp"
#include "net/sleep.hpp"
#include "runtime/utc_text.hpp"
#include "status_text.hpp"
#include "terminal.hpp"

#include <csignal>
#include <ostream>
#include <utility>

namespace unrip::unripctl {
namespace {

constexpr Milliseconds kStep{200};      ///< How soon a key or the end of it is noticed.
constexpr Milliseconds kTogether{150};  ///< What comes at once is read at once.
constexpr std::chrono::seconds kLookAnyway{2};
constexpr std::chrono::seconds kHeadEvery{2};
constexpr std::size_t kDeclinesShown = 20;  ///< In a row; the rest of a flood is counted.
constexpr std::size_t kHeldBackMax = 1'000;

volatile std::sig_atomic_t g_asked_to_end = 0;

void ask_to_end(int /*signal*/) {
    g_asked_to_end = 1;
}

}  // namespace

Watching::Watching(Tools& tools, WatchSettings settings)
    : tools_{tools},
      settings_{settings},
      screen_{tools.out, tools.is_terminal && !settings.once && !settings.json, tools.has_colour} {}

Task<int> Watching::run() {
    std::signal(SIGINT, ask_to_end);
    std::signal(SIGTERM, ask_to_end);
    last_beat_ = tools_.clock.tick();
    if (!settings_.json) co_await show_head();
    if (settings_.once) {
        co_await look();
        screen_.flush();
        co_return away_because_.empty() ? kDone : kNotDone;
    }
    std::optional<store::Listener> listener;
    if (tools_.history.is_configured()) {
        listener.emplace(tools_.executor, tools_.history.settings(), "unrip_events");
    }
    std::optional<Keyboard> keyboard;
    if (tools_.is_terminal && !settings_.json) keyboard.emplace();
    while (!is_over_ && g_asked_to_end == 0) {
        co_await look();
        const auto looked = tools_.clock.tick();
        bool is_woken = false;
        while (!is_woken && !is_over_ && g_asked_to_end == 0) {
            if (listener) {
                const auto notice = co_await listener->next(kStep);
                is_woken = notice.has_value() && notice->kind != store::Notice::Kind::away;
            } else {
                co_await net::sleep_for(kStep);
            }
            while (keyboard && !is_over_) {
                const auto key = keyboard->pressed();
                if (!key) break;
                pressed(*key);
            }
            const auto now = tools_.clock.tick();
            if (now - last_beat_ >= settings_.heartbeat_every) co_await heartbeat();
            const bool is_drawn = tools_.is_terminal && !settings_.json;
            if (is_drawn && now - last_head_ >= kHeadEvery) co_await show_head();
            screen_.flush();
            is_woken = is_woken || now - looked >= kLookAnyway;
        }
        co_await net::sleep_for(kTogether);
    }
    co_return kDone;
}

Task<Result<std::vector<Json>>> Watching::read() {
    if (events_.has_begun()) co_return co_await events_.news(tools_.history);
    co_return co_await events_.begin(tools_.history, settings_.backfill);
}

Task<void> Watching::look() {
    auto events = co_await read();
    if (!events) {
        away(events.error().detail);
        co_return;
    }
    if (!away_because_.empty()) {
        away_because_.clear();
        say("history", "back");
    }
    show(*events);
}

Task<void> Watching::show_head() {
    house_ = co_await look_at_house(tools_);
    last_head_ = tools_.clock.tick();
    std::vector<std::string> lines;
    auto trading = trading_line(house_);
    const auto broken = trading.find('\n');
    lines.push_back(trading.substr(0, broken));
    if (broken != std::string::npos) {
        constexpr std::size_t indent = 2;  // The status page has one, the head of the watch none.
        lines.push_back(trading.substr(broken + 1 + indent));
    }
    for (auto& line : market_lines(house_))
        lines.push_back(cut(line, 80));
    lines.push_back(profit_line(house_));
    std::string missing;
    for (const auto& service : house_.services) {
        const auto grade = grade_of(service);
        if (grade != "ok") missing += (missing.empty() ? "" : ", ") + service.name + " " + grade;
    }
    lines.push_back(
        missing.empty() ? "services   all seven are ok" : cut("services   " + missing, 80)
    );
    screen_.head(lines);
    screen_.flush();
}

void Watching::show(const std::vector<Json>& events) {
    for (const auto& event : events) {
        count(event);
        if (settings_.json) {
            tools_.out << event.dump() << '\n';
            continue;
        }
        for (const auto& line : narrator_.tell(event))
            emit(line, event);
    }
    fold();
    declines_in_a_row_ = 0;
    screen_.flush();
}

void Watching::count(const Json& event) {
    const auto kind = text_at(event, "/kind");
    if (kind == "decision") {
        seen_ += number_at(event, "/stands_for").value_or(1);
        if (text_at(event, "/outcome") == "approved") ++quoted_;
    }
    if (kind == "settlement" && text_at(event, "/state") == "settled") ++settled_;
}

void Watching::emit(const Line& line, const Json& event) {
    if (line.word == "declined") {
        if (hides_declines_) return;
        if (++declines_in_a_row_ > kDeclinesShown) {
            folded_ += static_cast<std::uint64_t>(number_at(event, "/stands_for").value_or(1));
            return;
        }
    }
    if (!is_paused_) return screen_.line(line);
    if (held_back_.size() < kHeldBackMax) held_back_.push_back(line);
}

void Watching::fold() {
    if (folded_ == 0) return;
    say("declined", "and " + count_text(static_cast<std::int64_t>(folded_)) + " more");
    folded_ = 0;
}

Task<void> Watching::heartbeat() {
    house_ = co_await look_at_house(tools_);
    const auto passed = std::chrono::round<std::chrono::seconds>(tools_.clock.tick() - last_beat_);
    last_beat_ = tools_.clock.tick();
    const auto armed = [&](const char* service) {
        const auto* const found = house_.find(service);
        if (found == nullptr || !found->is_there) return std::string{"not there"};
        return std::string{is_true_at(found->state, "/armed") ? "armed" : "disarmed"};
    };
    std::string text = std::to_string(passed.count()) + " s: " + count_text(seen_) + " seen, " +
                       count_text(quoted_) + " quoted, " + count_text(settled_) + " settled";
    text += "   strategy " + armed("strategy-engine") + ", executor " + armed("trade-executor");
    if (!away_because_.empty()) text += "   history away";
    seen_ = quoted_ = settled_ = 0;
    if (settings_.json) {
        Json beat;
        beat["kind"] = "heartbeat";
        beat["at"] = runtime::utc_text(tools_.clock.now());
        beat["strategy"] = armed("strategy-engine");
        beat["executor"] = armed("trade-executor");
        beat["history"] = away_because_.empty();
        tools_.out << beat.dump() << '\n';
        co_return;
    }
    say("·", std::move(text));
}

void Watching::say(std::string word, std::string text) {
    if (settings_.json) return;
    const auto now = clock_text(runtime::utc_text(tools_.clock.now()), 3);
    screen_.line({now, std::move(word), std::move(text)});
}

void Watching::away(const std::string& why) {
    if (away_because_.empty()) say("history", "away: " + why);
    away_because_ = why;
}

void Watching::pressed(char key) {
    if (key == 'q') is_over_ = true;
    if (key == 'd') {
        hides_declines_ = !hides_declines_;
        say("·", hides_declines_ ? "declines are hidden; d shows them" : "declines are shown");
    }
    if (key != 'p') return;
    is_paused_ = !is_paused_;
    if (is_paused_) return say("·", "paused; p goes on");
    for (const auto& line : held_back_)
        screen_.line(line);
    held_back_.clear();
}

}  // namespace unrip::unripctl
