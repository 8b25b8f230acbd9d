#include "world/scenario.hpp"

#include "world/read_scenario.hpp"
#include "world/reading.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <fstream>
#include <sstream>

namespace unrip::sandbox {
namespace {

using Json = nlohmann::json;

/// What one section says of another is judged when both are read.
void judge_names(const Scenario& scenario, std::vector<std::string>& mistakes) {
    const auto expect_market = [&](const std::string& where, const std::string& market) {
        if (scenario.has_market(market)) return;
        mistakes.push_back(where + " names the market " + market + "; it must be one of /markets");
    };
    for (const auto& pair : scenario.pairs)
        expect_market("/pairs/" + pair.pair.name(), pair.market);
    for (const auto& exchange : scenario.exchanges) {
        for (const auto& market : exchange.markets)
            expect_market("/exchanges/" + exchange.name, market);
    }
    for (const auto& taker : scenario.takers) {
        for (const auto& pair : taker.pairs) {
            if (scenario.find_pair(pair) != nullptr) continue;
            mistakes.push_back(
                "/takers/" + taker.name + " names the pair " + pair + "; it must be one of /pairs"
            );
        }
    }
}

Result<Scenario> read(const Json& document) {
    if (!document.is_object()) {
        return fail(Error::Kind::malformed, "a scenario is a JSON object, this is none");
    }
    std::vector<std::string> mistakes;
    Scenario scenario;
    Reading file{document, "", mistakes};
    std::string schema;
    file.text("$schema", schema);
    file.text("name", scenario.name);
    file.text("about", schema);
    file.count("seed", scenario.seed, std::uint64_t{0}, std::uint64_t{1} << 63U);
    file.milliseconds("step_ms", scenario.step, Milliseconds{1}, Milliseconds{1'000});
    read_markets(file, scenario);
    read_exchanges(file, scenario);
    read_takers(file, scenario);
    read_venue(file, scenario);
    file.nothing_else();
    judge_names(scenario, mistakes);
    if (mistakes.empty()) {
        scenario.text = document.dump();
        return scenario;
    }
    std::string all;
    for (const auto& one : mistakes)
        all += (all.empty() ? "" : "\n") + one;
    return fail(Error::Kind::malformed, std::move(all));
}

}  // namespace

const TradedPair* Scenario::find_pair(std::string_view pair) const {
    const auto found = std::find_if(pairs.begin(), pairs.end(), [&](const TradedPair& one) {
        return one.pair.name() == pair;
    });
    return found == pairs.end() ? nullptr : &*found;
}

bool Scenario::has_market(std::string_view market) const {
    const auto is_it = [&](const auto& one) { return one.name == market; };
    return std::any_of(markets.begin(), markets.end(), is_it) ||
           std::any_of(derived.begin(), derived.end(), is_it);
}

Result<Scenario> parse_scenario(std::string_view text) {
    const auto document = Json::parse(text, nullptr, false);
    if (document.is_discarded()) return fail(Error::Kind::malformed, "the scenario is not JSON");
    return read(document);
}

Result<Scenario> load_scenario(const std::string& path) {
    std::ifstream file{path};
    if (!file) return fail(Error::Kind::malformed, path + " can't be read");
    // A directory can be opened too, and fails at the first byte.
    std::ostringstream text;
    text << file.rdbuf();
    if (text.bad()) return fail(Error::Kind::malformed, path + " is no file");
    auto scenario = parse_scenario(text.str());
    if (!scenario) return fail(Error::Kind::malformed, path + ": " + scenario.error().detail);
    return scenario;
}

Result<Scenario> patched(const Scenario& scenario, std::string_view patch) {
    const auto change = Json::parse(patch, nullptr, false);
    if (change.is_discarded()) return fail(Error::Kind::malformed, "the change is not JSON");
    auto document = Json::parse(scenario.text);
    document.merge_patch(change);
    return read(document);
}

}  // namespace unrip::sandbox
