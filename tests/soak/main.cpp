// A long trade in which nothing happens to the house, by hand: scripts/soak --minutes N --rate R.

#include "soak/run.hpp"

#include <exception>
#include <iostream>
#include <string>

namespace {

int usage() {
    std::cerr
        << "soak --minutes N [--rate QUOTES_PER_SECOND] [--scenario NAME]\n"
           "The whole house trades with the simulated venue; what each process holds is\n"
           "looked at every 5 s, and the books are compared afterwards. Exit code 0: nothing\n"
           "grew and all books agree; 1: something is wrong; 2: it could not be run.\n";
    return 2;
}

}  // namespace

int main(int count, char** words) {
    unrip::test::SoakPlan plan;
    try {
        for (int i = 1; i + 1 < count; i += 2) {
            const std::string name = words[i];
            const std::string value = words[i + 1];
            if (name == "--minutes") {
                const auto milliseconds = static_cast<std::int64_t>(std::stod(value) * 60'000);
                plan.duration = std::chrono::milliseconds{milliseconds};
            } else if (name == "--rate") {
                plan.quotes_per_second = std::stod(value);
            } else if (name == "--scenario") {
                plan.scenario = value;
            } else {
                return usage();
            }
        }
        if (plan.duration.count() <= 0 || plan.quotes_per_second <= 0 || count % 2 == 0)
            return usage();
        const auto verdict = unrip::test::soak(plan, [](const std::string& said) {
            std::cout << said << std::endl;
        });
        std::cout << to_text(verdict);
        return verdict.is_sound() ? 0 : 1;
    } catch (const std::exception& error) {
        std::cerr << "soak: " << error.what() << "\n";
        return 2;
    }
}
