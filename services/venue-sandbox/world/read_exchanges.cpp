#include "world/read_scenario.hpp"
#include "world/reading.hpp"

#include <algorithm>
#include <array>

namespace unrip::sandbox {
namespace {

constexpr Milliseconds kMinute{60'000};
constexpr Milliseconds kWeek{604'800'000};
constexpr std::array<std::string_view, 5> kNames{
    "kraken", "coinbase", "bitstamp", "binance", "pyth"};

/// Each is a little different, as they are: who is near, who is thin, who speaks seldom.
ExchangePlan usual(std::string_view name) {
    ExchangePlan one;
    one.name = name;
    if (name == "kraken") one.lag = Milliseconds{60};
    if (name == "coinbase") one.every = Milliseconds{250};
    if (name == "bitstamp") {
        one.lag = Milliseconds{120};
        one.every = Milliseconds{500};
        one.half_spread_ppm = 300;
    }
    if (name == "binance") one.half_spread_ppm = 200;
    if (name == "pyth") {
        one.lag = Milliseconds{400};
        one.every = Milliseconds{400};
        one.half_spread_ppm = 250;
    }
    return one;
}

Outage read_outage(Reading& from) {
    Outage outage;
    from.one_of(
        "how",
        {"away", "silent", "frozen", "maintenance", "refusing"},
        [&](std::size_t place) { outage.how = static_cast<Outage::How>(place); }
    );
    if (!from.has("how"))
        from.mistake("how", "be one of away, silent, frozen, maintenance, refusing");
    from.milliseconds("from_ms", outage.from, Milliseconds{0}, kWeek);
    from.milliseconds("until_ms", outage.until, Milliseconds{0}, kWeek);
    if (outage.until <= outage.from) from.mistake("until_ms", "be later than from_ms");
    return outage;
}

void read_exchange(Reading& from, ExchangePlan& one) {
    from.milliseconds("lag_ms", one.lag, Milliseconds{0}, Milliseconds{10'000});
    from.count("noise_ppm", one.noise_ppm, 0, 100'000);
    from.milliseconds("opinion_lasts_ms", one.opinion_lasts, Milliseconds{10}, kMinute);
    from.count("half_spread_ppm", one.half_spread_ppm, 0, 100'000);
    from.milliseconds("every_ms", one.every, Milliseconds{10}, kMinute);
    from.texts("markets", one.markets);
    from.objects("outages", [&](Reading& outage) { one.outages.push_back(read_outage(outage)); });
}

}  // namespace

void read_exchanges(Reading& file, Scenario& scenario) {
    fill_in_exchanges(scenario);
    file.object("exchanges", [&](Reading& all) {
        for (auto& one : scenario.exchanges)
            all.object(one.name, [&](Reading& from) { read_exchange(from, one); });
    });
}

void fill_in_exchanges(Scenario& scenario) {
    for (const auto name : kNames)
        scenario.exchanges.push_back(usual(name));
}

}  // namespace unrip::sandbox
