// watch: what happens, as it happens.

#include "verbs.hpp"
#include "watching.hpp"

#include <ostream>

namespace unrip::unripctl {
namespace {

constexpr std::int64_t kMostBackfill = 1'000;
constexpr std::int64_t kLongestBeat = 3'600;

Result<WatchSettings> settings_of(const Arguments& arguments) {
    WatchSettings settings;
    settings.once = arguments.has("--once");
    settings.json = arguments.has("--json");
    if (const auto text = arguments.value("--backfill")) {
        const auto count = whole_number("--backfill", *text, 0, kMostBackfill);
        if (!count) return count.failure();
        settings.backfill = *count;
    }
    if (const auto text = arguments.value("--heartbeat-every")) {
        const auto seconds = whole_number("--heartbeat-every", *text, 1, kLongestBeat);
        if (!seconds) return seconds.failure();
        settings.heartbeat_every = std::chrono::seconds{*seconds};
    }
    return settings;
}

Task<int> run_watch(Tools& tools, Arguments arguments) {
    const auto settings = settings_of(arguments);
    if (!settings) {
        tools.err << "unripctl watch: " << settings.error().detail << '\n';
        co_return kWrongUse;
    }
    Watching watching{tools, *settings};
    co_return co_await watching.run();
}

constexpr auto kTeaches =
    "One line for each thing that happened, newest at the bottom; nothing while nothing happens, "
    "and\n"
    "now and then a line that says that quiet is real. It reads the history as it is written and "
    "asks\n"
    "the services how they stand; either may go away and come back.\n"
    "\n"
    "On a terminal the head stands still. q leaves, p pauses, d hides declines. Elsewhere: plain "
    "lines.\n"
    "\n"
    "  --once                head and last events, then the end\n"
    "  --backfill N          begin with the last N of each kind (5)\n"
    "  --heartbeat-every S   a sign of life every S seconds (30)\n"
    "  --json                one JSON object for each event\n";

}  // namespace

Command watch_command() {
    return {
        "watch",
        "[--once] [--backfill N] [--heartbeat-every S] [--json]",
        "what happens, as it happens",
        kTeaches,
        {0, 0, {"--backfill", "--heartbeat-every"}, {"--once", "--json"}},
        run_watch};
}

}  // namespace unrip::unripctl
