#include "rubbish/dice.hpp"

#include <cstdlib>
#include <iostream>

namespace unrip::test {
namespace {

std::uint64_t setting(const char* name, std::uint64_t preset) {
    // Nothing in a test changes its environment.
    const auto* text = std::getenv(name);  // NOLINT(concurrency-mt-unsafe)
    return text == nullptr || *text == '\0' ? preset : std::stoull(text);
}

}  // namespace

RubbishPlan rubbish_plan(const std::string& what) {
    const RubbishPlan plan{setting("UNRIP_RUBBISH_SEED", 1), setting("UNRIP_RUBBISH_TIMES", 1)};
    std::cout << "rubbish for " << what << ": seed " << plan.seed << std::endl;
    return plan;
}

void tell_tried(const std::string& what, std::size_t inputs, std::size_t refused) {
    std::cout << "rubbish for " << what << ": " << inputs << " inputs, " << refused << " refused"
              << std::endl;
}

}  // namespace unrip::test
