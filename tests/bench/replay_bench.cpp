// How many recorded messages a second of one core go through the engine again.
//
//   replay_bench [--events 200000] [--runs 5] [--from file|postgres] [--record FILE] [--json FILE]
//
// The record is a made day in which most demands are answered: demand, decision, command,
// signature and result of each, prices, counts. It stands in a file and is read as `unripctl replay
// --file` reads it, or in a PostgreSQL of its own and is read as without --file. Seconds are those
// of the processor, all threads together.

#include "bench/busy_day.hpp"
#include "bench/filled_history.hpp"
#include "bench/recorded_batches.hpp"
#include "recorded_rows.hpp"
#include "replay/replay.hpp"
#include "support/postgres_server.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iostream>
#include <map>
#include <memory>
#include <stdexcept>

namespace unrip {
namespace {

using Json = nlohmann::ordered_json;

struct Wanted {
    std::size_t events = 200'000;
    int runs = 5;
    std::string record = (std::filesystem::temp_directory_path() / "replay_bench.jsonl").string();
    std::string from = "file";
    std::string json;
};

Wanted wanted_by(int count, char** words) {
    Wanted wanted;
    for (int at = 1; at + 1 < count; at += 2) {
        const std::string name = words[at];
        const std::string value = words[at + 1];
        if (name == "--events") wanted.events = std::stoul(value);
        if (name == "--runs") wanted.runs = std::stoi(value);
        if (name == "--from") wanted.from = value;
        if (name == "--record") wanted.record = value;
        if (name == "--json") wanted.json = value;
    }
    return wanted;
}

double processor_seconds() {
    timespec spent{};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &spent);
    return static_cast<double>(spent.tv_sec) + static_cast<double>(spent.tv_nsec) / 1e9;
}

/// What each kind of message is worth in the record.
std::map<std::string, std::size_t> kinds_of(const std::vector<std::string>& record) {
    std::map<std::string, std::size_t> kinds;
    for (const auto& line : record) {
        const auto schema = line.substr(11, line.find('/') - 11);
        ++kinds[schema];
    }
    return kinds;
}

std::size_t bytes_of(const std::vector<std::string>& record) {
    std::size_t bytes = 0;
    for (const auto& line : record)
        bytes += line.size() + 1;
    return bytes;
}

std::uint64_t heard_of(const std::vector<std::string>& record) {
    std::uint64_t heard = 0;
    for (const auto& [kind, count] : kinds_of(record)) {
        if (kind != "cmd.execute_trade" && kind != "exec.quote_signed") heard += count;
    }
    return heard;
}

double seconds_since(std::chrono::steady_clock::time_point begin) {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}

using Replay = std::function<Result<replay::Report>(const replay::Options&)>;

Replay in_file(const std::string& path, const std::vector<std::string>& record) {
    std::ofstream out{path, std::ios::binary};
    for (const auto& line : record)
        out << line << '\n';
    return [path](const replay::Options& options) {
        std::ifstream file{path};
        return replay::run(replay::lines_of(file), options);
    };
}

Replay in_postgres(const std::vector<std::string>& record) {
    auto server = std::make_shared<test::PostgresServer>();
    const auto url = server->create_database("history");
    bench::migrate(url);
    bench::write_history(url, bench::batches_of(record, 500));
    return [server, url](const replay::Options& options) {
        store::Session session{
            {*store::ConnectionUrl::parse(url),
             "bench",
             Milliseconds{5'000},
             Milliseconds{600'000}}};
        if (auto opened = session.open(); !opened) throw std::runtime_error{opened.error().detail};
        const Instant begin = from_unix_ms(0);
        const Instant end = from_unix_ms(4'000'000'000'000);
        return unripctl::replay_record(session, begin, end, options);
    };
}

Replay record_of(const Wanted& wanted, const std::vector<std::string>& record) {
    return wanted.from == "postgres" ? in_postgres(record) : in_file(wanted.record, record);
}

Json measure(const Wanted& wanted) {
    const auto policy = bench::busy_policy();
    replay::RecordedDay day{policy};
    bench::fill(day, wanted.events);
    const auto replay = record_of(wanted, day.record);

    std::vector<double> rates;
    std::vector<double> walls;
    replay::Report last;
    for (int run = 0; run < wanted.runs; ++run) {
        const auto begin = processor_seconds();
        const auto began = std::chrono::steady_clock::now();
        const auto report = replay({policy, "policy", true, 20});
        const auto spent = processor_seconds() - begin;
        walls.push_back(seconds_since(began));
        if (!report) throw std::runtime_error{report.error().detail};
        last = *report;
        rates.push_back(static_cast<double>(last.messages) / spent);
    }
    std::sort(rates.begin(), rates.end());
    std::sort(walls.begin(), walls.end());

    Json json;
    json["what"] = "replay";
    json["events"] = last.messages;
    json["kinds"] = kinds_of(day.record);
    json["from"] = wanted.from;
    json["bytes"] = bytes_of(day.record);
    json["decisions"] = last.decisions;
    json["decisions_identical"] = last.identical;
    json["approved"] = day.approvals;
    json["is_identical"] = last.is_identical();
    // A file holds commands and signatures too, which are only stepped over.
    const auto heard = std::min(last.messages, heard_of(day.record));
    json["events_heard"] = heard;
    json["events_heard_per_core_second"] =
        rates[rates.size() / 2] * static_cast<double>(heard) / static_cast<double>(last.messages);
    json["events_per_core_second"] = rates[rates.size() / 2];
    json["events_per_core_second_runs"] = rates;
    json["events_per_wall_second"] = static_cast<double>(last.messages) / walls[walls.size() / 2];
    json["target"] = 300'000;
    return json;
}

}  // namespace
}  // namespace unrip

int main(int count, char** words) {
    const auto wanted = unrip::wanted_by(count, words);
    const auto json = unrip::measure(wanted);
    std::cout << json.dump(2) << '\n';
    if (!wanted.json.empty()) std::ofstream{wanted.json} << json.dump(2) << '\n';
    std::remove(wanted.record.c_str());
    return json["is_identical"].get<bool>() ? 0 : 1;
}
