#include "faults/auditor.hpp"

#include "e2e/books.hpp"
#include "faults/stream_records.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <sstream>
#include <thread>
#include <utility>

namespace unrip::test {
namespace {

using Json = nlohmann::json;

/// Longer than a quote of these runs can live and the chain takes to say so.
constexpr std::chrono::seconds kComesToRestWithin{120};
/// For everything that is waited for: beyond, each thing is looked at once.
constexpr std::chrono::seconds kJudgesWithin{400};
constexpr std::chrono::milliseconds kLookEvery{500};
constexpr std::size_t kExamples = 5;
/// Heard, and not stored yet when the server was struck.
constexpr WallMs kOnItsWay = 1'000;

/// Which table holds which subject of TRADES.
constexpr std::array<std::pair<const char*, const char*>, 9> kTables{{
    {"decision.trade_decision", "trade_decisions"},
    {"decision.slots", "slot_events"},
    {"cmd.execute_trade", "execute_trade_commands"},
    {"exec.quote_signed", "signed_quotes"},
    {"exec.trade_result", "trade_execution_results"},
    {"exec.trade_settlement", "trade_settlements"},
    {"ops.liquidity_action", "liquidity_actions"},
    {"ops.service_control", "service_control_events"},
    {"ops.alert", "alerts"},
}};

std::set<std::string> lines_of(const std::string& text) {
    std::set<std::string> lines;
    std::istringstream in{text};
    for (std::string line; std::getline(in, line);)
        if (!line.empty()) lines.insert(line);
    return lines;
}

std::string examples(const std::vector<std::string>& all) {
    auto text = std::to_string(all.size()) + ":";
    for (std::size_t i = 0; i < std::min(all.size(), kExamples); ++i)
        text += " " + all[i];
    return text;
}

Json maker_of(const Json& stats) {
    const Json::json_pointer place{"/relay/solvers/" + std::string{TradingHouse::kAccount}};
    return stats.contains(place) ? stats.at(place) : Json::object();
}

}  // namespace

std::string to_text(const Verdict& verdict) {
    std::string text;
    for (const auto& line : verdict.figures)
        text += "  " + line + "\n";
    return text + (verdict.is_sound() ? "  sound\n" : what_is_wrong(verdict));
}

std::string what_is_wrong(const Verdict& verdict) {
    std::string text;
    for (const auto& line : verdict.wrong)
        text += "  WRONG " + line + "\n";
    return text + "  NOT SOUND\n";
}

Verdict Auditor::judge() {
    began_ = std::chrono::steady_clock::now();
    know_turned_clocks();
    await_rest();
    compare_stream_with_tables();
    look_at_venue();
    look_at_results();
    look_at_permission();
    look_at_unheard_ends();
    look_at_money();
    look_at_services();
    return verdict_;
}

/// Gives PostgreSQL `true_ms`: when something was said, by what a process whose clock may have been
/// turned said of it, and by when nats-server took it. A turn is much more than a message is ever
/// under way.
void Auditor::know_turned_clocks() {
    std::string turns = "('', 0::bigint)";
    for (const auto& [process, all] : chronicle_.turns) {
        for (const auto ahead : all)
            turns += ", ('" + process + "', " + std::to_string(ahead) + ")";
    }
    house_.ask(
        "create or replace function true_ms(process text, said_ms bigint, taken timestamptz)"
        " returns bigint language sql stable as $$ select said_ms - ahead from (values " +
        turns +
        ") turns(whose, ahead) where whose in ('', process)"
        " order by abs(extract(epoch from taken) * 1000 - (said_ms - ahead)) limit 1 $$;"
        " create or replace function true_ms(process text, said timestamptz, taken timestamptz)"
        " returns bigint language sql stable as $$"
        " select true_ms(process, (extract(epoch from said) * 1000)::bigint, taken) $$"
    );
}

void Auditor::expect(bool is_so, const std::string& otherwise) {
    if (!is_so) verdict_.wrong.push_back(otherwise);
}

void Auditor::expect_none(const std::string& what, const std::string& sql) {
    const auto found = lines_of(house_.ask(sql));
    expect(found.empty(), what + " " + examples({found.begin(), found.end()}));
}

void Auditor::figure(const std::string& name, const std::string& value) {
    verdict_.figures.push_back(name + " " + value);
}

bool Auditor::comes_true(const std::string& what, const std::function<bool()>& condition) {
    const auto end =
        std::min(std::chrono::steady_clock::now() + kComesToRestWithin, began_ + kJudgesWithin);
    std::string unanswered;
    const auto is_so = [&] {
        try {
            unanswered.clear();
            return condition();
        } catch (const std::exception& error) {
            // Whoever is slow to answer is asked again.
            unanswered = std::string{": "} + error.what();
            return false;
        }
    };
    while (!is_so()) {
        if (std::chrono::steady_clock::now() > end) {
            expect(false, what + unanswered);
            return false;
        }
        std::this_thread::sleep_for(kLookEvery);
    }
    return true;
}

/// All that was promised has come to its end, and is written down.
void Auditor::await_rest() {
    comes_true("the venue still settles", [&] {
        const auto maker = maker_of(house_.venue_stats());
        return maker.value("won", 0) == maker.value("settled", 0) + maker.value("failed", 0);
    });
    // A matched quote ends with its transaction, unless that failed and left the nonce unused. One
    // that the venue never said to be matched ends when its nonce is seen unused, some time after
    // its deadline.
    comes_true("quotes that were matched never came to an end", [&] {
        return house_.ask(
                   "select count(*) from signed_quotes s join quote_status_events e"
                   " on e.quote_hash = s.quote_hash where not exists (select from"
                   " trade_settlements t where t.quote_hash = s.quote_hash and"
                   " (t.is_last or t.state = 'failed'))"
               ) == "0";
    });
    comes_true("quotes have not ended", [&] {
        return house_.ask(
                   "select coalesce(max(deadline::timestamptz) < now() - interval '40 s',"
                   " true) from signed_quotes s where not exists (select from"
                   " trade_settlements t where t.quote_hash = s.quote_hash and t.is_last)"
               ) == "t";
    });
}

void Auditor::compare_stream_with_tables() {
    const auto stream = read_stream(house_.nats.url(), "TRADES");
    for (const auto& [subject, table] : kTables)
        compare_ids(subject, table, stream);
    for (const auto& [subject, ids] : stream.ids) {
        const bool is_known = subject == "ops.dead_letter" ||
                              std::any_of(kTables.begin(), kTables.end(), [&](const auto& pair) {
                                  return subject == pair.first;
                              });
        expect(is_known, "TRADES holds a subject without a table: " + subject);
    }
    expect(stream.ids.count("cmd.execute_trade") > 0, "TRADES holds no command at all");
    // What the venue garbled is put aside; nothing of our own may be.
    expect_none(
        "messages of our own were put aside",
        "select id from dead_letters where subject ~ '^(decision|cmd|exec|ops|state|ref|norm)[.]'"
    );
}

void Auditor::compare_ids(
    const std::string& subject, const std::string& table, const StreamRecords& stream
) {
    const auto found = stream.ids.find(subject);
    std::vector<std::string> said;
    std::vector<std::string> said_twice;
    if (found != stream.ids.end()) {
        for (const auto& [id, times] : found->second) {
            said.push_back(id);
            if (times > 1) said_twice.push_back(id);
        }
    }
    std::vector<std::string> lost;
    std::set<std::string> written;
    comes_true(subject + ": not all of the stream comes to " + table, [&] {
        written = ids_in(table, stream.last_seq);
        lost.clear();
        for (const auto& id : said)
            if (written.count(id) == 0) lost.push_back(id);
        return lost.empty();
    });
    std::vector<std::string> invented;
    for (const auto& id : written)
        if (!std::binary_search(said.begin(), said.end(), id)) invented.push_back(id);
    figure(
        subject,
        std::to_string(said.size()) + " messages, " + std::to_string(written.size()) + " rows"
    );
    expect(lost.empty(), subject + " lost on the way to PostgreSQL " + examples(lost));
    expect(invented.empty(), table + " has what the stream has not " + examples(invented));
    expect(said_twice.empty(), subject + " twice in the stream " + examples(said_twice));
}

/// The key of each table is the id, so that none is there twice.
std::set<std::string> Auditor::ids_in(const std::string& table, std::uint64_t up_to) const {
    return lines_of(
        house_.ask("select id from " + table + " where stream_seq <= " + std::to_string(up_to))
    );
}

void Auditor::look_at_venue() {
    Json stats;
    const bool is_told = comes_true("the venue does not say what it has seen", [&] {
        stats = house_.venue_stats();
        return true;
    });
    if (!is_told) return;
    const auto& promises = stats.at("over_commitment");
    expect(promises.at("breaches") == 0, "over-committed: " + promises.dump());
    const auto maker = maker_of(stats);
    for (const auto* name : {"asked", "answered", "valid", "late", "won", "settled", "failed"})
        figure("venue: " + std::string{name}, std::to_string(maker.value(name, 0)));
    const auto failed = maker.value("failed_by_reason", Json::object());
    for (const auto& [reason, times] : failed.items())
        figure("venue: failed for " + reason, times.dump());
    look_at_invalid_answers(maker);
}

/// A command that nobody heard has no result; all others have one.
void Auditor::look_at_results() {
    expect_none(
        "commands with several results",
        "select command_id from trade_execution_results group by 1 having count(*) > 1"
    );
    look_at_lost_commands();
    expect_none(
        "quotes not signed as commanded",
        "select s.id from signed_quotes s join execute_trade_commands c on c.id = s.command_id"
        " where c.nonce <> s.nonce or c.delta_in <> s.delta_in"
        " or c.delta_out <> s.delta_out or c.deadline <> s.deadline"
    );
    expect_none(
        "commands signed twice",
        "select command_id from signed_quotes group by 1 having count(*) > 1"
    );
    expect_none(
        "quotes with several last words",
        "select quote_hash from trade_settlements where is_last group by 1 having count(*) > 1"
    );
    expect_none(
        "quotes signed under a nonce that was on record as matched or used",
        "select s.id from signed_quotes s join trade_settlements t on t.nonce = s.nonce"
        " where (t.is_nonce_used or t.state in ('matched', 'settled'))"
        " and true_ms('trade-executor', s.signed_ns / 1000000, s.received_at)"
        " > true_ms('trade-executor', t.sent_at, t.received_at)"
    );
    const auto unheard = lines_of(house_.ask(
        "select true_ms('strategy-engine', decided_at_ns / 1000000, received_at) || ' ' || id"
        " from execute_trade_commands c where not exists"
        " (select from trade_execution_results r where r.command_id = c.id)"
    ));
    std::vector<std::string> unexplained;
    for (const auto& line : unheard) {
        const WallMs at = std::stoll(line);
        const bool was_away =
            chronicle_.unheard_bus.hold(at) || chronicle_.unheard_executor.hold(at);
        if (!was_away) unexplained.push_back(line);
    }
    figure("commands while the executor or the bus was away", std::to_string(unheard.size()));
    expect(
        unexplained.empty(), "commands without a result, executor there " + examples(unexplained)
    );
    for (const auto& line :
         lines_of(house_.ask("select outcome || coalesce(' ' || refusal, '') || ': ' || count(*)"
                             " from trade_execution_results group by outcome, refusal")))
        figure("result", line);
    for (const auto& line : lines_of(house_.ask("select state || ': ' || count(*) from "
                                                "trade_settlements where is_last group by state")))
        figure("ended", line);
}

/// A server that is going away still hands messages on when it stores none any more, and a command
/// that has expired is not said again: then only what became of it is on record.
void Auditor::look_at_lost_commands() {
    const auto lost = lines_of(house_.ask(
        "select distinct true_ms('trade-executor', heard_ns / 1000000, received_at) || ' ' ||"
        " command_id from (select heard_ns, received_at, command_id from trade_execution_results"
        " union select heard_ns, received_at, command_id from signed_quotes) said"
        " where not exists (select from execute_trade_commands c where c.id = said.command_id)"
    ));
    std::vector<std::string> unexplained;
    for (const auto& line : lost) {
        const WallMs at = std::stoll(line);
        const bool was_going =
            chronicle_.unheard_bus.hold(at) || chronicle_.unheard_bus.hold(at + kOnItsWay);
        if (!was_going) unexplained.push_back(line);
    }
    figure("commands lost with the bus, and carried out", std::to_string(lost.size()));
    expect(
        unexplained.empty(),
        "carried out without a command on record, the bus there " + examples(unexplained)
    );
}

void Auditor::look_at_permission() {
    look_at_permission("execute_trade_commands", "strategy-engine");
    look_at_permission("signed_quotes", "trade-executor");
}

/// By what the services said of themselves, and by what the one who armed them knows.
void Auditor::look_at_permission(const std::string& table, const std::string& service) {
    expect_none(
        table + " while " + service + " said it was off",
        "with c as materialized (select kind, stream_seq, true_ms('" + service +
            "', sent_at, received_at) as at from service_control_events where service = '" +
            service +
            "' and kind in ('started', 'armed', 'disarmed', 'stopped')), m as materialized"
            " (select id, stream_seq, true_ms('" +
            service + "', sent_at, received_at) as at from " + table +
            ") select id from m where coalesce((select kind from c where c.at < m.at"
            // Within one millisecond the stream knows which came first.
            " or (c.at = m.at and (c.kind = 'armed' or c.stream_seq < m.stream_seq))"
            " order by c.at desc, c.kind = 'armed' desc limit 1), 'never') <> 'armed'"
    );
    const auto permitted = chronicle_.permitted.find(service);
    std::vector<std::string> forbidden;
    for (const auto& line : lines_of(house_.ask(
             "select true_ms('" + service + "', sent_at, received_at) || ' ' || id from " + table
         ))) {
        const bool was_permitted =
            permitted != chronicle_.permitted.end() && permitted->second.hold(std::stoll(line));
        if (!was_permitted) forbidden.push_back(line);
    }
    expect(
        forbidden.empty(), table + " while nobody had armed " + service + " " + examples(forbidden)
    );
}

}  // namespace unrip::test
