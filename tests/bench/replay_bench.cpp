// How many recorded messages a second of one core go through the engine again.
//
//   replay_bench [--events 200000] [--runs 5] [--record FILE] [--json FILE]
//
// The record is a made day in which most demands are answered: demand, decision, command,
// signature and result of each, prices, counts. It stands in a file and is read as `unripctl replay
// --file` reads it. Seconds are those of the processor, all threads together.

#include "bench/busy_day.hpp"
#include "replay/replay.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cstdio>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <map>
#include <stdexcept>

namespace unrip {
namespace {

using Json = nlohmann::ordered_json;

struct Wanted {
    std::size_t events = 200'000;
    int runs = 5;
    std::string record = (std::filesystem::temp_directory_path() / "replay_bench.jsonl").string();
    std::string json;
};

Wanted wanted_by(int count, char** words) {
    Wanted wanted;
    for (int at = 1; at + 1 < count; at += 2) {
        const std::string name = words[at];
        const std::string value = words[at + 1];
        if (name == "--events") wanted.events = std::stoul(value);
        if (name == "--runs") wanted.runs = std::stoi(value);
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

Json measure(const Wanted& wanted) {
    const auto policy = bench::busy_policy();
    replay::RecordedDay day{policy};
    bench::fill(day, wanted.events);
    std::ofstream out{wanted.record, std::ios::binary};
    for (const auto& line : day.record)
        out << line << '\n';
    out.close();

    std::vector<double> rates;
    replay::Report last;
    for (int run = 0; run < wanted.runs; ++run) {
        std::ifstream file{wanted.record};
        const auto begin = processor_seconds();
        const auto report = replay::run(replay::lines_of(file), {policy, "policy", true, 20});
        const auto spent = processor_seconds() - begin;
        if (!report) throw std::runtime_error{report.error().detail};
        last = *report;
        rates.push_back(static_cast<double>(last.messages) / spent);
    }
    std::sort(rates.begin(), rates.end());

    Json json;
    json["what"] = "replay";
    json["events"] = last.messages;
    json["kinds"] = kinds_of(day.record);
    json["bytes"] = std::filesystem::file_size(wanted.record);
    json["decisions"] = last.decisions;
    json["decisions_identical"] = last.identical;
    json["approved"] = day.approvals;
    json["is_identical"] = last.is_identical();
    json["events_per_core_second"] = rates[rates.size() / 2];
    json["events_per_core_second_runs"] = rates;
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
