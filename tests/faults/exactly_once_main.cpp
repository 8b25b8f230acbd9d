// A million messages and two hundred kills, by hand: scripts/exactly-once.

#include "faults/exactly_once.hpp"

#include <exception>
#include <iostream>
#include <random>
#include <string>

namespace {

int usage() {
    std::cerr
        << "exactly-once [--messages N] [--kills N] [--seed S]\n"
           "Says N messages (a million) into the streams while history-writer, nats-server and\n"
           "PostgreSQL are killed N times (200), and compares rows and sums with what was said.\n"
           "Exit code 0: they agree; 1: they do not; 2: it could not be run.\n";
    return 2;
}

int run(const unrip::test::FloodPlan& plan) {
    std::cout << "seed " << plan.seed << std::endl;
    const auto outcome =
        unrip::test::flood(plan, [](const std::string& said) { std::cout << said << std::endl; });
    std::cout << outcome.kills << " kills -9\n";
    for (const auto& line : outcome.figures)
        std::cout << "  " << line << "\n";
    for (const auto& line : outcome.wrong)
        std::cout << "  WRONG " << line << "\n";
    std::cout << (outcome.wrong.empty() ? "  all agree\n" : "  NOT ALL AGREE\n");
    std::cerr << outcome.log;
    return outcome.wrong.empty() ? 0 : 1;
}

}  // namespace

int main(int count, char** words) {
    unrip::test::FloodPlan plan;
    plan.seed = std::random_device{}();
    try {
        if (count % 2 == 0) return usage();
        for (int i = 1; i + 1 < count; i += 2) {
            const std::string name = words[i];
            const auto value = std::stoull(words[i + 1]);
            if (name == "--messages") {
                plan.messages = value;
            } else if (name == "--kills") {
                plan.kills = value;
            } else if (name == "--seed") {
                plan.seed = value;
            } else {
                return usage();
            }
        }
        return run(plan);
    } catch (const std::exception& error) {
        std::cerr << "exactly-once: " << error.what() << "\n";
        return 2;
    }
}
