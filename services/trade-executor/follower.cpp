#include "follower.hpp"

#include "near/base58.hpp"
#include "near/rfc3339.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

namespace unrip::trade_executor {
namespace {

using messages::SettlementEvidence;
using messages::SettlementState;

bool equals_promise(const Followed& followed, const std::vector<messages::AssetDelta>& realised) {
    const auto holds = [&](const AssetId& asset, i128 delta) {
        return std::any_of(
            realised.begin(),
            realised.end(),
            [&](const messages::AssetDelta& moved) {
                return moved.asset == asset && moved.delta == delta;
            }
        );
    };
    const auto promised = followed.record.amounts();
    return realised.size() == 2 && holds(followed.ground->asset_in, promised.delta_in) &&
           holds(followed.ground->asset_out, promised.delta_out);
}

/// Another word than the first: under the same id the stream would take it for a repeat.
MessageId said_again(const MessageId& id) {
    return MessageId{id.text() + "-last"};
}

QuoteHash text_of(const near::Hash& hash) {
    return QuoteHash{near::to_base58(hash)};
}

std::int64_t second_of(Instant time) {
    return std::chrono::floor<std::chrono::seconds>(time.time_since_epoch()).count();
}

strategy::EndingQuote ending_of(const Followed& followed) {
    const auto& ground = *followed.ground;
    return {followed.deadline, ground.nonce_deadline, ground.asset_in, ground.asset_out};
}

Taken& taken_of(Followed& followed) {
    if (!followed.taken) followed.taken = std::make_unique<Taken>();
    return *followed.taken;
}

/// Takes an entry out of a list that knows each one's place.
void take_out(
    std::vector<FollowedEntry*>& list, const FollowedEntry& entry, std::uint32_t Followed::*place
) {
    const auto hole = entry.second.*place;
    list[hole] = list.back();
    list[hole]->second.*place = hole;
    list.pop_back();
}

}  // namespace

Follower::Follower(std::string source, std::size_t capacity, Value value)
    : source_{std::move(source)}, capacity_{capacity}, value_{std::move(value)} {}

bool Follower::add(const messages::Envelope<messages::QuoteSigned>& quote) {
    const auto& body = quote.body;
    const auto hash = near::parse_hash(body.quote_hash.text());
    const auto deadline = near::parse_rfc3339(body.deadline);
    const auto nonce = near::parse_nonce(body.nonce);
    if (!hash || !deadline || !nonce || quotes_.contains(*hash)) return false;
    auto& ground = ground_of(quote, *nonce);
    auto& ending = by_second_[second_of(*deadline)];
    Followed followed{
        .ground = &ground,
        .signed_at_price = price_of(quote.pair, {body.reference_price, body.reference_price_id}),
        .record =
            QuoteRecord{
                {body.quote_id, body.decision_id, body.command_id},
                {body.delta_in.value(), body.delta_out.value(), body.notional_eure}},
        .deadline = *deadline,
        .signed_at = Instant{Nanoseconds{body.signed_ns}},
        .taken = nullptr,
        .place_on_ground = static_cast<std::uint32_t>(ground.quotes.size()),
        .place_in_its_second = static_cast<std::uint32_t>(ending.size())};
    auto& entry = *quotes_.emplace(*hash, std::move(followed)).first;
    ground.quotes.push_back(&entry);
    ending.push_back(&entry);
    return true;
}

Ground& Follower::ground_of(
    const messages::Envelope<messages::QuoteSigned>& quote, near::Nonce nonce
) {
    const auto& body = quote.body;
    const auto versioned = near::decode(nonce);
    const auto nonce_deadline =
        versioned ? versioned->deadline : *near::parse_rfc3339(body.deadline);
    auto& grounds = grounds_[nonce];
    for (const auto& ground : grounds) {
        const bool is_same = ground->pair == quote.pair && ground->slot == body.slot &&
                             ground->nonce_deadline == nonce_deadline &&
                             ground->asset_in == body.asset_in &&
                             ground->asset_out == body.asset_out;
        if (is_same) return *ground;
    }
    auto& ground = *grounds.emplace_back(std::make_unique<Ground>());
    ground.pair = quote.pair;
    ground.slot = body.slot;
    ground.nonce_text = body.nonce;
    ground.nonce = nonce;
    ground.nonce_deadline = nonce_deadline;
    ground.asset_in = body.asset_in;
    ground.asset_out = body.asset_out;
    return ground;
}

std::shared_ptr<const SigningPrice> Follower::price_of(
    const std::string& pair, SigningPrice price
) {
    auto& newest = prices_[pair];
    if (!newest || newest->id != price.id || newest->price != price.price) {
        newest = std::make_shared<const SigningPrice>(std::move(price));
    }
    return newest;
}

Follower::Entry* Follower::entry_of(const QuoteHash& hash) {
    const auto bytes = near::parse_hash(hash.text());
    const auto known = bytes ? quotes_.find(*bytes) : quotes_.end();
    return known == quotes_.end() ? nullptr : &*known;
}

Follower::Entries Follower::under(const near::Nonce& nonce) const {
    Entries all;
    const auto grounds = grounds_.find(nonce);
    if (grounds == grounds_.end()) return all;
    for (const auto& ground : grounds->second)
        all.insert(all.end(), ground->quotes.begin(), ground->quotes.end());
    return all;
}

template <class Visit>
void Follower::each_ended(Instant from, Instant before, Visit visit) const {
    for (auto it = by_second_.lower_bound(second_of(from)); it != by_second_.end(); ++it) {
        if (it->first > second_of(before)) return;
        auto entries = it->second;
        std::erase_if(entries, [&](const Entry* entry) {
            return entry->second.deadline < from || entry->second.deadline >= before;
        });
        std::sort(entries.begin(), entries.end(), [](const Entry* one, const Entry* other) {
            return one->second.deadline < other->second.deadline;
        });
        for (auto* entry : entries) {
            if (!visit(*entry)) return;
        }
    }
}

void Follower::was_said(const messages::TradeSettlement& settlement) {
    auto* entry = entry_of(settlement.quote_hash);
    if (entry == nullptr) return;
    if (settlement.is_last) return forget(*entry);
    auto& followed = entry->second;
    if (settlement.state == SettlementState::unknown) {
        followed.is_in_doubt = true;
        return;
    }
    followed.is_matched = true;
    followed.has_failed = followed.has_failed || settlement.state == SettlementState::failed;
    auto& taken = taken_of(followed);
    if (settlement.tx_hash) taken.tx_hash = settlement.tx_hash;
    if (settlement.intent_hash) taken.intent_hash = settlement.intent_hash;
    if (settlement.quote_status_id) taken.quote_status_id = settlement.quote_status_id;
}

const Followed* Follower::find(const QuoteHash& hash) const {
    const auto bytes = near::parse_hash(hash.text());
    const auto known = bytes ? quotes_.find(*bytes) : quotes_.end();
    return known == quotes_.end() ? nullptr : &known->second;
}

void Follower::forget(Entry& entry) {
    const auto second = by_second_.find(second_of(entry.second.deadline));
    take_out(second->second, entry, &Followed::place_in_its_second);
    if (second->second.empty()) by_second_.erase(second);

    auto& ground = *entry.second.ground;
    take_out(ground.quotes, entry, &Followed::place_on_ground);
    if (ground.quotes.empty()) {
        const auto grounds = grounds_.find(ground.nonce);
        std::erase_if(grounds->second, [](const auto& one) { return one->quotes.empty(); });
        if (grounds->second.empty()) grounds_.erase(grounds);
    }
    quotes_.erase(quotes_.find(entry.first));
}

Follower::Settlement Follower::word_of(
    const Entry& entry, SettlementState state, bool is_last, Instant now
) const {
    const auto& followed = entry.second;
    const auto& ground = *followed.ground;
    Settlement settlement;
    auto& body = settlement.body;
    body.command_id = followed.record.command();
    body.decision_id = followed.record.decision();
    body.quote_id = followed.record.quote();
    body.quote_hash = text_of(entry.first);
    body.slot = ground.slot;
    body.nonce = ground.nonce_text;
    body.state = state;
    body.is_last = is_last;
    if (followed.taken) {
        body.tx_hash = followed.taken->tx_hash;
        body.intent_hash = followed.taken->intent_hash;
        body.quote_status_id = followed.taken->quote_status_id;
    }
    body.notional_eure = followed.record.amounts().notional_eure;
    settlement.id =
        MessageId{"set-" + body.quote_hash.text() + "-" + std::string{messages::to_text(state)}};
    settlement.cause = MessageId{"res-" + body.command_id.text()};
    settlement.source = source_;
    settlement.pair = ground.pair;
    settlement.sent_at_ms = to_unix_ms(now);
    return settlement;
}

Follower::Settlement Follower::last_word(Entry& entry, SettlementState state, Instant now) {
    auto settlement = word_of(entry, state, true, now);
    forget(entry);
    return settlement;
}

std::optional<Follower::Settlement> Follower::matched(
    const messages::Envelope<messages::QuoteStatus>& status, Instant now
) {
    auto* entry = entry_of(status.body.quote_hash);
    if (entry == nullptr) return std::nullopt;
    auto& followed = entry->second;
    auto& taken = taken_of(followed);
    // A later event may name the transaction, or another one after the first has failed.
    if (status.body.tx_hash) taken.tx_hash = status.body.tx_hash;
    if (status.body.intent_hash) taken.intent_hash = status.body.intent_hash;
    if (std::exchange(followed.is_matched, true)) return std::nullopt;
    taken.quote_status_id = status.id;
    auto settlement = word_of(*entry, SettlementState::matched, false, now);
    settlement.cause = status.id;
    settlement.body.evidence = SettlementEvidence::relay_status;
    return settlement;
}

Follower::Settlements Follower::executed(
    const QuoteHash& hash, const Execution& execution, Instant now
) {
    Settlements said;
    auto* entry = entry_of(hash);
    if (entry == nullptr) return said;
    const auto& followed = entry->second;
    auto settlement = word_of(*entry, SettlementState::settled, true, now);
    auto& body = settlement.body;
    body.evidence = SettlementEvidence::transaction_logs;
    body.tx_hash = execution.tx_hash;
    body.block = execution.block;
    body.is_nonce_used = true;
    body.realised = execution.realised;
    body.is_as_promised = equals_promise(followed, execution.realised);
    if (const auto value = value_(followed, execution.realised)) {
        body.realised_pnl_eure = value->pnl;
        body.reference_price = value->price;
        body.reference_price_id = value->price_id;
    }
    said.push_back(std::move(settlement));

    const auto nonce = followed.ground->nonce;
    forget(*entry);
    for (auto* sibling : under(nonce)) {
        if (sibling->second.is_matched) continue;
        auto expired = last_word(*sibling, SettlementState::expired, now);
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
    auto* entry = entry_of(hash);
    if (entry == nullptr) return std::nullopt;
    const bool is_last = execution.is_nonce_used.value_or(false);
    const bool was_said = std::exchange(entry->second.has_failed, true);
    if (was_said && !is_last) return std::nullopt;
    auto settlement = is_last ? last_word(*entry, SettlementState::failed, now)
                              : word_of(*entry, SettlementState::failed, false, now);
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
    Instant now,
    std::size_t at_most
) {
    Entries proven;
    each_ended(Instant{}, books.block_time, [&](Entry& entry) {
        const auto& followed = entry.second;
        const bool is_proven = followed.signed_at >= sound_since &&
                               strategy::prove_expired(ending_of(followed), books) ==
                                   strategy::ExpiryProof::books_balance;
        if (is_proven) proven.push_back(&entry);
        return proven.size() < at_most;
    });
    Settlements said;
    for (auto* entry : proven) {
        auto expired = last_word(*entry, SettlementState::expired, now);
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
    for (auto* entry : under(nonce)) {
        const auto proof = strategy::prove_expired(ending_of(entry->second), reading);
        if (proof != strategy::ExpiryProof::nonce_unused) continue;
        auto expired = last_word(*entry, SettlementState::expired, now);
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
    const auto siblings = under(nonce);
    const auto is_told = [](const Entry* entry) { return entry->second.is_matched; };
    if (std::any_of(siblings.begin(), siblings.end(), is_told)) return said;
    for (auto* entry : siblings) {
        if (std::exchange(entry->second.is_in_doubt, true)) continue;
        auto doubt = word_of(*entry, SettlementState::unknown, false, now);
        doubt.body.block = block;
        doubt.body.is_nonce_used = true;
        doubt.body.detail = "its nonce is used, and nobody told by what";
        said.push_back(std::move(doubt));
    }
    return said;
}

Follower::Settlements Follower::give_up(Instant nonce_deadline_before, Instant now) {
    Entries lost;
    each_ended(Instant{}, nonce_deadline_before, [&](Entry& entry) {
        if (entry.second.ground->nonce_deadline < nonce_deadline_before) lost.push_back(&entry);
        return true;
    });
    Settlements said;
    for (auto* entry : lost) {
        const bool was_said = entry->second.is_in_doubt;
        auto unknown = last_word(*entry, SettlementState::unknown, now);
        if (was_said) unknown.id = said_again(unknown.id);
        unknown.body.detail = "neither the books nor its nonce told what became of it";
        said.push_back(std::move(unknown));
    }
    return said;
}

std::vector<QuoteHash> Follower::with_transaction() const {
    std::vector<QuoteHash> hashes;
    for (const auto& [hash, followed] : quotes_) {
        if (followed.is_matched && followed.tx_hash()) hashes.push_back(text_of(hash));
    }
    return hashes;
}

Follower::Doubtful Follower::doubtful_nonces(Instant from, Instant deadline, std::size_t at_most)
    const {
    Doubtful doubtful;
    each_ended(from, deadline, [&](const Entry& entry) {
        auto& nonces = doubtful.nonces;
        const auto& nonce = entry.second.ground->nonce;
        if (std::find(nonces.begin(), nonces.end(), nonce) != nonces.end()) return true;
        if (nonces.size() >= at_most) {
            doubtful.more_from = entry.second.deadline;
            return false;
        }
        nonces.push_back(nonce);
        return true;
    });
    return doubtful;
}

std::optional<Instant> Follower::oldest_signed() const {
    std::optional<Instant> oldest;
    for (const auto& [hash, followed] : quotes_)
        oldest = std::min(oldest.value_or(followed.signed_at), followed.signed_at);
    return oldest;
}

std::optional<Instant> Follower::earliest_deadline() const {
    if (by_second_.empty()) return std::nullopt;
    const auto& first = by_second_.begin()->second;
    const auto earliest =
        std::min_element(first.begin(), first.end(), [](const Entry* one, const Entry* other) {
            return one->second.deadline < other->second.deadline;
        });
    return (*earliest)->second.deadline;
}

}  // namespace unrip::trade_executor
