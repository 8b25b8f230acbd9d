// Pyth's Hermes over REST: an aggregate with a confidence, in whole seconds.

#include "exchanges/rest.hpp"
#include "exchanges/wording.hpp"
#include "world/random.hpp"

#include <array>

namespace unrip::sandbox {
namespace {

constexpr int kExponent = -8;
constexpr std::uint64_t kSlot = 250'000'000;

struct KnownFeed {
    std::string_view market;
    std::string_view id;
};
constexpr std::array<KnownFeed, 3> kKnown{{
    {"BTC/USD", "e62df6c8b4a85fe1a67db44dc12de5db330f7ac66b72dc658afedf0f4a415b43"},
    {"EUR/USD", "a995d00bb36a63cef7fd2c287dc105fc8f3d93779f062f09551b0af3e81ec30b"},
    {"USDC/USD", "eaa020c61cc479712813461ce153894a96a6c00b21ed0cfc2798d1f9a9e9c94a"},
}};

std::string hex(std::uint64_t value) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string text;
    for (unsigned shift = 64; shift > 0; shift -= 4)
        text += digits.at((value >> (shift - 4)) & 0xFU);
    return text;
}

std::string entry(const std::string& id, const BestPrice& best) {
    const auto unit = power_of_ten(Price::kPlaces - 8);
    const auto price = to_text(middle(best.bid, best.ask).raw() / unit);
    const auto confidence = to_text((best.ask.raw() - best.bid.raw()) / 2 / unit);
    const auto seconds = std::to_string(to_unix_ms(best.at) / 1'000);
    const auto stated = "{" + quoted("price", price) + "," + quoted("conf", confidence) +
                        R"(,"expo":)" + std::to_string(kExponent) + R"(,"publish_time":)" +
                        seconds + "}";
    return "{" + quoted("id", id) + R"(,"price":)" + stated + R"(,"ema_price":)" + stated +
           R"(,"metadata":{"slot":)" + std::to_string(kSlot + best.count) +
           R"(,"proof_available_time":)" + seconds + R"(,"prev_publish_time":)" + seconds + "}}";
}

}  // namespace

std::string pyth_feed(std::string_view market) {
    for (const auto& known : kKnown) {
        if (known.market == market) return std::string{known.id};
    }
    auto digits = Random::at(0, market);
    return hex(digits.next()) + hex(digits.next()) + hex(digits.next()) + hex(digits.next());
}

RestAnswer pyth_rest(
    const Opinion& opinion,
    const World& world,
    std::string_view path,
    const RestQuery& query,
    Instant now
) {
    if (path != "/v2/updates/price/latest") return {404, "Not found"};
    std::string entries;
    for (auto id : query.all("ids[]")) {
        if (id.starts_with("0x")) id.erase(0, 2);
        for (const auto& market : world.markets()) {
            const auto best = pyth_feed(market) == id ? opinion.best(market, now) : std::nullopt;
            if (best) entries += (entries.empty() ? "" : ",") + entry(id, *best);
        }
    }
    if (entries.empty()) return {404, "Price ids not found"};
    return {200, R"({"binary":{"encoding":"hex","data":[]},"parsed":[)" + entries + "]}"};
}

}  // namespace unrip::sandbox
