#include "bench/busy_day.hpp"

#include "policy/policy.hpp"

#include <stdexcept>
#include <string>

namespace unrip::bench {

strategy::Policy busy_policy() {
    auto file = policy::load(std::string{UNRIP_SOURCE_DIR} + "/deploy/policy/btc-eure.json");
    if (!file) throw std::runtime_error{file.error().detail};
    auto policy = file->strategy();
    auto& pair = policy.pairs.front();
    pair.limits.quotes_per_second = 5'000;
    pair.limits.quotes_burst = 10'000;
    pair.slots.mode = strategy::SlotMode::lanes;
    pair.slots.lane_open_quotes_max = 20'000;
    policy.sampling.full_per_second = 1'000'000;
    return policy;
}

void fill(replay::RecordedDay& day, std::size_t messages) {
    day.speak_at_length();
    day.price("60000");
    day.count("0.01", "600");
    day.arm();
    for (std::size_t demand = 0; day.record.size() < messages; ++demand) {
        if (demand % 100 == 0) day.price(std::to_string(60'000 + demand / 100 % 50));
        if (demand % 15'000 == 0) day.count("0.01", "600");
        day.pass(Milliseconds{1});
        if (demand % 2 == 0) {
            day.ask(true, "0.00005", "");
        } else {
            day.ask(false, "", "0.00004");
        }
    }
}

}  // namespace unrip::bench
