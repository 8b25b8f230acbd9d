#include "chain/chain.hpp"

#include "near/base58.hpp"
#include "near/hash.hpp"

#include <algorithm>

namespace unrip::sandbox {
namespace {

/// As many as a reader may still ask about: at two settlements a second for hours.
constexpr std::size_t kTransactionsKept = 20'000;

/// More blocks are not made up for at once.
constexpr int kBlocksAtOnce = 16;

}  // namespace

Chain::Chain(ChainSettings settings, Instant start)
    : settings_{std::move(settings)},
      verifier_{settings_.verifier},
      blocks_{settings_.seed, settings_.first_height, settings_.final_lag, start},
      auditor_{[this](std::string_view account, std::string_view token) {
          return verifier_.ledger().balance(account, token);
      }},
      now_{start},
      next_block_at_{start + settings_.block_interval} {}

void Chain::advance(Instant now) {
    now_ = std::max(now_, now);
    for (int made = 0; next_block_at_ <= now; ++made) {
        if (made == kBlocksAtOnce || faults_.halted) {
            next_block_at_ = now + settings_.block_interval;
            return;
        }
        produce(next_block_at_ + faults_.time_offset);
        next_block_at_ += settings_.block_interval;
    }
}

void Chain::produce(Instant time) {
    const Block block = blocks_.produce(time);
    const auto due = std::exchange(next_block_, {});
    for (const auto& work : due)
        work(block);
    auditor_.time_passed(block.time);
}

Verdict Chain::judge(const SignedIntent& message, Signatures signatures) const {
    return verifier_.judge(message, blocks_.newest().time, signatures);
}

std::string Chain::next_hash(std::string_view what) {
    const auto text = std::string{what} + " " + std::to_string(++hashes_given_) + " of " +
                      std::to_string(settings_.seed) + " from " +
                      std::to_string(settings_.first_height);
    return near::to_base58(near::sha256(near::as_bytes(text)));
}

Chain::Record Chain::remember(TransactionRecord record) {
    auto kept = std::make_shared<TransactionRecord>(std::move(record));
    transactions_[kept->hash] = kept;
    transaction_order_.push_back(kept->hash);
    if (transaction_order_.size() > kTransactionsKept) {
        transactions_.erase(transaction_order_.front());
        transaction_order_.pop_front();
    }
    ++stats_.transactions;
    return kept;
}

const TransactionRecord* Chain::transaction(std::string_view hash) const {
    const auto found = transactions_.find(hash);
    return found == transactions_.end() ? nullptr : found->second.get();
}

void Chain::look_for_breach(
    std::string_view account, std::string_view token, std::string_view cause
) {
    auditor_.balance_changed(account, token, now_, cause);
}

Result<void> Chain::from_the_beginning(const std::function<Result<void>()>& work) {
    is_beginning_ = true;
    auto done = work();
    is_beginning_ = false;
    return done;
}

void Chain::set_balance(std::string_view account, std::string_view token, u128 balance) {
    verifier_.ledger().set_balance(account, token, balance, pending_height());
    look_for_breach(account, token, "the control port set the balance");
}

void Chain::credit(std::string_view account, std::string_view token, u128 amount) {
    const u128 before = verifier_.ledger().balance(account, token);
    const auto sum = add(before, amount);
    set_balance(account, token, sum ? *sum : kU128Max);
}

void Chain::register_key(std::string_view account, const near::PublicKey& key) {
    verifier_.ledger().set_key(account, key, true, pending_height());
}

void Chain::remove_key(std::string_view account, const near::PublicKey& key) {
    verifier_.ledger().set_key(account, key, false, pending_height());
}

void Chain::add_access_key(std::string_view account, const near::PublicKey& key, bool full_access) {
    // The chain begins a key's nonces at a million for each block so far.
    access_keys_.add(account, key, {blocks_.newest().height * 1'000'000, full_access});
}

void Chain::set_locked(std::string_view account, bool locked) {
    verifier_.ledger().set_locked(account, locked, pending_height());
}

void Chain::set_direct_calls(std::string_view account, bool taken) {
    verifier_.ledger().set_direct_calls(account, taken, pending_height());
}

near::Salt Chain::rotate_salt(bool invalidate_former) {
    near::Salt next{};
    const auto text = next_hash("salt");
    const auto bytes = near::sha256(near::as_bytes(text));
    std::copy_n(bytes.begin(), next.size(), next.begin());
    verifier_.salts().rotate(next, invalidate_former, pending_height());
    if (invalidate_former) drop_dead_salts();
    return next;
}

bool Chain::invalidate_salt(const near::Salt& salt) {
    if (!verifier_.salts().invalidate(salt, pending_height())) return false;
    drop_dead_salts();
    return true;
}

void Chain::drop_dead_salts() {
    auditor_.salts_changed([this](const near::Salt& salt) {
        return verifier_.salts().is_valid(salt, kNewest);
    });
}

std::size_t Chain::clean_up_nonces() {
    return verifier_.clean_up_nonces(blocks_.newest().time);
}

Profit Chain::profit(std::string_view account) const {
    return profits_.of(account, prices_);
}

ChainStats Chain::stats() const {
    auto stats = stats_;
    stats.height = blocks_.newest().height;
    stats.final_height = blocks_.final().height;
    stats.block_time = blocks_.newest().time;
    stats.used_nonces = verifier_.ledger().used_nonces();
    stats.auditor = auditor_.stats();
    return stats;
}

}  // namespace unrip::sandbox
