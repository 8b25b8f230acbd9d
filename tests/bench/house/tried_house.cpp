#include "bench/house/tried_house.hpp"

#include <fstream>
#include <future>
#include <thread>

namespace unrip::bench {
namespace {

using nlohmann::json;

constexpr Milliseconds kLook{2};
constexpr std::chrono::seconds kStartLimit{20};
constexpr std::chrono::seconds kRecordLimit{60};
constexpr Milliseconds kLookAtRecord{100};
constexpr int kUnchangedLooks = 30;

/// The policy of lanes, with nothing in the way of a flood.
std::string policy_file(const test::TemporaryDirectory& directory) {
    std::ifstream file{std::string{UNRIP_SOURCE_DIR} + "/deploy/policy/sandbox-lanes.json"};
    auto policy = json::parse(file);
    for (auto& pair : policy.at("pairs")) {
        pair["limits"]["quotes_per_second"] = 100'000;
        pair["limits"]["quotes_burst"] = 100'000;
        pair["slots"]["lane_open_quotes_max"] = 100'000;
    }
    directory.write("policy.json", policy.dump());
    return (directory.path() / "policy.json").string();
}

test::TradingHouse::Plan plan_of(
    const TriedHouse::Plan& plan, const AskingRelay& relay, const std::string& policy
) {
    test::TradingHouse::Plan house;
    house.policy = policy;
    house.scenario = "flood";
    house.changes = {{"takers", json::array()}};
    house.sync = plan.sync;
    house.settings["near-intents-ingest"]["NEAR_INTENTS_RELAY_WS_URL"] = relay.url(Whom::house);
    house.settings["trade-executor"]["RELAY_ANSWER_ON"] = plan.answer_on;
    house.settings["trade-executor"]["NEAR_INTENTS_RELAY_WS_URL"] = relay.url(Whom::house);
    return house;
}

/// The last reasons, of the engine and of the executor.
constexpr auto kWhyNot = R"(
select string_agg(why || ' ' || times, ', ') from (
select coalesce(reason, outcome) || ' ' || coalesce(finding::text, '') as why, count(*) as times
from trade_decisions group by 1
union all select coalesce(refusal, outcome) || ' ' || coalesce(detail, ''), count(*)
from trade_execution_results group by 1) as whys)";

constexpr auto kStages = R"(
select json_object_agg(stage, json_build_object('p50', p50, 'p99', p99)) from (
select stage, percentile_cont(0.5) within group (order by us) as p50,
       percentile_cont(0.99) within group (order by us) as p99
from trade_decisions d
join trade_execution_results r on r.decision_id = d.id
join swap_demand_events s on s.quote_id = d.quote_id
cross join lateral (values
    ('1 socket to bus', s.published_ns - d.received_ns),
    ('2 bus to engine', d.heard_ns - s.published_ns),
    ('3 engine decides, command to executor', r.heard_ns - d.heard_ns),
    ('4 executor checks and signs', r.signed_ns - r.heard_ns),
    ('5 signed to handed over', r.handed_ns - r.signed_ns),
    ('6 handed over to socket', r.sent_ns - r.handed_ns),
    ('7 socket to verdict', r.answered_ns - r.sent_ns),
    ('all: socket to socket', r.sent_ns - d.received_ns)) as stages(stage, ns)
cross join lateral (select ns / 1000.0 as us) as micros
where r.outcome = 'accepted' and d.received_ns > $since
group by stage) as each_stage)";

}  // namespace

TriedHouse::TriedHouse(const Plan& plan, AskingRelay& relay)
    : relay_{relay},
      listeners_{plan.answer_on == "own-socket" ? 2U : 1U},
      house_{plan_of(plan, relay, policy_file(directory_))},
      nats_url_{house_.nats.url()} {
    house_.venue.start();
    house_.venue.await_ready();
}

double TriedHouse::start() {
    Tick last_exec{};
    for (auto* process : house_.processes())
        process->start();
    last_exec = std::chrono::steady_clock::now();
    Round first;
    first.per_second = 200;
    first.lasts = kStartLimit;
    first.until_first_answer = true;
    auto asking = std::async(std::launch::async, [&] { return relay_.ask(first); });
    for (auto* process : {&house_.strategy, &house_.executor}) {
        const auto end = last_exec + kStartLimit;
        while (process->get("/readyz").status != 200 ||
               process->post("/arm", R"({"who":"bench"})").status != 200) {
            if (std::chrono::steady_clock::now() > end) break;
            std::this_thread::sleep_for(kLook);
        }
    }
    const auto heard = asking.get();
    if (heard.answered == 0) {
        throw std::runtime_error{
            "the house does not answer: " + house_.ask(kWhyNot) + "\n" + house_.logs()};
    }
    answered_ += heard.answered;
    relay_.await_listeners(Whom::house, listeners_);
    return std::chrono::duration<double, std::milli>(heard.first_answer - last_exec).count();
}

std::vector<Metered> TriedHouse::metered() const {
    return {
        {"near-intents-ingest", house_.ingest.pid()},
        {"market-reference-ingest", house_.reference.pid()},
        {"inventory-sync", house_.inventory.pid()},
        {"liquidity-manager", house_.liquidity.pid()},
        {"history-writer", house_.writer.pid()},
        {"strategy-engine", house_.strategy.pid()},
        {"trade-executor", house_.executor.pid()},
        {"nats-server", house_.nats.pid()},
        {"postgres", house_.postgres.pid(), true},
        {"venue-sandbox", house_.venue.pid()}};
}

json TriedHouse::measure(Round round) {
    round.whom = Whom::house;
    const auto processes = metered();
    const auto before = cpu_seconds(processes);
    const auto heard = relay_.ask(round);
    answered_ += heard.answered;
    auto result = told(heard);
    for (const auto& [name, seconds] : cpu_seconds(processes)) {
        result["cpu_s_per_1000"][name] =
            (seconds - before.at(name)) * 1'000 /
            static_cast<double>(std::max<std::uint64_t>(heard.answered, 1));
    }
    return result;
}

json TriedHouse::memory_now() const {
    json all;
    for (const auto& [name, memory] : memory(metered()))
        all[name] = {{"anonymous_kb", memory.anonymous_kb}, {"resident_kb", memory.resident_kb}};
    return all;
}

json TriedHouse::stages_since(std::int64_t since_ns) const {
    std::string sql = kStages;
    sql.replace(sql.find("$since"), 6, std::to_string(since_ns));
    const auto text = house_.ask(sql);
    return text.empty() ? json::object() : json::parse(text);
}

json TriedHouse::recorded() const {
    // Two answers on one lane, at one price and in one millisecond are one signature, and one
    // record.
    const std::string sql =
        "select json_build_object('signed', (select count(*) from signed_quotes),"
        " 'accepted', count(*), 'different', count(distinct quote_hash))"
        " from trade_execution_results where outcome = 'accepted'";
    json last;
    int unchanged = 0;
    const auto end = std::chrono::steady_clock::now() + kRecordLimit;
    while (unchanged < kUnchangedLooks && std::chrono::steady_clock::now() < end) {
        std::this_thread::sleep_for(kLookAtRecord);
        auto rows = json::parse(house_.ask(sql));
        const bool are_all_there =
            rows.at("signed") >= rows.at("different") && rows.at("accepted") >= answered_;
        if (are_all_there) return answered_and(rows);
        unchanged = rows == last ? unchanged + 1 : 0;
        last = std::move(rows);
    }
    return answered_and(last);
}

json TriedHouse::answered_and(json rows) const {
    rows["answered"] = answered_;
    return rows;
}

json told(const Heard& heard) {
    json result;
    result["asked"] = heard.asked;
    result["answered"] = heard.answered;
    result["verified"] = heard.verified;
    result["invalid"] = heard.invalid;
    result["per_second"] = static_cast<double>(heard.answered) / heard.seconds;
    result["p50_us"] = quantile(heard.micros, 0.5);
    result["p90_us"] = quantile(heard.micros, 0.9);
    result["p99_us"] = quantile(heard.micros, 0.99);
    result["p999_us"] = quantile(heard.micros, 0.999);
    result["max_us"] = heard.micros.empty() ? 0 : heard.micros.back();
    result["cpu_s_per_1000"]["asking relay"] =
        heard.cpu_seconds * 1'000 / static_cast<double>(std::max<std::uint64_t>(heard.answered, 1));
    return result;
}

}  // namespace unrip::bench
