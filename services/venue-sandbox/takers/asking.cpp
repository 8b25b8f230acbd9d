#include "takers/asking.hpp"

#include <algorithm>

namespace unrip::sandbox {
namespace {

constexpr std::uint32_t kPpm = 1'000'000;
constexpr std::uint32_t kFromOneClickPpm = 500'000;
constexpr std::uint32_t kDryPpm = 100'000;

std::string draw_id(Random& random) {
    constexpr auto kDigits = "0123456789abcdef";
    std::string id = "xxxxxxxx-xxxx-4xxx-8xxx-xxxxxxxxxxxx";
    for (char& letter : id) {
        if (letter == 'x') letter = kDigits[random.below(16)];
    }
    return id;
}

const TradedPair* draw_pair(const Scenario& scenario, const TakerPlan& group, Random& random) {
    std::vector<const TradedPair*> pairs;
    for (const auto& traded : scenario.pairs) {
        const auto name = traded.pair.name();
        const auto& wanted = group.pairs;
        if (wanted.empty() || std::find(wanted.begin(), wanted.end(), name) != wanted.end()) {
            pairs.push_back(&traded);
        }
    }
    return pairs.empty() ? nullptr : pairs[random.below(pairs.size())];
}

/// From 0 to `limit` - 1.
u128 draw_below(u128 limit, Random& random) {
    const auto drawn = (u128{random.next()} << 64U) | random.next();
    return limit == 0 ? 0 : drawn % limit;
}

/// Between the two: every doubling is as likely as the next, so small sizes are the many.
u128 draw_size(u128 least, u128 most, Random& random) {
    if (least == 0) least = 1;
    if (most <= least) return least;
    unsigned doublings = 0;
    for (u128 size = least; size <= most / 2; size *= 2)
        ++doublings;
    const auto from = least << random.below(doublings + 1);
    const auto to = from > most / 2 ? most : from * 2;
    return from + draw_below(to - from + 1, random);
}

void add_metadata(Ask& ask, const AuctionPlan& auction, Random& random) {
    auto& request = ask.request;
    if (random.chance(auction.sub_legs_ppm, kPpm)) {
        request.is_sub_leg = true;
        request.min_wait = Milliseconds{1};
        request.partner_id = "router-solver";
        request.trusted_metadata = R"({"source":"router","upstream_metadata":{}})";
        return;
    }
    const bool is_one_click = random.chance(kFromOneClickPpm, kPpm);
    ask.is_dry = is_one_click && random.chance(kDryPpm, kPpm);
    if (!is_one_click) return;
    request.partner_id = "1click";
    request.trusted_metadata = R"({"source":"1click","partner_id":"sandbox","quote_type":)";
    request.trusted_metadata += R"("main_quote","quote_request_data":{"dry":)";
    request.trusted_metadata += ask.is_dry ? "true" : "false";
    request.trusted_metadata += R"(,"slippageTolerance":100}})";
}

/// Whoever knows where the price goes gives what will be worth less.
std::optional<bool> informed_side(
    World& world, const TakerPlan& group, const std::string& market, Instant at
) {
    if (group.kind != TakerPlan::Kind::informed) return std::nullopt;
    const auto now = world.price(market, at);
    const auto then = world.price(market, at + group.knows_ahead);
    if (!now || !then || *now == *then) return std::nullopt;
    return *then < *now;
}

}  // namespace

Nanoseconds draw_pause(std::uint64_t seed, const TakerPlan& group, std::uint64_t number) {
    constexpr std::uint64_t kThousandSeconds = 1'000'000'000'000;
    auto random = Random::at(seed, "pause of " + group.name, number);
    const auto mean = std::max<std::uint64_t>(kThousandSeconds / group.per_1000_seconds, 1);
    return Nanoseconds{static_cast<std::int64_t>(random.exponential(mean))};
}

std::optional<Ask> draw_ask(
    World& world, const TakerPlan& group, std::uint64_t number, Instant at
) {
    const auto& scenario = world.scenario();
    auto random = Random::at(scenario.seed, "ask of " + group.name, number);
    Ask ask;
    const auto* traded = draw_pair(scenario, group, random);
    if (traded == nullptr) return std::nullopt;
    const auto& [base, quote] = traded->pair;
    ask.pair_name = traded->pair.name();
    ask.request.quote_id = draw_id(random);
    ask.request.min_deadline = group.deadline;

    const bool sells = random.chance(group.sells_ppm, kPpm);
    ask.gives_base = informed_side(world, group, traded->market, at).value_or(sells);
    ask.request.asset_in = (ask.gives_base ? base : quote).id.text();
    ask.request.asset_out = (ask.gives_base ? quote : base).id.text();

    const auto least = Amount::parse_tokens(group.size_least, quote.decimals);
    const auto most = Amount::parse_tokens(group.size_most, quote.decimals);
    const auto price = world.price(traded->market, at);
    if (!least || !most || !price || price->is_zero()) return std::nullopt;
    const Amount in_quote{draw_size(least->atoms(), most->atoms(), random)};
    const auto in_base = quote_to_base(in_quote, *price, traded->pair.decimals(), Rounding::up);
    if (!in_base) return std::nullopt;

    const bool exact_out = random.chance(group.exact_out_ppm, kPpm);
    const bool fixes_base = exact_out != ask.gives_base;
    const auto fixed = fixes_base ? in_base->atoms() : in_quote.atoms();
    if (fixed == 0 || fixed > static_cast<u128>(kI128Max)) return std::nullopt;
    (exact_out ? ask.request.exact_out : ask.request.exact_in) = fixed;

    const auto half = group.outside_half_spread_ppm / 2;
    ask.outside_half_spread_ppm =
        half + static_cast<std::uint32_t>(random.below(std::uint64_t{half} * 2 + 1));
    add_metadata(ask, scenario.auction, random);
    return ask;
}

}  // namespace unrip::sandbox
