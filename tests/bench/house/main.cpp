// The whole house under load, beside a bare chain in the same run: what it takes to answer, how
// many it answers, and what each process needs for that. Writes JSON; scripts/bench calls it.
//
//   house_bench <file> asking-socket|own-socket <sync interval> <pairs> <seconds a round>

#include "bench/house/bare_chain.hpp"
#include "bench/house/tried_house.hpp"

#include <fstream>
#include <iostream>

namespace unrip::bench {
namespace {

using nlohmann::json;

struct Effort {
    int pairs = 9;
    Milliseconds round{2'500};
    int starts() const { return pairs >= 9 ? 3 : 1; }
};

Round at_rate(double per_second, Milliseconds lasts) {
    Round round;
    round.per_second = per_second;
    round.lasts = lasts;
    return round;
}

Round with_in_flight(std::size_t in_flight, Milliseconds lasts) {
    Round round;
    round.in_flight = in_flight;
    round.lasts = lasts;
    return round;
}

json bare_of(AskingRelay& relay, Round round) {
    round.whom = Whom::bare;
    return told(relay.ask(round));
}

/// Turn by turn, and who begins changes: what else the machine does meets both alike.
json pairs_of(TriedHouse& house, AskingRelay& relay, const Round& round, int pairs) {
    json all = json::array();
    for (int i = 0; i < pairs; ++i) {
        json pair;
        if (i % 2 == 0) pair["house"] = house.measure(round);
        pair["bare"] = bare_of(relay, round);
        if (i % 2 == 1) pair["house"] = house.measure(round);
        all.push_back(std::move(pair));
    }
    return all;
}

std::int64_t now_ns() {
    return to_unix_ns(std::chrono::system_clock::now());
}

json run(const TriedHouse::Plan& plan, const Effort& effort) {
    json report{{"answer_on", plan.answer_on}, {"sync", plan.sync}};
    AskingRelay relay;
    for (int i = 1; i < effort.starts(); ++i) {
        TriedHouse another{plan, relay};
        report["start_ms"].push_back(another.start());
    }
    TriedHouse house{plan, relay};
    report["start_ms"].push_back(house.start());
    report["memory_at_start"] = house.memory_now();
    const BareChain bare{house.nats_url(), relay.url(Whom::bare)};
    relay.await_listeners(Whom::bare, 1);

    const Milliseconds warm{1'500};
    house.measure(at_rate(500, warm));
    bare_of(relay, at_rate(500, warm));
    std::cerr << "started; latency by rate\n";
    for (const double rate : {100.0, 1'000.0}) {
        const auto since = now_ns();
        const auto name = std::to_string(static_cast<int>(rate));
        report["pairs"][name] = pairs_of(house, relay, at_rate(rate, effort.round), effort.pairs);
        house.recorded();
        report["stages"][name] = house.stages_since(since);
    }
    for (const double rate : {1.0, 10.0, 5'000.0}) {
        const auto lasts = rate > 10 ? effort.round : 2 * effort.round;
        const auto name = std::to_string(static_cast<int>(rate));
        report["pairs"][name] = pairs_of(house, relay, at_rate(rate, lasts), 1);
    }
    std::cerr << "ceiling\n";
    for (const std::size_t in_flight : {1U, 16U, 128U}) {
        report["ceiling"][std::to_string(in_flight)] =
            pairs_of(house, relay, with_in_flight(in_flight, effort.round), 1);
    }
    report["memory_under_load"] = house.memory_now();
    report["recorded"] = house.recorded();
    return report;
}

}  // namespace
}  // namespace unrip::bench

int main(int argc, char** argv) {
    if (argc != 6) {
        std::cerr << "house_bench <file> asking-socket|own-socket <sync interval> <pairs> "
                     "<seconds a round>\n";
        return 2;
    }
    try {
        using namespace unrip;
        const Milliseconds round{static_cast<std::int64_t>(std::stod(argv[5]) * 1'000)};
        const auto report = bench::run({argv[2], argv[3]}, {std::stoi(argv[4]), round});
        std::ofstream{argv[1]} << report.dump(1) << "\n";
    } catch (const std::exception& thrown) {
        std::cerr << thrown.what() << "\n";
        return 1;
    }
    return 0;
}
