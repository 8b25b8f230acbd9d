#include "unit/strategy/simulated_account.hpp"

#include "unit/strategy/trading_day.hpp"

#include <algorithm>

namespace unrip::strategy {
namespace {

std::string name_of(const AssetId& asset) {
    if (asset == btc().id) return "BTC";
    return asset == eure().id ? "EURe" : "USDC";
}

std::string nonce_of(const SlotId& slot) {
    return "nonce of " + slot.text();
}

}  // namespace

SimulatedAccount::SimulatedAccount(Policy policy, std::vector<std::uint32_t> rolls)
    : policy_{std::move(policy)}, dice_{std::move(rolls)}, chain_time_{kOpening} {
    held_ = {
        {btc().id, tokens("0.0006", btc())},
        {eure().id, tokens("40", eure())},
        {usdc().id, tokens("30", usdc())}};
    restart();
}

void SimulatedAccount::step() {
    switch (dice_.roll(16)) {
        case 0:
        case 1:
        case 2:
        case 3:
            return user_asks();
        case 4:
        case 5:
            return chain_moves_on();
        case 6:
        case 7:
            return taker_executes();
        case 8:
        case 9:
            return chain_is_counted();
        case 10:
        case 11:
        case 12:
            return message_arrives();
        case 13:
            return withdrawal_is_asked();
        case 14:
            return withdrawal_goes_on();
        default:
            if (dice_.roll(8) == 0) {
                ++crashes_;
                restart();
            }
    }
}

void SimulatedAccount::tell(const Event& event) {
    const Instant now = chain_time_ + 2s;
    Decisions out;
    engine_->on(event, now, out);
    events_.emplace_back(event, now);
    decisions_.insert(decisions_.end(), out.begin(), out.end());
    obey(out);
}

void SimulatedAccount::obey(const Decisions& decisions) {
    for (const auto& decision : decisions) {
        if (const auto* quote = std::get_if<ApprovedQuote>(&decision)) sign(*quote);
        if (const auto* request = std::get_if<OpenBatch>(&decision)) open(*request);
        if (const auto* request = std::get_if<CloseUnused>(&decision)) {
            write_entry();
            // Now and then the answer is lost, and the engine never hears that it was written.
            if (dice_.roll(8) != 0) {
                in_the_process_.emplace_back(ClosingWritten{MessageId{"c"}, request->request});
            }
        }
        if (const auto* room = std::get_if<RoomMade>(&decision)) {
            write_entry();
            for (auto& withdrawal : withdrawals_) {
                if (withdrawal.action == room->action) withdrawal.has_room = true;
            }
        }
    }
}

void SimulatedAccount::sign(const ApprovedQuote& quote) {
    const auto& terms = quote.terms();
    const auto& pair = policy_.pairs[*terms.pair];
    const bool sells = terms.side == Side::user_sells_base;
    signatures_.push_back(Signature{
        sells ? pair.pair.base.id : pair.pair.quote.id,
        quote.amount_in(),
        sells ? pair.pair.quote.id : pair.pair.base.id,
        quote.amount_out(),
        quote.grant().nonce(),
        quote.grant().slot(),
        sells ? pair.slots.quote_cap : pair.slots.base_cap,
        quote.deadline(),
        quote.grant().nonce_deadline(),
        pair.slots.mode == SlotMode::reserve});
}

void SimulatedAccount::open(const OpenBatch& request) {
    const auto fate = dice_.roll(8);
    if (fate == 0) {
        in_the_process_.emplace_back(BatchRefused{request.request});
        return;
    }
    BatchOpened event{};
    event.id = MessageId{"slots-" + std::to_string(++names_)};
    event.request = request.request;
    auto& facts = event.facts;
    facts.batch = "b" + std::to_string(names_);
    facts.pair = request.pair;
    facts.mode = request.mode;
    facts.caps = request.caps;
    facts.nonce_deadline = request.nonce_deadline;
    facts.salt = request.salt;
    facts.lane_open_quotes_max = request.lane_open_quotes_max;
    facts.standing = {SlotRange{0, request.size}};
    for (std::uint32_t index = 0; index < request.size; ++index) {
        const auto slot = slot_id(facts.batch, index);
        facts.nonces.push_back(nonce_of(slot));
        for (const auto& cap : facts.caps)
            caps_[{slot, cap.asset}] = cap.amount;
    }
    untold_.push_back(facts);
    write_entry();
    if (fate != 1) in_the_process_.emplace_back(std::move(event));  // Written, answer lost.
}

void SimulatedAccount::write_entry() {
    entry_.batches = engine_->commitments().record();
    entry_.batches.insert(entry_.batches.end(), untold_.begin(), untold_.end());
    entry_.withheld = engine_->commitments().withheld();
    entry_.count_height = engine_->commitments().count_height();
}

/// The slow facts, always fresh: this is about promises.
void SimulatedAccount::inform() {
    const Instant now = chain_time_ + 2s;
    tell(ClockBeat{now, steady_});
    VenueObserved venue{};
    venue.id = MessageId{"v"};
    venue.height = height_;
    venue.block_time = chain_time_;
    venue.salt = "252812b3";
    tell(venue);
    for (const auto& entry : policy_.pairs) {
        PriceHeard heard{};
        heard.pair = entry.pair.name();
        heard.mid = heard.pair == "btc-eure" ? price("60000") : price("0.9");
        heard.sources = 3;
        heard.observed_at = now;
        tell(heard);
    }
}

void SimulatedAccount::restart() {
    engine_ = std::make_unique<Engine>(policy_, "policy", "limits");
    in_the_process_.clear();
    untold_.clear();
    tell(LeaseChanged{true, ++epoch_});
    tell(entry_);
    for (auto& withdrawal : withdrawals_) {
        const auto& held = entry_.withheld;
        const bool is_recorded = std::any_of(held.begin(), held.end(), [&](const Withheld& known) {
            return known.action == withdrawal.action;
        });
        if (withdrawal.is_ended && is_recorded) {
            tell(WithdrawalEnded{MessageId{"w"}, withdrawal.action, withdrawal.ended_at});
        }
        if (!withdrawal.is_ended && !is_recorded) {
            tell(WithdrawalReserving{
                MessageId{"w"}, withdrawal.action, withdrawal.asset, withdrawal.amount});
        }
    }
    JournalObserved journal{};
    journal.is_connected = true;
    tell(journal);
    inform();
    tell(ArmingChanged{MessageId{"a"}, true});
}

void SimulatedAccount::user_asks() {
    const auto& entry = policy_.pairs[dice_.roll(static_cast<std::uint32_t>(policy_.pairs.size()))];
    const Pair& pair = entry.pair;
    const bool sells = dice_.roll(2) == 0;
    QuoteRequested demand{};
    demand.id = MessageId{"d"};
    demand.quote_id = QuoteId{"q" + std::to_string(++names_)};
    demand.asset_in = sells ? pair.base.id : pair.quote.id;
    demand.asset_out = sells ? pair.quote.id : pair.base.id;
    const u128 share = 700 + dice_.roll(301);
    const Amount amount{tokens("5", eure()).atoms() * share / 1'000};
    if (sells) {
        demand.exact_out = amount;
    } else {
        demand.exact_in = amount;
    }
    demand.min_deadline = Milliseconds{1'000 * dice_.roll(120)};
    demand.received_at = chain_time_ + 2s;
    tell(demand);
}

void SimulatedAccount::chain_moves_on() {
    const Milliseconds time{500 + dice_.roll(dice_.roll(8) == 0 ? 200'000 : 20'000)};
    ++height_;
    chain_time_ += time;
    steady_ += time;
    inform();
}

bool SimulatedAccount::is_live(const Signature& signature) const {
    return !used_nonces_.contains(signature.nonce) && signature.deadline >= chain_time_ &&
           signature.nonce_deadline >= chain_time_;
}

/// Anyone who holds a signature uses it. The engine hears of it later, or never.
void SimulatedAccount::taker_executes() {
    std::vector<const Signature*> live;
    for (const auto& signature : signatures_) {
        if (is_live(signature)) live.push_back(&signature);
    }
    if (live.empty()) return;
    const auto& taken = *live[dice_.roll(static_cast<std::uint32_t>(live.size()))];
    ++height_;
    used_nonces_.insert(taken.nonce);
    held_[taken.out] = saturating_subtract(held_[taken.out], taken.amount_out);
    held_[taken.in] = saturating_add(held_[taken.in], taken.amount_in);
    if (dice_.roll(2) == 0) {
        on_the_bus_.emplace_back(QuoteFollowed{MessageId{"m"}, taken.slot, QuoteStep::matched});
    }
    if (dice_.roll(4) != 0) {
        on_the_bus_.emplace_back(NonceUsed{MessageId{"u"}, taken.slot, height_});
    }
}

std::vector<AssetAmount> SimulatedAccount::balances() const {
    std::vector<AssetAmount> all;
    for (const auto& [asset, amount] : held_)
        all.push_back(AssetAmount{asset, amount});
    return all;
}

void SimulatedAccount::chain_is_counted() {
    InventoryCounted count{
        MessageId{"n" + std::to_string(height_)}, height_, chain_time_, chain_time_, balances()};
    if (dice_.roll(3) != 0) {
        tell(count);
    } else {
        on_the_bus_.emplace_back(std::move(count));  // Late, and perhaps overtaken.
    }
}

void SimulatedAccount::message_arrives() {
    auto& box = dice_.roll(2) == 0 && !in_the_process_.empty() ? in_the_process_ : on_the_bus_;
    if (box.empty()) return;
    const auto which = dice_.roll(static_cast<std::uint32_t>(box.size()));
    const Event event = box[which];
    const bool is_doubled = dice_.roll(8) == 0;
    if (!is_doubled) box.erase(box.begin() + which);
    if (const auto* opened = std::get_if<BatchOpened>(&event)) {
        std::erase_if(untold_, [&](const SlotBatchFacts& facts) {
            return facts.batch == opened->facts.batch;
        });
    }
    tell(event);
}

void SimulatedAccount::withdrawal_is_asked() {
    if (withdrawals_.size() >= 4) return;
    const AssetId asset = dice_.roll(2) == 0 ? eure().id : btc().id;
    const Amount amount{held_[asset].atoms() / 8 * (1 + dice_.roll(5))};
    withdrawals_.push_back(Withdrawal{
        "w" + std::to_string(++names_), asset, amount, false, false, std::nullopt});
    const auto& asked = withdrawals_.back();
    tell(WithdrawalReserving{MessageId{"w"}, asked.action, asset, amount});
}

void SimulatedAccount::withdrawal_goes_on() {
    for (auto& withdrawal : withdrawals_) {
        if (withdrawal.is_ended || dice_.roll(2) == 0) continue;
        withdrawal.is_ended = true;
        if (withdrawal.has_room && dice_.roll(4) != 0) {
            ++withdrawals_sent_;
            ++height_;
            held_[withdrawal.asset] =
                saturating_subtract(held_[withdrawal.asset], withdrawal.amount);
            withdrawal.ended_at = height_;
        }
        on_the_bus_.emplace_back(WithdrawalEnded{
            MessageId{"w"}, withdrawal.action, withdrawal.ended_at});
        return;
    }
}

std::vector<std::string> SimulatedAccount::broken() const {
    std::vector<std::string> broken = engine_->audit();

    // The worst that can happen: each nonce that is out, or may be given out this moment without
    // hearing anything more, takes its whole cap.
    std::map<AssetId, std::map<SlotId, Amount>> worst;
    std::map<std::string, int> signed_under;
    for (const auto& signature : signatures_) {
        if (signature.is_reserve && ++signed_under[signature.nonce] > 1) {
            broken.push_back("two quotes were signed under " + signature.nonce);
        }
        if (signature.amount_out > signature.cap) broken.emplace_back("a quote above its cap");
        if (is_live(signature)) worst[signature.out][signature.slot] = signature.cap;
    }
    for (const auto& [asset, held] : held_) {
        auto& slots = worst[asset];
        for (const auto& slot : engine_->commitments().open_on(asset)) {
            if (!used_nonces_.contains(nonce_of(slot))) slots[slot] = caps_.at({slot, asset});
        }
        Amount takeable;
        for (const auto& [slot, cap] : slots)
            takeable = saturating_add(takeable, cap);
        if (takeable > held) {
            broken.push_back(
                name_of(asset) + ": " + takeable.to_string() + " can be taken, " +
                held.to_string() + " is held"
            );
        }
    }
    return broken;
}

}  // namespace unrip::strategy
