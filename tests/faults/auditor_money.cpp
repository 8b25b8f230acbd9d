// What the money says: the chain against the books, and what the services say of both.

#include "e2e/books.hpp"
#include "faults/auditor.hpp"

#include <algorithm>
#include <array>
#include <sstream>

namespace unrip::test {
namespace {

using Json = nlohmann::json;

/// Signed, and without a last word.
constexpr auto kUntold =
    " from signed_quotes s where not exists (select from trade_settlements t"
    " where t.quote_hash = s.quote_hash and t.is_last)";

/// While something happens to one of these, a word of the venue can pass us.
constexpr std::array<const char*, 3> kDeaf{"near-intents-ingest", "nats-server", "venue"};

/// "asset units" lines as rows.
std::string rows_of(const std::string& lines, const char* sign) {
    std::string rows;
    std::istringstream in{lines};
    std::string asset;
    std::string units;
    while (in >> asset >> units)
        rows += ", ('" + asset + "', " + sign + "(" + units + "))";
    return rows;
}

}  // namespace

std::size_t Auditor::count_of_the_venue(const std::string& figure) const {
    return house_.venue_count(
        "/relay/solvers/" + std::string{TradingHouse::kAccount} + "/" + figure
    );
}

/// Per asset, where it is not nothing, as lines; in whole base units, without any rounding.
std::string Auditor::differences(const std::string& more, const std::string& less) const {
    return house_.ask(
        "select asset || ' ' || sum(units) from (values ('', 0::numeric)" + rows_of(more, "") +
        rows_of(less, "-") +
        ") moves(asset, units) group by asset having sum(units) <> 0 order by asset collate \"C\""
    );
}

/// Again before each comparison: a nonce may be over by then, and its quotes be told as unknown.
void Auditor::count_untold() {
    untold_ = house_.count(std::string{"select count(*)"} + kUntold);
    const auto known =
        house_.count("select count(*) from trade_settlements where state = 'settled'");
    const auto settled = count_of_the_venue("settled");
    untold_settled_ = settled - std::min(known, settled);
}

/// The venue says only once that a quote was matched: whoever is not there to hear it can't know.
/// And under a salt that was made void nothing proves that a nonce is unused. Such quotes stay open
/// until their nonce is over. They are excused when something of this kind happened, and the money
/// tells how they ended.
void Auditor::look_at_unheard_ends() {
    comes_true("more is settled in PostgreSQL than on the chain", [&] {
        count_untold();
        return house_.count("select count(*) from trade_settlements where state = 'settled'") <=
               count_of_the_venue("settled");
    });
    const bool is_excused = std::any_of(kDeaf.begin(), kDeaf.end(), [this](const char* who) {
        const auto& all = chronicle_.mishaps;
        return std::any_of(
                   all.begin(),
                   all.end(),
                   [&](const auto& mishap) { return mishap.first.find(who) != std::string::npos; }
               ) ||
               (std::string{"venue"} == who && !chronicle_.venue_troubles.empty());
    });
    figure("quotes without a proven end", std::to_string(untold_));
    figure("of them settled on the chain", std::to_string(untold_settled_));
    expect(
        untold_ == 0 || is_excused,
        std::to_string(untold_) + " quotes have no end, and there is no excuse"
    );
    expect(
        untold_settled_ <= untold_,
        std::to_string(untold_settled_) +
            " settlements of the chain are not in PostgreSQL, and only " + std::to_string(untold_) +
            " quotes have no end"
    );
}

/// Where ends were told to nobody, the difference is what these quotes promised. Where only some of
/// them were settled, it can't be known which.
bool Auditor::is_explained(const std::string& difference) const {
    if (untold_settled_ == 0) return difference.empty();
    if (untold_settled_ != untold_) return !difference.empty();
    const auto promised = house_.ask(
        std::string{
            "select string_agg(asset || ' ' || units, E'\\n') from (select asset, sum(units)"
            " as units from (select asset_in as asset, delta_in as units"} +
        kUntold + " union all select asset_out, delta_out" + kUntold +
        ") moves group by asset) sums"
    );
    return difference == differences(promised, "");
}

/// Exact to the last base unit; /portfolio-metrics shows what ends that nobody heard of moved as
/// unexplained.
void Auditor::look_at_money() {
    std::string difference;
    const bool is_exact = comes_true("the books and the chain differ", [&] {
        count_untold();
        difference = differences(held_on_chain(house_), held_by_the_books(house_));
        return is_explained(difference);
    });
    expect(is_exact, "the chain has more or less than the books: " + difference);
    if (!difference.empty()) figure("settled and told to nobody:", difference);
    if (untold_settled_ > 0 && untold_settled_ != untold_) {
        figure("of which quotes", "the money does not tell");
    }
    expect_none(
        "settlements that were not as promised",
        "select id from trade_settlements where not coalesce(is_as_promised, true)"
    );
    look_at_portfolio();
}

void Auditor::look_at_portfolio() {
    std::string said;
    std::string so;
    const auto as_said = [&] {
        const auto metrics = Json::parse(house_.writer.get("/portfolio-metrics").body);
        std::string lines;
        for (const auto& asset : metrics.at("base_units").at("assets")) {
            lines += asset.at("asset").get<std::string>() + " " +
                     asset.value("unexplained", std::string{"0"}) + "\n";
        }
        said = differences(lines, "");
        so = differences(held_on_chain(house_), held_by_the_books(house_));
        return said == so;
    };
    if (!comes_true("/portfolio-metrics does not say what is unexplained", as_said)) {
        expect(false, "it says " + said + " instead of " + so);
    }
}

void Auditor::look_at_services() {
    std::string open;
    const auto is_at_rest = [&] {
        const auto state = Json::parse(house_.executor.get("/state").body);
        count_untold();
        const auto& quotes = state.at("detail").at("quotes");
        open = quotes.dump();
        return quotes.at("awaiting_verdict") == 0 && quotes.at("followed") == untold_;
    };
    if (!comes_true("trade-executor's /state still has something open", is_at_rest)) {
        expect(false, "it follows " + open + ", and " + std::to_string(untold_) + " have no end");
    }
    std::string difference;
    const auto counts_alike = [&] {
        const auto answer = Json::parse(house_.inventory.post("/refresh").body);
        std::string counted;
        for (const auto& balance : answer.at("balances")) {
            counted += balance.at("asset").get<std::string>() + " " +
                       balance.at("spendable").get<std::string>() + "\n";
        }
        difference = differences(counted, held_on_chain(house_));
        return difference.empty();
    };
    if (!comes_true("inventory-sync counts otherwise than the chain", counts_alike)) {
        expect(false, "by " + difference);
    }
}

}  // namespace unrip::test
