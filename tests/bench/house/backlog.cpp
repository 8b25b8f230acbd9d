// How the history catches up with a long absence while the house trades, and whether trading feels
// it. The messages are the house's own: it trades while history-writer is away.
//
//   backlog_bench [--messages 1000000] [--rate 100] [--seconds 4] [--rounds 5] [--json FILE]

#include "bus/backlog.hpp"

#include "bench/house/tried_house.hpp"
#include "bus/connection.hpp"
#include "support/run_task.hpp"

#include <algorithm>
#include <chrono>
#include <fstream>
#include <iostream>
#include <stdexcept>

namespace unrip::bench {
namespace {

using nlohmann::json;
using Seconds = std::chrono::duration<double>;

constexpr Milliseconds kAnswerLimit{10'000};
constexpr double kFloodPerSecond = 3'000;
constexpr std::uint64_t kCaughtUp = 2'000;
constexpr std::chrono::minutes kPatience{20};

constexpr auto kUsage =
    "backlog_bench [--messages 1000000] [--rate 100] [--seconds 4] [--rounds 5] [--json FILE]";

struct Wanted {
    std::uint64_t messages = 1'000'000;
    double rate = 100;
    double seconds = 4;
    int rounds = 5;
    std::string json;
};

Wanted wanted_by(int count, char** words) {
    Wanted wanted;
    for (int at = 1; at < count; at += 2) {
        const std::string name = words[at];
        const std::string value = at + 1 < count ? words[at + 1] : "";
        if (name == "--messages" && !value.empty()) {
            wanted.messages = std::stoull(value);
        } else if (name == "--rate" && !value.empty()) {
            wanted.rate = std::stod(value);
        } else if (name == "--seconds" && !value.empty()) {
            wanted.seconds = std::stod(value);
        } else if (name == "--rounds" && !value.empty()) {
            wanted.rounds = std::stoi(value);
        } else if (name == "--json" && !value.empty()) {
            wanted.json = value;
        } else {
            throw std::invalid_argument{name + ": " + kUsage};
        }
    }
    return wanted;
}

/// What the streams hold that the history has not.
class Waiting {
  public:
    explicit Waiting(const std::string& nats_url) {
        bus::Settings settings;
        settings.urls = {nats_url};
        settings.name = "backlog_bench";
        auto bus = test::run_task(
            loop_,
            bus::Connection::connect(
                loop_.get_executor(), clock_, std::move(settings), kAnswerLimit
            )
        );
        if (!bus) throw std::runtime_error{bus.error().detail};
        bus_ = std::move(*bus);
    }

    std::uint64_t count() {
        std::uint64_t sum = 0;
        for (const auto* stream : {"DEMAND", "MARKET", "TRADES"}) {
            const auto backlog = test::run_task(
                loop_, bus::backlog_of(*bus_, stream, "history-writer", kAnswerLimit)
            );
            if (!backlog) throw std::runtime_error{backlog.error().detail};
            sum += backlog->waiting;
        }
        return sum;
    }

  private:
    boost::asio::io_context loop_;
    SystemClock clock_;
    std::unique_ptr<bus::Connection> bus_;
};

double median(std::vector<double> values) {
    if (values.empty()) return 0;
    std::sort(values.begin(), values.end());
    return values[values.size() / 2];
}

/// What several rounds have in common.
json summed_up(const json& rounds) {
    json sum;
    for (const auto* what : {"p50_us", "p99_us", "per_second"}) {
        std::vector<double> values;
        for (const auto& round : rounds)
            values.push_back(round.at(what));
        sum[what] = median(values);
    }
    sum["rounds"] = rounds.size();
    return sum;
}

class Backlog {
  public:
    explicit Backlog(Wanted wanted)
        : wanted_{std::move(wanted)}, house_{TriedHouse::Plan{}, relay_}, round_{at_the_rate()} {
        house_.start();
        Round warm = round_;
        warm.lasts = Milliseconds{1'500};
        house_.measure(warm);
        waiting_ = std::make_unique<Waiting>(house_.nats_url());
    }

    json run() {
        json report;
        report["before"] = summed_up(some_rounds());
        report["before"]["cpu_s_per_1000"] = written_down();
        if (wanted_.messages > 0) {
            grow();
            report["while_catching_up"] = catch_up();
            report["after"] = summed_up(some_rounds());
        }
        report["recorded"] = house_.recorded();
        return report;
    }

  private:
    Round at_the_rate() const {
        Round round;
        round.per_second = wanted_.rate;
        round.lasts = Milliseconds{static_cast<std::int64_t>(wanted_.seconds * 1'000)};
        return round;
    }

    /// What each process takes for a thousand answers, until they stand in the history.
    json written_down() {
        house_.recorded();
        const auto cpu = house_.cpu_now();
        const auto answered = house_.answered();
        house_.measure(round_);
        house_.recorded();
        const auto thousands = static_cast<double>(house_.answered() - answered) / 1'000;
        json costs;
        for (const auto& [name, seconds] : house_.cpu_now())
            costs[name] = (seconds - cpu.at(name)) / thousands;
        return costs;
    }

    json some_rounds() {
        json rounds = json::array();
        for (int i = 0; i < wanted_.rounds; ++i)
            rounds.push_back(house_.measure(round_));
        return rounds;
    }

    /// The house is asked more than it can answer, with nobody to write it down.
    void grow() {
        house_.writer().stop();
        Round flood;
        flood.per_second = kFloodPerSecond;
        flood.lasts = Milliseconds{5'000};
        const auto end = std::chrono::steady_clock::now() + kPatience;
        while (waiting_->count() < wanted_.messages) {
            house_.measure(flood);
            std::cerr << waiting_->count() << " messages wait\n";
            expect_before(end, "the backlog does not grow");
        }
        // What the flood made the executor follow has to end first.
        for (auto heard = house_.measure(round_); heard.at("answered") < heard.at("asked");
             heard = house_.measure(round_)) {
            expect_before(end, "the house does not answer all again");
        }
    }

    static void expect_before(
        std::chrono::steady_clock::time_point end, const std::string& otherwise
    ) {
        if (std::chrono::steady_clock::now() > end) throw std::runtime_error{otherwise};
    }

    json catch_up() {
        const auto first = waiting_->count();
        const auto begin = std::chrono::steady_clock::now();
        house_.writer().start();
        json rounds = json::array();
        json memory = json::array();
        std::uint64_t left = first;
        Seconds took{};
        while (left > kCaughtUp && took < kPatience) {
            rounds.push_back(house_.measure(round_));
            left = waiting_->count();
            took = std::chrono::steady_clock::now() - begin;
            memory.push_back(house_.memory_now().at("history-writer").at("anonymous_kb"));
            std::cerr << left << " messages left, p99 " << rounds.back().at("p99_us") << " us\n";
        }
        auto report = summed_up(rounds);
        report["messages"] = first;
        report["left"] = left;
        report["seconds"] = took.count();
        report["rows_per_second"] = static_cast<double>(first - left) / took.count();
        report["writer_anonymous_kb"] = memory;
        return report;
    }

    Wanted wanted_;
    AskingRelay relay_;
    TriedHouse house_;
    Round round_;
    std::unique_ptr<Waiting> waiting_;
};

}  // namespace
}  // namespace unrip::bench

int main(int argc, char** argv) {
    try {
        const auto wanted = unrip::bench::wanted_by(argc, argv);
        const auto report = unrip::bench::Backlog{wanted}.run();
        std::cout << report.dump(2) << '\n';
        if (!wanted.json.empty()) std::ofstream{wanted.json} << report.dump(2) << '\n';
    } catch (const std::exception& thrown) {
        std::cerr << thrown.what() << '\n';
        return 1;
    }
    return 0;
}
