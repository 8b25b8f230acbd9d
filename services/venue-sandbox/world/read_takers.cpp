#include "world/read_scenario.hpp"
#include "world/reading.hpp"

#include <algorithm>

namespace unrip::sandbox {
namespace {

constexpr std::uint32_t kMillion = 1'000'000;
constexpr std::uint64_t kPerSecondMax = 100'000;

void read_size(Reading& from, std::string_view name, std::string& size) {
    from.text(name, size);
    const auto parsed = Amount::parse_tokens(size, 6);
    if (!parsed || parsed->is_zero()) {
        from.mistake(
            name, "be whole quote tokens as text with at most six places, such as \"2.5\""
        );
    }
}

TakerPlan read_taker(Reading& from) {
    TakerPlan taker;
    from.text("name", taker.name);
    if (taker.name.empty()) from.mistake("name", "be a text");
    from.one_of("kind", {"uninformed", "price_sensitive", "informed"}, [&](std::size_t place) {
        taker.kind = static_cast<TakerPlan::Kind>(place);
    });
    from.texts("pairs", taker.pairs);
    from.thousandths("per_second", taker.per_1000_seconds, kPerSecondMax);
    read_size(from, "size_least", taker.size_least);
    read_size(from, "size_most", taker.size_most);
    from.count("sells_ppm", taker.sells_ppm, 0, kMillion);
    from.count("exact_out_ppm", taker.exact_out_ppm, 0, kMillion);
    from.count("tolerance_ppm", taker.tolerance_ppm, 0, kMillion);
    from.count("outside_half_spread_ppm", taker.outside_half_spread_ppm, 0, kMillion);
    from.milliseconds("knows_ahead_ms", taker.knows_ahead, Milliseconds{0}, Milliseconds{10'000});
    from.count("edge_ppm", taker.edge_ppm, 0, kMillion);
    from.milliseconds("deadline_ms", taker.deadline, Milliseconds{1'000}, Milliseconds{600'000});

    const auto least = Amount::parse_tokens(taker.size_least, 6);
    const auto most = Amount::parse_tokens(taker.size_most, 6);
    if (least && most && *least > *most) from.mistake("size_most", "not be less than size_least");
    return taker;
}

}  // namespace

void read_takers(Reading& file, Scenario& scenario) {
    if (!file.has("takers")) scenario.takers.emplace_back().name = "passers-by";
    file.objects("takers", [&](Reading& from) {
        auto taker = read_taker(from);
        const auto same = [&](const TakerPlan& other) { return other.name == taker.name; };
        if (std::any_of(scenario.takers.begin(), scenario.takers.end(), same)) {
            from.mistake("name", "be a name that no other taker has");
        }
        scenario.takers.push_back(std::move(taker));
    });
}

}  // namespace unrip::sandbox
