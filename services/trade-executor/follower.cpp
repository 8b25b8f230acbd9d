#include "follower.hpp"

#include "near/rfc3339.hpp"

#include <algorithm>

namespace unrip::trade_executor {
namespace {

using messages::SettlementEvidence;
using messages::SettlementState;

bool equals_promise(
    const messages::QuoteSigned& quote, const std::vector<messages::AssetDelta>& realised
) {
    const auto holds = [&](const AssetId& asset, i128 delta) {
        return std::any_of(
            realised.begin(),
            realised.end(),
            [&](const messages::AssetDelta& moved) {
                return moved.asset == asset && moved.delta == delta;
            }
        );
    };
    return realised.size() == 2 && holds(quote.asset_in, quote.delta_in.value()) &&
           holds(quote.asset_out, quote.delta_out.value());
}

/// Another word than the first: under the same id the stream would take it for a repeat.
MessageId said_again(const MessageId& id) {
    return MessageId{id.text() + "-last"};
}

Instant signed_at(const Followed& followed) {
    return Instant{Nanoseconds{followed.quote.signed_ns}};
}

}  // namespace

Follower::Follower(std::string source, std::size_t capacity, Value value)
    : source_{std::move(source)}, capacity_{capacity}, value_{std::move(value)} {}

bool Follower::add(const messages::Envelope<messages::QuoteSigned>& quote) {
    const auto& body = quote.body;
    const auto deadline = near::parse_rfc3339(body.deadline);
    const auto nonce = near::parse_nonce(body.nonce);
    if (!deadline || !nonce || quotes_.contains(body.quote_hash)) return false;
    Followed followed;
    followed.quote = body;
    followed.pair = quote.pair;
    followed.deadline = *deadline;
    followed.nonce = *nonce;
    const auto versioned = near::decode(*nonce);
    followed.nonce_deadline = versioned ? versioned->deadline : *deadline;
    by_deadline_.emplace(*deadline, body.quote_hash);
    by_nonce_[body.nonce].insert(body.quote_hash);
    quotes_.emplace(body.quote_hash, std::move(followed));
    return true;
}

void Follower::was_said(const messages::TradeSettlement& settlement) {
    const auto known = quotes_.find(settlement.quote_hash);
    if (known == quotes_.end()) return;
    if (settlement.is_last) return forget(settlement.quote_hash);
    auto& followed = known->second;
    if (settlement.state == SettlementState::unknown) {
        followed.is_in_doubt = true;
        return;
    }
    followed.is_matched = true;
    followed.has_failed = followed.has_failed || settlement.state == SettlementState::failed;
    if (settlement.tx_hash) followed.tx_hash = settlement.tx_hash;
    if (settlement.intent_hash) followed.intent_hash = settlement.intent_hash;
    if (settlement.quote_status_id) followed.quote_status_id = settlement.quote_status_id;
}

const Followed* Follower::find(const QuoteHash& hash) const {
    const auto known = quotes_.find(hash);
    return known == quotes_.end() ? nullptr : &known->second;
}

void Follower::forget(const QuoteHash& hash) {
    const auto known = quotes_.find(hash);
    if (known == quotes_.end()) return;
    const auto& followed = known->second;
    by_deadline_.erase({followed.deadline, hash});
    const auto siblings = by_nonce_.find(followed.quote.nonce);
    siblings->second.erase(hash);
    if (siblings->second.empty()) by_nonce_.erase(siblings);
    quotes_.erase(known);
}

Follower::Settlement Follower::word_of(
    const Followed& followed, SettlementState state, bool is_last, Instant now
) const {
    const auto& quote = followed.quote;
    Settlement settlement;
    settlement.id =
        MessageId{"set-" + quote.quote_hash.text() + "-" + std::string{messages::to_text(state)}};
    settlement.cause = MessageId{"res-" + quote.command_id.text()};
    settlement.source = source_;
    settlement.pair = followed.pair;
    settlement.sent_at_ms = to_unix_ms(now);
    auto& body = settlement.body;
    body.command_id = quote.command_id;
    body.decision_id = quote.decision_id;
    body.quote_id = quote.quote_id;
    body.quote_hash = quote.quote_hash;
    body.slot = quote.slot;
    body.nonce = quote.nonce;
    body.state = state;
    body.is_last = is_last;
    body.tx_hash = followed.tx_hash;
    body.intent_hash = followed.intent_hash;
    body.quote_status_id = followed.quote_status_id;
    body.notional_eure = quote.notional_eure;
    return settlement;
}

Follower::Settlement Follower::last_word(
    const QuoteHash& hash, SettlementState state, Instant now
) {
    auto settlement = word_of(quotes_.at(hash), state, true, now);
    forget(hash);
    return settlement;
}

std::optional<Follower::Settlement> Follower::matched(
    const messages::Envelope<messages::QuoteStatus>& status, Instant now
) {
    const auto known = quotes_.find(status.body.quote_hash);
    if (known == quotes_.end()) return std::nullopt;
    auto& followed = known->second;
    // A later event may name the transaction, or another one after the first has failed.
    if (status.body.tx_hash) followed.tx_hash = status.body.tx_hash;
    if (status.body.intent_hash) followed.intent_hash = status.body.intent_hash;
    if (std::exchange(followed.is_matched, true)) return std::nullopt;
    followed.quote_status_id = status.id;
    auto settlement = word_of(followed, SettlementState::matched, false, now);
    settlement.cause = status.id;
    settlement.body.evidence = SettlementEvidence::relay_status;
    return settlement;
}

Follower::Settlements Follower::executed(
    const QuoteHash& hash, const Execution& execution, Instant now
) {
    Settlements said;
    const auto known = quotes_.find(hash);
    if (known == quotes_.end()) return said;
    const auto followed = known->second;
    auto settlement = last_word(hash, SettlementState::settled, now);
    auto& body = settlement.body;
    body.evidence = SettlementEvidence::transaction_logs;
    body.tx_hash = execution.tx_hash;
    body.block = execution.block;
    body.is_nonce_used = true;
    body.realised = execution.realised;
    body.is_as_promised = equals_promise(followed.quote, execution.realised);
    if (const auto value = value_(followed, execution.realised)) {
        body.realised_pnl_eure = value->pnl;
        body.reference_price = value->price;
        body.reference_price_id = value->price_id;
    }
    said.push_back(std::move(settlement));

    const auto siblings = by_nonce_.find(followed.quote.nonce);
    if (siblings == by_nonce_.end()) return said;
    const auto hashes = siblings->second;
    for (const auto& sibling : hashes) {
        if (quotes_.at(sibling).is_matched) continue;
        auto expired = last_word(sibling, SettlementState::expired, now);
        expired.body.evidence = SettlementEvidence::sibling_settled;
        expired.body.block = execution.block;
        expired.body.is_nonce_used = true;
        expired.body.detail = hash.text() + " settled under the same nonce";
        said.push_back(std::move(expired));
    }
    return said;
}

std::optional<Follower::Settlement> Follower::failed(
    const QuoteHash& hash, const FailedExecution& execution, Instant now
) {
    const auto known = quotes_.find(hash);
    if (known == quotes_.end()) return std::nullopt;
    auto& followed = known->second;
    const bool is_last = execution.is_nonce_used.value_or(false);
    const bool was_said = std::exchange(followed.has_failed, true);
    if (was_said && !is_last) return std::nullopt;
    auto settlement = is_last ? last_word(hash, SettlementState::failed, now)
                              : word_of(followed, SettlementState::failed, false, now);
    if (was_said) settlement.id = said_again(settlement.id);
    auto& body = settlement.body;
    body.evidence = SettlementEvidence::transaction_logs;
    body.tx_hash = execution.tx_hash;
    body.block = execution.block;
    body.is_nonce_used = execution.is_nonce_used;
    body.failure = execution.failure;
    body.detail = execution.detail;
    return settlement;
}

Follower::Settlements Follower::counted(
    const strategy::BooksReading& books,
    Instant sound_since,
    const MessageId& inventory,
    const messages::Block& block,
    Instant now
) {
    std::vector<QuoteHash> proven;
    for (const auto& [deadline, hash] : by_deadline_) {
        if (deadline >= books.block_time) break;
        const auto& followed = quotes_.at(hash);
        if (signed_at(followed) < sound_since) continue;
        const strategy::EndingQuote ending{
            followed.deadline,
            followed.nonce_deadline,
            followed.quote.asset_in,
            followed.quote.asset_out};
        const auto proof = strategy::prove_expired(ending, books);
        if (proof == strategy::ExpiryProof::books_balance) proven.push_back(hash);
    }
    Settlements said;
    for (const auto& hash : proven) {
        auto expired = last_word(hash, SettlementState::expired, now);
        expired.body.evidence = SettlementEvidence::books_balance;
        expired.body.inventory_id = inventory;
        expired.body.block = block;
        said.push_back(std::move(expired));
    }
    return said;
}

Follower::Settlements Follower::nonce_read(
    const near::Nonce& nonce,
    const strategy::NonceReading& reading,
    const messages::Block& block,
    Instant now
) {
    Settlements said;
    const auto siblings = by_nonce_.find(near::to_text(nonce));
    if (siblings == by_nonce_.end()) return said;
    const auto hashes = siblings->second;
    for (const auto& hash : hashes) {
        const auto& followed = quotes_.at(hash);
        const strategy::EndingQuote ending{
            followed.deadline,
            followed.nonce_deadline,
            followed.quote.asset_in,
            followed.quote.asset_out};
        if (strategy::prove_expired(ending, reading) != strategy::ExpiryProof::nonce_unused) {
            continue;
        }
        auto expired = last_word(hash, SettlementState::expired, now);
        expired.body.evidence = SettlementEvidence::nonce_unused;
        expired.body.block = block;
        expired.body.is_nonce_used = false;
        said.push_back(std::move(expired));
    }
    return said;
}

Follower::Settlements Follower::nonce_used(
    const near::Nonce& nonce, const messages::Block& block, Instant now
) {
    Settlements said;
    const auto siblings = by_nonce_.find(near::to_text(nonce));
    if (siblings == by_nonce_.end()) return said;
    const auto is_told = [this](const QuoteHash& hash) { return quotes_.at(hash).is_matched; };
    if (std::any_of(siblings->second.begin(), siblings->second.end(), is_told)) return said;
    for (const auto& hash : siblings->second) {
        auto& followed = quotes_.at(hash);
        if (std::exchange(followed.is_in_doubt, true)) continue;
        auto doubt = word_of(followed, SettlementState::unknown, false, now);
        doubt.body.block = block;
        doubt.body.is_nonce_used = true;
        doubt.body.detail = "its nonce is used, and nobody told by what";
        said.push_back(std::move(doubt));
    }
    return said;
}

Follower::Settlements Follower::give_up(Instant nonce_deadline_before, Instant now) {
    std::vector<QuoteHash> lost;
    for (const auto& [deadline, hash] : by_deadline_) {
        if (deadline >= nonce_deadline_before) break;
        if (quotes_.at(hash).nonce_deadline < nonce_deadline_before) lost.push_back(hash);
    }
    Settlements said;
    for (const auto& hash : lost) {
        const bool was_said = quotes_.at(hash).is_in_doubt;
        auto unknown = last_word(hash, SettlementState::unknown, now);
        if (was_said) unknown.id = said_again(unknown.id);
        unknown.body.detail = "neither the books nor its nonce told what became of it";
        said.push_back(std::move(unknown));
    }
    return said;
}

std::vector<QuoteHash> Follower::with_transaction() const {
    std::vector<QuoteHash> hashes;
    for (const auto& [hash, followed] : quotes_) {
        if (followed.is_matched && followed.tx_hash) hashes.push_back(hash);
    }
    return hashes;
}

Follower::Doubtful Follower::doubtful_nonces(Instant from, Instant deadline, std::size_t at_most)
    const {
    Doubtful doubtful;
    for (auto it = by_deadline_.lower_bound({from, QuoteHash{}}); it != by_deadline_.end(); ++it) {
        const auto& [ended, hash] = *it;
        if (ended >= deadline) break;
        auto& nonces = doubtful.nonces;
        const auto& nonce = quotes_.at(hash).nonce;
        if (std::find(nonces.begin(), nonces.end(), nonce) != nonces.end()) continue;
        if (nonces.size() >= at_most) {
            doubtful.more_from = ended;
            break;
        }
        nonces.push_back(nonce);
    }
    return doubtful;
}

std::optional<Instant> Follower::oldest_signed() const {
    std::optional<Instant> oldest;
    for (const auto& [hash, followed] : quotes_) {
        const auto at = signed_at(followed);
        oldest = oldest ? std::min(*oldest, at) : at;
    }
    return oldest;
}

std::optional<Instant> Follower::earliest_deadline() const {
    if (by_deadline_.empty()) return std::nullopt;
    return by_deadline_.begin()->first;
}

}  // namespace unrip::trade_executor
