#include "examination.hpp"

#include "core/check.hpp"
#include "messages/executor_refusal.hpp"

namespace unrip::trade_executor {
namespace {

using messages::ExecutorRefusal;

/// One command on its way through the checks.
struct Examination {
    const messages::ExecuteTrade& command;
    const Rules& rules;
    const Situation& situation;
    const Facts& facts;
    const SlotBook& slots;
    const strategy::ExecutorLimits& rolling;
    Instant now;
    std::optional<Slot> slot;
    Examined result;

    bool refuse(ExecutorRefusal refusal) {
        result.refusal = refusal;
        return false;
    }
    bool refuse(ExecutorRefusal refusal, std::string name, std::string value, std::string limit) {
        result.finding = messages::Finding{std::move(name), std::move(value), std::move(limit)};
        return refuse(refusal);
    }
    bool refuse_age(
        ExecutorRefusal refusal, std::string name, Instant observed_at, Milliseconds limit
    ) {
        const auto age = std::chrono::floor<Milliseconds>(now - observed_at);
        return refuse(
            refusal, std::move(name), std::to_string(age.count()), std::to_string(limit.count())
        );
    }

    bool may_act();
    bool is_in_time();
    bool makes_sense();
    bool is_ours();
    bool slot_is_open();
    bool nonce_is_the_slots();
    bool reference_is_fresh();
    bool is_within_limits();
    bool is_within_rolling_limits();
    bool books_are_fresh();
    bool venue_is_sound();
    bool clock_is_right();
    bool can_be_recorded();
};

bool Examination::may_act() {
    if (!situation.is_armed) return refuse(ExecutorRefusal::disarmed);
    if (!situation.is_active) return refuse(ExecutorRefusal::not_active);
    return true;
}

bool Examination::is_in_time() {
    const auto now_ms = to_unix_ms(now);
    if (now_ms > command.expires_at_ms) {
        return refuse(
            ExecutorRefusal::command_expired,
            "late_ms",
            std::to_string(now_ms - command.expires_at_ms),
            "0"
        );
    }
    if (command.epoch < situation.epoch) {
        return refuse(
            ExecutorRefusal::stale_epoch,
            "epoch_min",
            std::to_string(command.epoch),
            std::to_string(situation.epoch)
        );
    }
    return true;
}

bool Examination::makes_sense() {
    auto terms = terms_of(command);
    if (!terms) {
        result.detail = terms.error().detail;
        return refuse(ExecutorRefusal::malformed_command);
    }
    result.terms = *terms;
    return true;
}

bool Examination::is_ours() {
    const bool is_our_account =
        command.account_id == rules.account_id && command.contract == rules.contract;
    if (!is_our_account) return refuse(ExecutorRefusal::wrong_account);
    result.pair = rules.pair_of(command.asset_in, command.asset_out);
    if (result.pair == nullptr) return refuse(ExecutorRefusal::unsupported_asset);
    return true;
}

bool Examination::slot_is_open() {
    slot = slots.find(command.slot, now);
    if (!slot) return refuse(ExecutorRefusal::unknown_slot);
    if (slot->is_used) return refuse(ExecutorRefusal::nonce_used);
    if (slot->standing != Slot::Standing::open) return refuse(ExecutorRefusal::slot_closed);
    result.nonce_deadline = slot->nonce_deadline;
    if (slot->open_quotes >= slot->open_quotes_max) {
        return refuse(
            ExecutorRefusal::lane_full,
            "open_quotes",
            std::to_string(slot->open_quotes + 1),
            std::to_string(slot->open_quotes_max)
        );
    }
    const auto cap = slot->cap_of(command.asset_out);
    if (result.terms->amount_out > cap) {
        return refuse(
            ExecutorRefusal::over_slot_cap,
            "amount_out",
            result.terms->amount_out.to_string(),
            cap.to_string()
        );
    }
    return true;
}

bool Examination::nonce_is_the_slots() {
    if (result.terms->nonce != slot->nonce) return refuse(ExecutorRefusal::nonce_mismatch);
    return true;
}

bool Examination::reference_is_fresh() {
    const auto* reference = facts.reference(result.pair->name);
    if (reference == nullptr) return refuse(ExecutorRefusal::no_reference);
    // Whoever is ahead of us would be fresh for as long as that, even when it fell silent.
    const auto ahead_max = rules.freshness.block_ahead_max;
    if (reference->observed_at - now > ahead_max) {
        return refuse_age(
            ExecutorRefusal::stale_reference, "price_age_ms", reference->observed_at, -ahead_max
        );
    }
    const auto limit = rules.freshness.price_age_max;
    if (now - reference->observed_at > limit) {
        return refuse_age(
            ExecutorRefusal::stale_reference, "price_age_ms", reference->observed_at, limit
        );
    }
    result.reference = *reference;
    return true;
}

bool Examination::is_within_limits() {
    strategy::ProposedQuote quote;
    quote.asset_in = command.asset_in;
    quote.amount_in = result.terms->amount_in;
    quote.asset_out = command.asset_out;
    quote.amount_out = result.terms->amount_out;
    quote.is_exact_in = command.quote_output == messages::QuoteOutput::amount_out;
    quote.deadline = result.terms->deadline;
    quote.expires_at = from_unix_ms(command.expires_at_ms);
    quote.nonce_deadline = slot->nonce_deadline;
    quote.slot_cap = slot->cap_of(command.asset_out);
    const auto checked =
        strategy::check_command(quote, result.pair->limits, result.reference.mid, now);
    result.notional = checked.notional;
    if (!checked.refusal) return true;
    const auto word = messages::from_text<ExecutorRefusal>(strategy::to_text(*checked.refusal));
    check(word.has_value(), "a refusal that the wire does not know");
    result.detail = "at the executor's reference of " + result.reference.mid.to_string();
    return refuse(*word);
}

bool Examination::is_within_rolling_limits() {
    const auto refused = rolling.refuses(result.notional, now);
    if (!refused) return true;
    const auto word = messages::from_text<ExecutorRefusal>(strategy::to_text(*refused));
    check(word.has_value(), "a refusal that the wire does not know");
    return refuse(*word);
}

bool Examination::books_are_fresh() {
    const auto& count = facts.inventory();
    if (!count) return refuse(ExecutorRefusal::stale_inventory);
    const auto limit = rules.freshness.inventory_age_max;
    const auto counted_at = time_of(count->block);
    if (now - counted_at > limit) {
        return refuse_age(ExecutorRefusal::stale_inventory, "inventory_age_ms", counted_at, limit);
    }
    return true;
}

bool Examination::venue_is_sound() {
    const auto& venue = facts.venue();
    if (!venue) return refuse(ExecutorRefusal::stale_salt);
    const auto limit = rules.freshness.venue_age_max;
    const auto read_at = time_of(venue->block);
    if (now - read_at > limit) {
        return refuse_age(ExecutorRefusal::stale_salt, "venue_age_ms", read_at, limit);
    }
    if (!facts.is_valid_salt(slot->salt).value_or(false)) {
        return refuse(ExecutorRefusal::invalid_salt, "salt", slot->salt, venue->current_salt);
    }
    if (venue->is_account_locked) return refuse(ExecutorRefusal::account_locked);
    if (venue->is_paused.value_or(false)) return refuse(ExecutorRefusal::venue_paused);
    if (!facts.is_registered(rules.public_key).value_or(false)) {
        return refuse(ExecutorRefusal::key_not_registered);
    }
    return true;
}

bool Examination::clock_is_right() {
    const auto doubt = facts.clock().doubt(now);
    if (!doubt) return true;
    return refuse(
        ExecutorRefusal::clock_skew,
        std::string{doubt->name},
        to_text(doubt->measured),
        to_text(doubt->limit)
    );
}

bool Examination::can_be_recorded() {
    if (!situation.is_connected) return refuse(ExecutorRefusal::bus_lost);
    if (situation.was_refused) {
        result.detail = "a stream refused what was said before";
        return refuse(ExecutorRefusal::journal_behind);
    }
    if (situation.is_following_full) {
        result.detail = "too many quotes are being followed";
        return refuse(ExecutorRefusal::journal_behind);
    }
    const auto& limits = rules.freshness;
    if (situation.unacked > limits.journal_unacked_max) {
        return refuse(
            ExecutorRefusal::journal_behind,
            "journal_unacked",
            std::to_string(situation.unacked),
            std::to_string(limits.journal_unacked_max)
        );
    }
    if (situation.oldest_unacked > limits.journal_age_max) {
        return refuse(
            ExecutorRefusal::journal_behind,
            "journal_age_ms",
            std::to_string(situation.oldest_unacked.count()),
            std::to_string(limits.journal_age_max.count())
        );
    }
    return true;
}

constexpr std::array kChecks{
    &Examination::may_act,
    &Examination::is_in_time,
    &Examination::makes_sense,
    &Examination::is_ours,
    &Examination::slot_is_open,
    &Examination::nonce_is_the_slots,
    &Examination::reference_is_fresh,
    &Examination::is_within_limits,
    &Examination::is_within_rolling_limits,
    &Examination::books_are_fresh,
    &Examination::venue_is_sound,
    &Examination::clock_is_right,
    &Examination::can_be_recorded,
};

}  // namespace

Rules Rules::of(
    const policy::File& policy, std::string account_id, std::string contract, std::string public_key
) {
    Rules rules;
    rules.account_id = std::move(account_id);
    rules.contract = std::move(contract);
    rules.public_key = std::move(public_key);
    rules.freshness = policy.freshness;
    for (const auto& entry : policy.pairs) {
        const auto& pair = entry.trading.pair;
        rules.pairs.push_back({pair.name(), pair, policy.command_limits(entry)});
    }
    return rules;
}

const Rules::PairRules* Rules::pair_of(const AssetId& in, const AssetId& out) const {
    for (const auto& rule : pairs) {
        const auto& base = rule.pair.base.id;
        const auto& quote = rule.pair.quote.id;
        if ((in == base && out == quote) || (in == quote && out == base)) return &rule;
    }
    return nullptr;
}

Examined examine(
    const messages::ExecuteTrade& command,
    const Rules& rules,
    const Situation& situation,
    const Facts& facts,
    const SlotBook& slots,
    const strategy::ExecutorLimits& rolling,
    Instant now
) {
    Examination examination{command, rules, situation, facts, slots, rolling, now, {}, {}};
    for (const auto look : kChecks) {
        if (!(examination.*look)()) break;
    }
    return std::move(examination.result);
}

bool disarms(messages::ExecutorRefusal refusal) {
    return refusal == ExecutorRefusal::signed_notional_limit ||
           refusal == ExecutorRefusal::settled_notional_limit ||
           refusal == ExecutorRefusal::realised_loss_limit ||
           refusal == ExecutorRefusal::failed_settlements_limit;
}

}  // namespace unrip::trade_executor
