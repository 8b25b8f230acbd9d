#include "memory.hpp"

namespace unrip::trade_executor {
namespace {

constexpr std::size_t kCommandsRemembered = 131'072;
constexpr std::size_t kQuotesFollowed = 65'536;
constexpr std::size_t kMessagesRemembered = 262'144;

}  // namespace

Memory::Memory(
    Rules rules_in_force,
    const strategy::RollingLimits& limits,
    const Clock& the_clock,
    std::string source
)
    : rules{std::move(rules_in_force)},
      clock{the_clock},
      facts{rules.account_id, rules.contract, rules.freshness},
      slots{rules.account_id},
      commands{kCommandsRemembered},
      rolling{limits},
      follower{
          std::move(source),
          kQuotesFollowed,
          [this](const Followed& followed, const std::vector<messages::AssetDelta>& realised) {
              return value(followed, realised);
          }},
      noted_{kMessagesRemembered} {}

void Memory::recall(const messages::Envelope<messages::QuoteSigned>& quote) {
    commands.was_signed(quote);
    note(quote);
}

void Memory::said(const messages::Envelope<messages::QuoteSigned>& quote) {
    note(quote);
}

void Memory::note(const messages::Envelope<messages::QuoteSigned>& quote) {
    if (!noted_.add(quote.id.text()) || quote.body.account_id != rules.account_id) return;
    const auto& body = quote.body;
    rolling.on_signed(body.notional_eure, Instant{Nanoseconds{body.signed_ns}});
    if (!follower.add(quote)) return;
    slots.sign(body.slot, follower.find(body.quote_hash)->deadline, clock.now());
}

void Memory::recall(const messages::Envelope<messages::TradeResult>& result) {
    commands.had_result(result.body.command_id);
}

void Memory::recall(const messages::Envelope<messages::TradeSettlement>& settlement) {
    if (!noted_.add(settlement.id.text())) return;
    take_note(settlement.body, from_unix_ms(settlement.sent_at_ms));
    follower.was_said(settlement.body);
}

void Memory::said(const messages::Envelope<messages::TradeSettlement>& settlement) {
    if (!noted_.add(settlement.id.text())) return;
    take_note(settlement.body, from_unix_ms(settlement.sent_at_ms));
}

void Memory::take_note(const messages::TradeSettlement& settlement, Instant at) {
    using messages::SettlementState;
    if (settlement.state == SettlementState::matched) slots.close(settlement.slot);
    if (settlement.is_nonce_used.value_or(false)) slots.mark_used(settlement.slot);
    if (settlement.state == SettlementState::failed &&
        settlement.failure != messages::SettlementFailure::nonce_used) {
        rolling.on_failed();
    }
    if (settlement.state != SettlementState::settled) return;
    slots.close(settlement.slot);
    rolling.on_settled(settlement.notional_eure, settlement.realised_pnl_eure.value_or(0), at);
    for (const auto& moved : settlement.realised)
        books.fill(moved.asset, moved.delta, settlement.block->height);
}

std::optional<Valuation> Memory::value(
    const Followed& followed, const std::vector<messages::AssetDelta>& realised
) const {
    const auto* rule = rules.pair_of(followed.ground->asset_in, followed.ground->asset_out);
    if (rule == nullptr) return std::nullopt;
    Valuation valuation;
    valuation.price = followed.signed_at_price->price;
    valuation.price_id = followed.signed_at_price->id;
    const auto* reference = facts.reference(rule->name);
    const bool is_fresh = reference != nullptr &&
                          clock.now() - reference->observed_at <= rules.freshness.price_age_max;
    if (is_fresh) {
        valuation.price = reference->mid;
        valuation.price_id = reference->id;
    }
    i128 base = 0;
    i128 quote = 0;
    for (const auto& moved : realised) {
        if (moved.asset == rule->pair.base.id) base += moved.delta;
        if (moved.asset == rule->pair.quote.id) quote += moved.delta;
    }
    const auto pnl = strategy::realised_pnl(base, quote, valuation.price, rule->pair);
    if (!pnl) return std::nullopt;
    valuation.pnl = *pnl;
    return valuation;
}

}  // namespace unrip::trade_executor
