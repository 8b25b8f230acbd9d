#include "exchanges/opinion.hpp"

#include "core/check.hpp"
#include "core/decimal_text.hpp"
#include "world/random.hpp"

#include <algorithm>
#include <cctype>

namespace unrip::sandbox {
namespace {

/// Prices are written with some seven digits that count, sizes with eight places.
unsigned places_for(Price price) {
    constexpr unsigned most = 10;
    const auto whole = price.raw() / power_of_ten(Price::kPlaces);
    unsigned digits = 1;
    for (u128 rest = whole; rest >= 10; rest /= 10)
        ++digits;
    return digits >= 6 ? 1 : std::min(most, 7 - digits);
}

/// A price on the exchange's grid: the bid below, the ask above.
Price on_grid(Price price, unsigned places, Rounding rounding) {
    const auto tick = power_of_ten(Price::kPlaces - places);
    auto count = price.raw() / tick;
    if (rounding == Rounding::up && count * tick != price.raw()) ++count;
    return Price::from_raw(count * tick);
}

std::string written(Price price, unsigned places) {
    auto text = price.to_string();
    auto point = text.find('.');
    if (point == std::string::npos) {
        point = text.size();
        text += '.';
    }
    text.resize(point + 1 + places, '0');
    return text;
}

std::string some_size(Random& random) {
    constexpr std::uint64_t most = 200'000'000;
    auto text = decimal_text(1'000'000 + random.below(most), 8);
    return text;
}

/// Letters and digits alone, and bitcoin under one name.
std::string plain(std::string_view symbol) {
    std::string letters;
    for (const char one : symbol) {
        const auto letter = static_cast<unsigned char>(one);
        if (std::isalnum(letter) != 0) letters += static_cast<char>(std::toupper(letter));
    }
    if (letters.starts_with("XBT")) letters.replace(0, 3, "BTC");
    return letters;
}

}  // namespace

const ExchangePlan& Opinion::settings() const {
    const auto& all = world_.scenario().exchanges;
    const auto found = std::find_if(all.begin(), all.end(), [&](const ExchangePlan& one) {
        return one.name == exchange_;
    });
    check(found != all.end(), "an exchange that the scenario does not know");
    return *found;
}

std::optional<std::string> Opinion::market_called(std::string_view symbol) const {
    const auto& traded = settings().markets;
    const auto& markets = traded.empty() ? world_.markets() : traded;
    const auto meant = plain(symbol);
    const auto found = std::find_if(markets.begin(), markets.end(), [&](const std::string& one) {
        return plain(one) == meant;
    });
    return found == markets.end() ? std::nullopt : std::optional{*found};
}

const Outage* Opinion::outage_at(Instant now) const {
    const auto since = now - world_.start();
    const auto& outages = settings().outages;
    const auto found = std::find_if(outages.begin(), outages.end(), [&](const Outage& one) {
        return one.from <= since && since < one.until;
    });
    return found == outages.end() ? nullptr : &*found;
}

std::optional<Outage::How> Opinion::outage(Instant now) const {
    const auto* const found = outage_at(now);
    return found == nullptr ? std::nullopt : std::optional{found->how};
}

std::optional<BestPrice> Opinion::best(std::string_view market, Instant now) const {
    const auto& ours = settings();
    const auto looks_at = [&](Instant moment) {
        return std::max(std::int64_t{0}, std::int64_t{(moment - world_.start()) / ours.every});
    };
    const auto* const ill = outage_at(now);
    const bool frozen = ill != nullptr && ill->how == Outage::How::frozen;
    const auto count = looks_at(now);
    const auto believed = frozen ? looks_at(world_.start() + ill->from) : count;

    const auto looked_at = world_.start() + believed * ours.every;
    const auto truth = world_.price(market, looked_at - ours.lag);
    if (!truth) return std::nullopt;

    const auto name = exchange_ + "|" + std::string{market};
    const auto mood = (looked_at - world_.start()) / ours.opinion_lasts;
    auto moods = Random::at(world_.scenario().seed, name, static_cast<std::uint64_t>(mood));
    const auto mistake = Ratio::millionths(moods.normal(ours.noise_ppm));
    const auto half = Ratio::millionths(ours.half_spread_ppm);
    const auto bid = shifted(*truth, mistake - half, Rounding::down);
    const auto ask = shifted(*truth, mistake + half, Rounding::up);
    if (!bid || !ask) return std::nullopt;

    auto sizes =
        Random::at(world_.scenario().seed, name + "|size", static_cast<std::uint64_t>(believed));
    const auto places = places_for(*truth);
    BestPrice best;
    best.bid = on_grid(*bid, places, Rounding::down);
    best.ask = on_grid(*ask, places, Rounding::up);
    best.bid_text = written(best.bid, places);
    best.ask_text = written(best.ask, places);
    best.bid_size = some_size(sizes);
    best.ask_size = some_size(sizes);
    best.at = world_.start() + count * ours.every;
    best.count = static_cast<std::uint64_t>(count) + 1;
    return best;
}

}  // namespace unrip::sandbox
