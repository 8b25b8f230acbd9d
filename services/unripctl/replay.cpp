// replay: a recorded day through the same engine.

#include "replay/replay.hpp"

#include "history.hpp"
#include "near/rfc3339.hpp"
#include "policy/policy.hpp"
#include "recorded_rows.hpp"
#include "runtime/env.hpp"
#include "store/session.hpp"
#include "verbs.hpp"

#include <fstream>
#include <ostream>
#include <utility>

namespace unrip::unripctl {
namespace {

constexpr Milliseconds kStatementLimit{std::chrono::minutes{10}};

/// "2026-11-20T14:00:00Z", or how long ago: "2h".
Result<Instant> moment(const std::string& name, const std::string& text, Instant now) {
    if (text == "now") return now;
    if (auto instant = near::parse_rfc3339(text)) return instant;
    const auto ago = seconds_of(name, text);
    if (ago) return now - std::chrono::seconds{*ago};
    return fail(
        Error::Kind::malformed,
        name + " is \"" + text +
            "\"; it must be a time such as 2026-11-20T14:00:00Z, or how long ago: 2h."
    );
}

Result<replay::Report> replay_history(
    const store::DatabaseSettings& settings,
    Instant from,
    Instant to,
    const replay::Options& options
) {
    auto url = store::ConnectionUrl::parse(settings.url);
    if (!url) return url.failure();
    store::Session session{
        {std::move(*url), settings.application_name, settings.connect_timeout, kStatementLimit}};
    if (auto opened = session.open(); !opened) return opened.failure();
    return replay_record(session, from, to, options);
}

Result<replay::Report> replay_file(const std::string& path, const replay::Options& options) {
    std::ifstream file{path};
    if (!file) return fail(Error::Kind::refused, "can't read " + path);
    return replay::run(replay::lines_of(file), options);
}

Json report_json(const replay::Report& report) {
    Json json;
    json["identical"] = report.is_identical();
    json["decisions"] = report.decisions;
    json["decisions_identical"] = report.identical;
    json["messages"] = report.messages;
    json["unreadable"] = report.unreadable;
    json["without_demand"] = report.without_demand;
    json["facts_missing"] = report.facts_missing;
    json["of_surroundings"] = report.of_surroundings;
    json["is_same_policy"] = report.is_same_policy;
    json["recorded_outcomes"] = report.recorded_outcomes;
    json["replayed_outcomes"] = report.replayed_outcomes;
    json["differences"] = Json::array();
    for (const auto& difference : report.differences) {
        Json one;
        one["decision"] = difference.decision.text();
        one["field"] = difference.field;
        one["recorded"] = difference.recorded;
        one["replayed"] = difference.replayed;
        json["differences"].push_back(std::move(one));
    }
    return json;
}

Result<replay::Options> options_of(Tools& tools, const Arguments& arguments) {
    const auto other = arguments.value("--policy");
    auto file = policy::load(other ? *other : tools.env.text("UNRIP_POLICY_FILE"));
    if (!file) return file.failure();
    replay::Options options;
    options.policy = file->strategy();
    options.policy_hash = file->hash;
    // Another policy is asked what it would have done with its own limits.
    options.with_recorded_limits = !other;
    return options;
}

Result<replay::Report> replay_as_asked(Tools& tools, const Arguments& arguments) {
    const auto options = options_of(tools, arguments);
    if (!options) return options.failure();
    if (const auto path = arguments.value("--file")) return replay_file(*path, *options);
    if (!tools.history.is_configured()) {
        return fail(Error::Kind::refused, "POSTGRES_URL is not set; or name a record with --file.");
    }
    const auto now = tools.clock.now();
    const auto from = moment("--from", arguments.value("--from").value_or("1h"), now);
    const auto to = moment("--to", arguments.value("--to").value_or("now"), now);
    if (!from) return from.failure();
    if (!to) return to.failure();
    return replay_history(tools.history.settings(), *from, *to, *options);
}

Task<int> run_replay(Tools& tools, Arguments arguments) {
    const auto report = replay_as_asked(tools, arguments);
    if (!report) {
        const bool is_misuse = report.error().kind == Error::Kind::malformed;
        tools.err << "unripctl replay: " << report.error().detail << '\n';
        co_return is_misuse ? kWrongUse : kNotDone;
    }
    tools.out
        << (arguments.has("--json") ? report_json(*report).dump(2) + "\n" : replay::to_text(*report)
           );
    co_return report->is_identical() ? kDone : kAttention;
}

constexpr auto kTeaches =
    "Tells the engine again what it was told then, and compares what it decides with what was "
    "decided.\n"
    "With the same policy both are the same; with --policy FILE the report says what would have "
    "been\n"
    "different. The record comes from PostgreSQL, or with --file from lines of JSON, a message "
    "each\n"
    "(`unripctl export messages` writes such lines).\n"
    "\n"
    "  unripctl replay --from 24h\n"
    "  unripctl replay --from 2026-11-20T14:00:00Z --to 2026-11-20T15:00:00Z --policy wider.json\n"
    "\n"
    "exit code 0: every decision is identical   3: some differ, or facts are missing\n";

}  // namespace

Command replay_command() {
    return {
        "replay",
        "[--from 1h] [--to now] [--policy FILE] [--file FILE] [--json]",
        "a recorded day through the same engine: what is decided now",
        kTeaches,
        {0, 0, {"--from", "--to", "--policy", "--file"}, {"--json"}},
        run_replay};
}

}  // namespace unrip::unripctl
