// why, quotes: what became of what was asked.

#include "figures.hpp"
#include "history.hpp"
#include "reasons.hpp"
#include "verbs.hpp"
#include "why_text.hpp"

#include <algorithm>
#include <array>
#include <ostream>
#include <utility>

namespace unrip::unripctl {
namespace {

// Numbers go as text: as JSON numbers they would come out as floating point. Two answers that are
// the same bytes have one record of their signature, under the quote that was first.
constexpr std::string_view kQuote = R"(
select
    q.said_at, q.quote_id, q.pair, q.partner_id, q.ended, q.reason, q.detail, q.finding, q.side,
    q.asset_in, q.asset_out, q.amount_in::text, q.amount_out::text, q.is_amount_in_fixed,
    d.min_deadline_ms, q.mid::text, q.quoted_price::text, d.half_spread_ppm,
    q.notional_eure::text, q.would_quote, q.stands_for, d.outcome, q.slot, q.deadline,
    q.deadline < now() as is_past_deadline, q.spread, q.inputs, q.applied,
    q.policy_hash, q.limits_hash,
    in_tokens((q.inputs ->> 'spendable_out')::numeric, d.decimals_out)::text as spendable_out,
    in_tokens((q.inputs ->> 'promised_out')::numeric, d.decimals_out)::text as promised_out,
    in_tokens((q.inputs ->> 'spendable_out_after')::numeric, d.decimals_out)::text
        as spendable_out_after,
    q.asked_at, q.decided_at, coalesce(q.signed_at, at_ns(twin.signed_ns)) as signed_at, q.sent_at, q.answered_at, q.matched_at, q.settled_at,
    q.last_word_at, q.is_over, r.outcome as result, r.refusal, r.rejection,
    coalesce(q.answered_at, r.sent_at) as result_at, q.relay_us,
    q.evidence, q.quote_hash, q.intent_hash, q.tx_hash, q.block_height,
    q.realised_pnl_eure::text,
    twin.quote_id as same_bytes_as,
    (select price.sources from market_price_events price
        where price.id = q.applied ->> 'price_id' and price.pair = q.pair limit 1) as sources,
    q.demand_id, q.decision_id, q.command_id, q.signed_id, q.result_id, q.settlement_id
from v_quotes q
left join trade_decisions d on d.id = q.decision_id
left join trade_execution_results r on r.id = q.result_id
left join lateral (
    select signed.quote_id, signed.signed_ns from signed_quotes signed
    where q.signed_id is null and signed.quote_hash = q.quote_hash
        and signed.quote_id <> q.quote_id
    order by signed.id limit 1
) as twin on true
)";

// What would be too much to look up for a long list. The newest price that was applied may have
// been another pair's.
constexpr auto kAllOfIt = R"(
select to_jsonb(life) || jsonb_build_object(
    'same_bytes_ended',
    case when life.same_bytes_as is not null then
        (select other.ended from v_quotes other where other.quote_id = life.same_bytes_as limit 1)
    end,
    'sources',
    coalesce(life.sources, (select price.sources from market_price_events price
        where price.pair = life.pair and price.mid = life.mid::numeric
            and price.sent_at <= life.said_at and price.sent_at > life.said_at - interval '2 minutes'
        order by price.sent_at desc limit 1)))
from (
)";

// What a person types is often the beginning of an id, or what the watch showed of it: "7f3a…c1".
constexpr auto kFind = R"(
select to_json(found.quote_id) from (
    select quote_id from trade_decisions where quote_id = $1
    union select quote_id from swap_demand_events
        where quote_id = $1 and sent_at > now() - interval '30 days'
    union select quote_id from signed_quotes where quote_hash = $1
    union select quote_id from trade_decisions
        where sent_at > now() - interval '2 days' and quote_id like $2
) as found order by (found.quote_id = $1) desc limit 5)";

std::string pattern_of(const std::string& typed) {
    std::string pattern;
    for (const char letter : typed) {
        if (letter == '%' || letter == '_' || letter == '\\') pattern += '\\';
        pattern += letter;
    }
    const std::string ellipsis = "…";
    auto at = pattern.find(ellipsis);
    auto length = ellipsis.size();
    if (at == std::string::npos) {
        at = pattern.find("...");
        length = 3;
    }
    if (at == std::string::npos) return pattern + "%";
    return pattern.replace(at, length, "%");
}

Task<Result<Json>> find_quote(Tools& tools, std::string typed) {
    store::Cells parameters{typed, pattern_of(typed)};
    const auto found = co_await tools.history.rows(kFind, std::move(parameters));
    if (!found) co_return found.failure();
    if (found->empty()) {
        co_return fail(
            Error::Kind::refused,
            "no quote \"" + typed +
                "\" in the history. What was sampled out in a flood is not "
                "there; an id may be shortened only for two days."
        );
    }
    const bool is_exact = found->front() == typed;
    if (found->size() > 1 && !is_exact) {
        std::string several;
        for (const auto& one : *found)
            several += "\n  " + one.get<std::string>();
        co_return fail(Error::Kind::refused, "several quotes begin like this:" + several);
    }
    auto sql = std::string{kAllOfIt} + std::string{kQuote} + "where q.quote_id = $1) as life";
    store::Cells id{found->front().get<std::string>()};
    auto rows = co_await tools.history.rows(std::move(sql), std::move(id));
    if (!rows) co_return rows.failure();
    if (rows->empty()) co_return fail(Error::Kind::refused, "that quote is gone from the history");
    co_return rows->front();
}

Task<int> run_why(Tools& tools, Arguments arguments) {
    auto typed = arguments.word(0);
    const auto quote = co_await find_quote(tools, std::move(typed));
    if (!quote) co_return not_done(tools, quote.error().detail);
    tools.out << (arguments.has("--json") ? quote->dump(2) + "\n" : why_text(*quote));
    co_return kDone;
}

std::string row_of(const Json& quote) {
    const auto pair = text_at(quote, "/pair");
    const auto side = text_at(quote, "/side");
    std::string deal = "-";
    if (!side.empty()) {
        const auto base = side == "buy" ? "/amount_in" : "/amount_out";
        const auto amount = text_at(quote, base);
        deal = side + " " +
               (amount.empty() ? base_symbol(pair) : amount_text(amount, base_symbol(pair)));
    }
    const auto reason = text_at(quote, "/reason");
    auto ended = text_at(quote, "/ended");
    const auto twin = text_at(quote, "/same_bytes_as");
    if (!twin.empty()) ended = padded(ended, 15) + "same bytes as " + short_id(twin);
    return clock_text(text_at(quote, "/asked_at"), 3) + "  " +
           padded(short_id(text_at(quote, "/quote_id")), 9) + padded(deal, 26) +
           (reason.empty() ? ended : padded(ended, 15) + reason) + "\n";
}

constexpr std::int64_t kMostRows = 10'000;

constexpr auto kEnds = std::to_array<std::string_view>(
    {"declined",
     "refused",
     "rejected",
     "accepted",
     "unknown",
     "matched",
     "settled",
     "failed",
     "expired",
     "settlement_unknown",
     "undecided",
     "not_commanded",
     "commanded",
     "executor_absent"}
);

/// A word that no quote ever ends with would look like "there were none".
Result<void> check_end(const std::string& word) {
    if (word.empty() || std::find(kEnds.begin(), kEnds.end(), word) != kEnds.end()) return {};
    std::string known;
    for (const auto end : kEnds)
        known += (known.empty() ? "" : ", ") + std::string{end};
    return fail(
        Error::Kind::malformed, "--ended is \"" + word + "\"; it must be one of " + known + "."
    );
}

Task<int> run_quotes(Tools& tools, Arguments arguments) {
    const auto since = seconds_of("--since", arguments.value("--since").value_or("10m"));
    const auto limit =
        whole_number("--limit", arguments.value("--limit").value_or("50"), 1, kMostRows);
    if (!since || !limit) {
        tools.err << "unripctl quotes: " << (since ? limit.error() : since.error()).detail << '\n';
        co_return kWrongUse;
    }
    const auto ended = arguments.value("--ended").value_or("");
    if (const auto known = check_end(ended); !known) {
        tools.err << "unripctl quotes: " << known.error().detail << '\n';
        co_return kWrongUse;
    }
    auto sql = "select to_json(told) from (" + std::string{kQuote} +
               "where q.said_at > now() - make_interval(secs => $1::bigint)"
               " and ($2 = '' or q.ended = $2) and ($3 = '' or q.reason = $3)"
               " order by q.said_at desc limit $4::bigint) as told order by said_at";
    store::Cells parameters{
        std::to_string(*since),
        ended,
        arguments.value("--reason").value_or(""),
        std::to_string(*limit)};
    const auto rows = co_await tools.history.rows(std::move(sql), std::move(parameters));
    if (!rows) co_return not_done(tools, rows.error().detail);
    for (const auto& quote : *rows)
        tools.out << (arguments.has("--json") ? quote.dump() + "\n" : row_of(quote));
    if (rows->empty()) tools.err << "None in that time.\n";
    co_return kDone;
}

constexpr auto kWhyTeaches =
    "The first sentence says where the quote ended and why. Below it its whole life: what was "
    "asked,\n"
    "what the strategy looked at, how wide it quoted, what the executor, the relay and the chain "
    "said.\n"
    "The id may be the relay's, the hash that was signed, or the beginning of an id as the watch "
    "shows\n"
    "it (7f3a…c1).\n"
    "\n"
    "  unripctl why 0c1f5a6e-7d1b-4a0e-9a77-2f3f6c1b7f3a\n"
    "  unripctl why 0c1f…3a\n";

constexpr auto kQuotesTeaches =
    "One line for each quote that was asked for: when, what, how far it came, and the reason.\n"
    "How far: declined, refused, rejected, accepted, unknown, matched, settled, failed, expired,\n"
    "settlement_unknown, undecided, not_commanded, commanded, executor_absent.\n"
    "\n"
    "  unripctl quotes --since 1h --ended failed\n"
    "  unripctl quotes --since 1d --reason stale_price --json\n";

}  // namespace

Command why_command() {
    return {
        "why",
        "QUOTE_ID [--json]",
        "the whole life of a quote and the reason, in plain words",
        kWhyTeaches,
        {1, 1, {}, {"--json"}},
        run_why};
}

Command quotes_command() {
    return {
        "quotes",
        "[--since 10m] [--ended WORD] [--reason WORD] [--limit 50] [--json]",
        "the latest quotes, and how far each came",
        kQuotesTeaches,
        {0, 0, {"--since", "--ended", "--reason", "--limit"}, {"--json"}},
        run_quotes};
}

}  // namespace unrip::unripctl
