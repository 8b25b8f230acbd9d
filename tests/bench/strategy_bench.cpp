// What one decision costs: with one pair, with ten and with a hundred, with few promises
// outstanding and with ten thousand. The target is 3 us a request, growing by at most a tenth.
// `allocations` says how often a decision asked for memory, which a test holds at zero.

#include "bench/desk.hpp"

#include <benchmark/benchmark.h>

namespace unrip::strategy {
namespace {

void decide(benchmark::State& state, SlotMode mode) {
    const auto pairs = static_cast<int>(state.range(0));
    const auto outstanding = static_cast<std::uint32_t>(state.range(1));
    Desk desk{pairs, outstanding, mode};
    for (auto _ : state) {
        if (!desk.ask()) {
            state.SkipWithError("declined");
            break;
        }
    }
    state.counters["allocations"] = benchmark::Counter(
        static_cast<double>(desk.allocations()), benchmark::Counter::kAvgIterations
    );
}

void approve_in_reserve(benchmark::State& state) {
    decide(state, SlotMode::reserve);
}
void approve_in_lanes(benchmark::State& state) {
    decide(state, SlotMode::lanes);
}

BENCHMARK(approve_in_reserve)->ArgsProduct({{1, 10, 100}, {10, 10'000}})->Iterations(40'000);
BENCHMARK(approve_in_lanes)->ArgsProduct({{1, 10, 100}, {10, 10'000}})->Iterations(40'000);

}  // namespace
}  // namespace unrip::strategy
