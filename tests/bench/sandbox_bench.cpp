// What one request costs the sandbox's relay: drawing it, telling it, judging one signed answer and
// ending the auction. 50 microseconds are 20,000 requests a second on one core.

#include "takers/takers.hpp"
#include "unit/venue-sandbox/relay_world.hpp"

#include <benchmark/benchmark.h>
#include <nlohmann/json.hpp>

#include <string>
#include <vector>

namespace unrip::sandbox {
namespace {

constexpr std::size_t kSigned = 4'096;

/// The signed part of answers under so many nonces.
std::vector<std::string> signed_parts() {
    std::vector<std::string> parts;
    for (std::size_t i = 0; i < kSigned; ++i) {
        auto draft = offering(1);
        draft.deadline = kStart + std::chrono::minutes{50};
        draft.nonce_deadline = kStart + std::chrono::minutes{60} + Milliseconds{i};
        parts.push_back(signed_json(draft));
    }
    return parts;
}

void ask_and_answer(benchmark::State& state) {
    RelayRules rules;
    rules.verify_inline = state.range(0) == 1;
    RelayWorld venue{rules};
    venue.world.chain.set_balance("maker.near", kTake, u128{1} << 100U);
    const auto parts = signed_parts();
    std::uint64_t number = 0;
    for (auto _ : state) {
        const auto id = "00000000-0000-4000-8000-" + std::to_string(number);
        venue.relay.ask(request_of(id), nullptr);
        const auto answer = R"({"quote_id":")" + id +
                            R"(","quote_output":{"amount_out":"1"},"signed_data":)" +
                            parts[number % kSigned] + "}";
        const auto refusal = venue.relay.answer_from_inside(answer);
        if (!refusal.empty()) state.SkipWithError(refusal.c_str());
        ++number;
        venue.clock.advance(std::chrono::microseconds{50});
        if (number % 20 == 0) venue.relay.advance();
    }
    state.SetItemsProcessed(static_cast<std::int64_t>(number));
}
BENCHMARK(ask_and_answer)->Arg(0)->Arg(1);

void tell_a_request(benchmark::State& state) {
    const auto request = request_of("00000000-0000-4000-8000-000000000000");
    const Envelope envelope{false, "00000000-0000-4000-8000-000000000000"};
    for (auto _ : state)
        benchmark::DoNotOptimize(quote_event_text(request, envelope, kStart));
}
BENCHMARK(tell_a_request);

void read_an_answer(benchmark::State& state) {
    const auto text = answer_of(offering(200));
    for (auto _ : state)
        benchmark::DoNotOptimize(read_answer(nlohmann::json::parse(text)));
}
BENCHMARK(read_an_answer);

void draw_a_request(benchmark::State& state) {
    const auto scenario = parse_scenario(R"({"takers":[{"name":"flood","per_second":20000}]})");
    World world{*scenario, kStart};
    std::uint64_t number = 0;
    for (auto _ : state) {
        const auto at = kStart + std::chrono::microseconds{50} * static_cast<int>(number);
        benchmark::DoNotOptimize(draw_ask(world, world.scenario().takers.front(), number++, at));
    }
}
BENCHMARK(draw_a_request);

}  // namespace
}  // namespace unrip::sandbox
