// The whole house under one steady load, for looking at with perf and strace: says who is who, asks
// for so long, then tells by process what a quote took in CPU time and context switches, and its
// anonymous memory.
//
//   house_profile asking-socket|own-socket <quotes a second> <seconds>

#include "bench/house/tried_house.hpp"

#include <filesystem>
#include <fstream>
#include <iomanip>
#include <iostream>
#include <sstream>

namespace unrip::bench {
namespace {

struct Switches {
    double waited = 0;     ///< It had nothing to do.
    double displaced = 0;  ///< Another one's turn.
};

/// Of all its threads.
Switches switches_of(const Metered& process) {
    Switches sum;
    std::error_code gone;
    const std::filesystem::path tasks{"/proc/" + std::to_string(process.pid) + "/task"};
    for (const auto& task : std::filesystem::directory_iterator{tasks, gone}) {
        std::ifstream file{task.path() / "status"};
        for (std::string line; std::getline(file, line);) {
            std::istringstream words{line};
            std::string name;
            double count = 0;
            words >> name >> count;
            if (name == "voluntary_ctxt_switches:") sum.waited += count;
            if (name == "nonvoluntary_ctxt_switches:") sum.displaced += count;
        }
    }
    return sum;
}

void run(const TriedHouse::Plan& plan, const Round& round) {
    AskingRelay relay;
    TriedHouse house{plan, relay};
    house.start();
    const auto processes = house.metered();
    for (const auto& process : processes)
        std::cout << "pid " << process.pid << " " << process.name << "\n";
    std::cout << std::flush;
    Round warm = round;
    warm.lasts = Milliseconds{1'000};
    house.measure(warm);
    std::cout << "begin\n" << std::flush;
    std::map<std::string, Switches> before;
    for (const auto& process : processes)
        before[process.name] = switches_of(process);
    const auto result = house.measure(round);
    const auto answered = result.at("answered").get<double>();
    const auto memory = house.memory_now();
    std::cout << std::fixed << std::setprecision(2) << "answered " << answered << " of "
              << result.at("asked") << ", p50 " << result.at("p50_us").get<double>() << " us, p99 "
              << result.at("p99_us").get<double>() << " us\n";
    for (const auto& process : processes) {
        const auto after = switches_of(process);
        const auto& then = before[process.name];
        std::cout << std::setw(24) << process.name << std::setprecision(3) << "  CPU s/1,000 "
                  << result.at("cpu_s_per_1000").at(process.name).get<double>() << "  waits/quote "
                  << (after.waited - then.waited) / answered << "  displaced/quote "
                  << (after.displaced - then.displaced) / answered << "  RssAnon "
                  << memory.at(process.name).at("anonymous_kb").get<double>() / 1'024 << " MB\n";
    }
}

}  // namespace
}  // namespace unrip::bench

int main(int argc, char** argv) {
    if (argc != 4) {
        std::cerr << "house_profile asking-socket|own-socket <quotes a second> <seconds>\n";
        return 2;
    }
    try {
        using namespace unrip;
        bench::Round round;
        round.per_second = std::stod(argv[2]);
        round.lasts = Milliseconds{1'000 * std::stoll(argv[3])};
        bench::run({argv[1], "1s"}, round);
    } catch (const std::exception& thrown) {
        std::cerr << thrown.what() << "\n";
        return 1;
    }
    return 0;
}
