// A long run with faults, by hand: scripts/faults --minutes N --seed S.

#include "faults/run.hpp"

#include <cstdlib>
#include <exception>
#include <iostream>
#include <random>
#include <sstream>
#include <stdexcept>
#include <string>

namespace {

int usage() {
    std::cerr
        << "faults --minutes N [--seed S] [--with links,clocks]\n"
           "Runs the whole house against the simulated venue while its parts are killed,\n"
           "paused and restarted, and compares the books afterwards. With links: cables between\n"
           "them are cut, stalled and slow too; with clocks: theirs are turned. Exit code 0: "
           "sound; 1: something is wrong;\n"
           "2: it could not be run.\n";
    return 2;
}

/// "links,clocks": what --with names. Throws for another word.
unrip::test::Also also_of(const std::string& words) {
    unrip::test::Also also;
    std::istringstream in{words};
    for (std::string word; std::getline(in, word, ',');) {
        if (word == "links") {
            also.links = true;
        } else if (word == "clocks") {
            also.clocks = true;
        } else {
            throw std::invalid_argument{"--with knows links and clocks, not " + word};
        }
    }
    return also;
}

int run(double minutes, std::uint64_t seed, unrip::test::Also also) {
    using std::chrono::milliseconds;
    std::cout << "seed " << seed << ", " << minutes << " minutes" << std::endl;
    const milliseconds duration{static_cast<std::int64_t>(minutes * 60'000)};
    const auto tell = [](const std::string& said) { std::cout << said << std::endl; };
    const auto outcome = unrip::test::run_with_faults(seed, duration, tell, also);
    for (const auto& [what, times] : outcome.chronicle.mishaps)
        std::cout << "  " << times << " x " << what << "\n";
    for (const auto& [what, times] : outcome.chronicle.venue_troubles)
        std::cout << "  " << times << " x venue: " << what << "\n";
    std::cout << "  " << outcome.chronicle.kills << " kills -9\n" << to_text(outcome.verdict);
    if (!outcome.logs.empty()) std::cout << "  what they said: " << outcome.logs << "\n";
    return outcome.verdict.is_sound() ? 0 : 1;
}

}  // namespace

int main(int count, char** words) {
    double minutes = 0;
    std::uint64_t seed = std::random_device{}();
    unrip::test::Also also;
    try {
        for (int i = 1; i + 1 < count; i += 2) {
            const std::string name = words[i];
            if (name == "--minutes") {
                minutes = std::stod(words[i + 1]);
            } else if (name == "--seed") {
                seed = std::stoull(words[i + 1]);
            } else if (name == "--with") {
                also = also_of(words[i + 1]);
            } else {
                return usage();
            }
        }
        if (minutes <= 0 || count % 2 == 0) return usage();
        return run(minutes, seed, also);
    } catch (const std::exception& error) {
        std::cerr << "faults: " << error.what() << "\n";
        return 2;
    }
}
