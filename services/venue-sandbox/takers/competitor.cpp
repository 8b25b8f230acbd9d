#include "takers/competitor.hpp"

#include "near/json_text.hpp"

#include <utility>

namespace unrip::sandbox {
namespace {

constexpr std::size_t kPendingMax = 50'000;
constexpr Milliseconds kDeadlineMargin{10'000};

struct Amounts {
    u128 in = 0;
    u128 out = 0;
};

const TradedPair* pair_of(const Scenario& scenario, const QuoteRequest& request, bool& gets_base) {
    for (const auto& traded : scenario.pairs) {
        const auto& base = traded.pair.base.id.text();
        const auto& quote = traded.pair.quote.id.text();
        gets_base = request.asset_in == base && request.asset_out == quote;
        if (gets_base || (request.asset_in == quote && request.asset_out == base)) return &traded;
    }
    return nullptr;
}

/// What it gives rounds down, what it asks rounds up.
Result<Amounts> price_it(
    const QuoteRequest& request, bool gets_base, Price price, Decimals decimals
) {
    const auto to_quote = [&](u128 base, Rounding rounding) {
        return base_to_quote(Amount{base}, price, decimals, rounding);
    };
    const auto to_base = [&](u128 quote, Rounding rounding) {
        return quote_to_base(Amount{quote}, price, decimals, rounding);
    };
    if (request.is_exact_in()) {
        const auto in = *request.exact_in;
        const auto out = gets_base ? to_quote(in, Rounding::down) : to_base(in, Rounding::down);
        if (!out) return out.failure();
        return Amounts{in, out->atoms()};
    }
    const auto out = *request.exact_out;
    const auto in = gets_base ? to_base(out, Rounding::up) : to_quote(out, Rounding::up);
    if (!in) return in.failure();
    return Amounts{in->atoms(), out};
}

}  // namespace

Competitor::Competitor(Relay& relay, World& world, Chain& chain)
    : relay_{relay}, world_{world}, purse_{chain, world.scenario().seed, "competitor"} {
    purse_.fill(world.scenario().pairs);
    relay_.add_inside_solver([this](const QuoteRequest& request, Instant published) {
        hear(request, published);
    });
}

void Competitor::hear(const QuoteRequest& request, Instant published) {
    const auto& plan = world_.scenario().competitor;
    if (!plan.on || pending_.size() >= kPendingMax) return;
    pending_.push_back({published + plan.answers_after, request});
}

void Competitor::advance(Instant now) {
    while (!pending_.empty() && pending_.front().due <= now) {
        const auto next = std::move(pending_.front());
        pending_.pop_front();
        answer(next.request, now);
    }
}

void Competitor::answer(const QuoteRequest& request, Instant now) {
    const auto& scenario = world_.scenario();
    bool gets_base = false;
    const auto* traded = pair_of(scenario, request, gets_base);
    const auto truth = traded == nullptr ? std::nullopt : world_.price(traded->market, now);
    if (!truth) return;
    const auto half = static_cast<std::int64_t>(scenario.competitor.half_spread_ppm);
    const auto shift = Ratio::millionths(gets_base ? -half : half);
    const auto price = shifted(*truth, shift, gets_base ? Rounding::down : Rounding::up);
    if (!price || price->is_zero()) return;
    const auto amounts = price_it(request, gets_base, *price, traded->pair.decimals());
    const auto in = AssetId::parse(request.asset_in);
    const auto out = AssetId::parse(request.asset_out);
    if (!amounts || amounts->in == 0 || amounts->out == 0 || !in || !out) return;

    near::TokenDiff diff;
    diff.diff.push_back({*in, static_cast<i128>(amounts->in)});
    diff.diff.push_back({*out, -static_cast<i128>(amounts->out)});
    const auto signed_intent = purse_.sign(diff, now + request.min_deadline + kDeadlineMargin);
    if (!signed_intent) return;
    near::JsonObject output;
    if (request.is_exact_in()) {
        output.text("amount_out", to_text(amounts->out));
    } else {
        output.text("amount_in", to_text(amounts->in));
    }
    near::JsonObject answer;
    answer.text("quote_id", request.quote_id)
        .raw("quote_output", std::move(output).str())
        .raw("signed_data", near::to_json(*signed_intent));
    const auto refusal = relay_.answer_from_inside(std::move(answer).str());
    ++(refusal.empty() ? answered_ : refused_);
}

}  // namespace unrip::sandbox
