#include "faults/exactly_once.hpp"

#include "faults/dice.hpp"
#include "faults/torrent.hpp"
#include "support/nats_server.hpp"
#include "support/postgres_server.hpp"
#include "support/process_memory.hpp"
#include "support/service_process.hpp"
#include "support/speaker.hpp"

#include <algorithm>
#include <chrono>
#include <future>
#include <stdexcept>
#include <thread>

namespace unrip::test {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr auto kDatabase = "unrip";
/// Below what a publisher takes without an answer.
constexpr std::size_t kAtOnce = 4'000;
constexpr milliseconds kBlowAfterMost{700};
constexpr milliseconds kAwayMost{600};
/// Of standing still: a day of history is written much faster.
constexpr std::chrono::seconds kWrittenWithin{120};

enum Victim : std::uint64_t { writer = 1, nats = 2, postgres = 4 };
constexpr std::uint64_t kAllVictims = writer | nats | postgres;

/// Who is killed together in each round, so that all rounds together kill as often as planned.
std::vector<std::uint64_t> rounds_of(const FloodPlan& plan, Dice& dice) {
    std::vector<std::uint64_t> rounds;
    std::uint64_t kills = 0;
    while (kills < plan.kills) {
        std::uint64_t victims = 1 + dice.below(kAllVictims);
        for (const auto victim : {postgres, nats}) {
            const auto count = static_cast<std::uint64_t>(__builtin_popcountll(victims));
            if (kills + count > plan.kills && victims != victim) victims &= ~std::uint64_t{victim};
        }
        kills += static_cast<std::uint64_t>(__builtin_popcountll(victims));
        rounds.push_back(victims);
    }
    return rounds;
}

class Flood {
  public:
    Flood(const FloodPlan& plan, const std::function<void(const std::string&)>& tell)
        : plan_{plan}, tell_{tell}, dice_{plan.seed}, torrent_{plan.seed} {}

    FloodOutcome run() {
        const auto began = steady_clock::now();
        writer_.start();
        writer_.await_ready();
        const auto rounds = rounds_of(plan_, dice_);
        for (std::size_t i = 0; i < rounds.size(); ++i)
            play(rounds[i], plan_.messages * (i + 1) / rounds.size());
        const auto said = steady_clock::now();
        figure("said in", std::to_string((said - began) / std::chrono::seconds{1}) + " s");
        await_history();
        const auto written = steady_clock::now();
        figure("then written in", std::to_string((written - said) / milliseconds{1}) + " ms");
        judge();
        for (const auto& [who, times] : killed_)
            figure("killed " + who, std::to_string(times));
        figure("history-writer held at most", std::to_string(most_kib_) + " KiB");
        if (!outcome_.wrong.empty()) outcome_.log = writer_.log();
        return std::move(outcome_);
    }

  private:
    static std::string opened(PostgresServer& postgres, const NatsServer& nats) {
        auto url = postgres.create_database(kDatabase);
        run_program("unrip-migrate", {{"POSTGRES_URL", url}});
        run_program(
            "unrip-streams",
            {{"NATS_URL", nats.url()},
             {"UNRIP_STREAMS_FILE", UNRIP_SOURCE_DIR "/deploy/nats/streams.json"}}
        );
        return url;
    }

    /// Says until so many are said in all, while these are killed and come back.
    void play(std::uint64_t victims, std::uint64_t until) {
        // Only this thread starts servers: they end with the thread that started them.
        auto speaking = std::async(std::launch::async, [this, until] {
            while (torrent_.said() < until)
                speaker_.say(torrent_.next(std::min(kAtOnce, until - torrent_.said())));
        });
        std::this_thread::sleep_for(dice_.between(milliseconds{1}, kBlowAfterMost));
        most_kib_ = std::max(most_kib_, anonymous_kib(writer_.pid()));
        kill(victims);
        std::this_thread::sleep_for(dice_.between(milliseconds{0}, kAwayMost));
        start(victims);
        speaking.get();
        if (++round_ % 10 != 0) return;
        tell_(
            std::to_string(torrent_.said()) + " said, " + std::to_string(outcome_.kills) + " kills"
        );
    }

    void kill(std::uint64_t victims) {
        if ((victims & writer) != 0) writer_.kill_9();
        if ((victims & nats) != 0) nats_.kill();
        if ((victims & postgres) != 0) postgres_.kill_9();
        for (const auto& [victim, name] :
             {std::pair{writer, "history-writer"},
              std::pair{nats, "nats-server"},
              std::pair{postgres, "PostgreSQL"}}) {
            if ((victims & victim) == 0) continue;
            ++killed_[name];
            ++outcome_.kills;
        }
    }

    void start(std::uint64_t victims) {
        if ((victims & postgres) != 0) postgres_.start();
        if ((victims & nats) != 0) nats_.start();
        if ((victims & writer) != 0) writer_.start();
    }

    std::string ask(const std::string& sql) const { return postgres_.sql(kDatabase, sql); }

    std::string count_of(const Torrent::Expected& of) const {
        return ask(
            "select count(*) || ' ' || coalesce(trim_scale(sum(" + of.column +
            ")), 0) || ' ' ||"
            " count(distinct id) from " +
            of.table + " where id like '" + Torrent::kIds + "%'"
        );
    }

    /// Until everything is written, or nothing more comes.
    void await_history() const {
        std::string rows = "select 0";
        for (const auto& of : torrent_.expected())
            rows +=
                " + (select count(*) from " + of.table + " where id like '" + Torrent::kIds + "%')";
        std::uint64_t seen = 0;
        auto moved = steady_clock::now();
        while (seen < torrent_.said() && steady_clock::now() < moved + kWrittenWithin) {
            const auto now = std::stoull(ask(rows));
            if (now > seen) moved = steady_clock::now();
            seen = now;
            std::this_thread::sleep_for(milliseconds{200});
        }
    }

    void judge() {
        for (const auto& of : torrent_.expected()) {
            const auto expected = std::to_string(of.messages) + " " + std::to_string(of.sum) + " " +
                                  std::to_string(of.messages);
            const auto found = count_of(of);
            figure(of.subject, found);
            if (found != expected)
                outcome_.wrong.push_back(
                    of.table + " has (rows, sum, ids) " + found + ", said were " + expected
                );
        }
        const auto aside =
            ask("select count(*) || ' ' || coalesce(max(detail), '') from dead_letters");
        if (aside != "0 ") outcome_.wrong.push_back("put aside: " + aside);
    }

    void figure(const std::string& name, const std::string& value) {
        outcome_.figures.push_back(name + " " + value);
    }

    FloodPlan plan_;
    const std::function<void(const std::string&)>& tell_;
    Dice dice_;
    Torrent torrent_;
    NatsServer nats_;
    PostgresServer postgres_;
    std::string database_url_ = opened(postgres_, nats_);
    Speaker speaker_{nats_.url()};
    ServiceProcess writer_{
        "history-writer",
        "HISTORY_WRITER_PORT",
        {{"NATS_URL", nats_.url()},
         {"NATS_SYNC", "1s"},
         {"POSTGRES_URL", database_url_},
         {"UNRIP_POLICY_FILE", UNRIP_SOURCE_DIR "/deploy/policy/btc-eure.json"},
         {"UNRIP_INSTANCE", "writer-1"}}};
    FloodOutcome outcome_;
    std::map<std::string, std::uint64_t> killed_;
    std::uint64_t most_kib_ = 0;
    std::uint64_t round_ = 0;
};

}  // namespace

FloodOutcome flood(const FloodPlan& plan, const std::function<void(const std::string&)>& tell) {
    return Flood{plan, tell}.run();
}

}  // namespace unrip::test
