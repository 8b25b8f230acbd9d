#include "chain/batch.hpp"

#include "near/token_id.hpp"

namespace unrip::sandbox {
namespace {

constexpr std::uint32_t kMillion = 1'000'000;

u128 size_of(i128 delta) {
    return delta < 0 ? u128{0} - static_cast<u128>(delta) : static_cast<u128>(delta);
}

Verdict short_of(std::string_view account, std::string_view token, u128 has, u128 wants) {
    return refuse(
        Refusal::balance_insufficient,
        std::string{account} + " has " + to_text(has) + " of " + std::string{token} +
            " and gives " + to_text(wants)
    );
}

}  // namespace

u128 fee_on(std::string_view token, u128 given, std::uint32_t fee_pips) {
    const bool is_fungible = token.starts_with("nep141:");
    const bool is_unique = token.starts_with("nep171:");
    if (is_unique || (!is_fungible && given <= 1)) return 0;
    const auto fee = mul_div(given, fee_pips, kMillion, Rounding::up);
    return fee ? *fee : given;
}

Verdict Batch::apply(const SignedIntent& message) {
    for (const auto& earlier : messages_) {
        if (earlier.nonce == message.nonce && earlier.account_id == message.signer_id) {
            return refuse(Refusal::nonce_used, near::to_text(message.nonce));
        }
    }
    if (ledger_.is_nonce_used(message.signer_id, message.nonce)) {
        return refuse(Refusal::nonce_used, near::to_text(message.nonce));
    }
    messages_.push_back({message.signer_id, message.hash, message.nonce});

    for (const auto& intent : message.intents) {
        Verdict verdict;
        if (const auto* diff = std::get_if<TokenDiffIntent>(&intent)) {
            verdict = apply_diff(message, *diff);
        } else if (const auto* call = std::get_if<WithdrawIntent>(&intent)) {
            verdict = withdraw(message.signer_id, message.hash, *call);
        } else {
            verdict = refuse(Refusal::intent_unsupported, std::get<OtherIntent>(intent).name);
        }
        if (!verdict.ok()) return verdict;
    }
    return {};
}

Verdict Batch::apply_diff(const SignedIntent& message, const TokenDiffIntent& intent) {
    if (intent.diff.empty()) return refuse(Refusal::diff_empty, message.hash);
    ExecutedDiff executed{
        message.signer_id, message.hash, intent.diff, {}, intent.memo, intent.referral};
    for (const auto& [token, delta] : intent.diff) {
        if (delta == 0) return refuse(Refusal::delta_zero, token);
        if (!near::parse_token_id(token)) return refuse(Refusal::token_malformed, token);
        auto verdict = move(message.signer_id, token, delta, executed.fees_collected);
        if (!verdict.ok()) return verdict;
    }
    diffs_.push_back(std::move(executed));
    return {};
}

Verdict Batch::move(
    std::string_view account, std::string_view token, i128 delta, Sums& fees_collected
) {
    add_supply(token, delta);
    if (delta > 0) return give(account, token, size_of(delta));

    const u128 given = size_of(delta);
    if (auto verdict = take(account, token, given); !verdict.ok()) return verdict;
    const u128 fee = fee_on(token, given, fee_pips_);
    if (fee == 0) return {};
    fees_collected[std::string{token}] += fee;
    const auto collected = add(fees_[std::string{token}], fee);
    if (!collected) return refuse(Refusal::overflow, "fees in " + std::string{token});
    fees_[std::string{token}] = *collected;
    add_supply(token, static_cast<i128>(fee));
    return {};
}

Verdict Batch::withdraw(
    std::string_view account, std::string_view hash, const WithdrawIntent& call
) {
    const auto token = "nep141:" + call.token;
    if (!near::parse_token_id(token)) return refuse(Refusal::token_malformed, token);
    if (call.amount == 0) return refuse(Refusal::delta_zero, token);
    if (auto verdict = take(account, token, call.amount); !verdict.ok()) return verdict;
    withdrawals_.push_back({std::string{account}, std::string{hash}, call});
    return {};
}

Verdict Batch::take(std::string_view account, std::string_view token, u128 amount) {
    if (!ledger_.knows_token(token)) return refuse(Refusal::token_unknown, std::string{token});
    auto& balance = balance_of(account, token);
    if (balance < amount) return short_of(account, token, balance, amount);
    balance -= amount;
    return {};
}

Verdict Batch::give(std::string_view account, std::string_view token, u128 amount) {
    auto& balance = balance_of(account, token);
    const auto sum = add(balance, amount);
    if (!sum) return refuse(Refusal::overflow, std::string{account} + " in " + std::string{token});
    balance = *sum;
    return {};
}

u128& Batch::balance_of(std::string_view account, std::string_view token) {
    const Place place{account, token};
    auto held = balances_.find(place);
    if (held == balances_.end()) {
        held = balances_.emplace(place, ledger_.balance(account, token)).first;
    }
    return held->second;
}

void Batch::add_supply(std::string_view token, i128 delta) {
    auto& supply = supply_[std::string{token}];
    const auto sum = add(supply, delta);
    if (sum) {
        supply = *sum;
    } else {
        overflowed_ = true;
    }
}

SignedSums Batch::unmatched() const {
    SignedSums left = supply_;
    std::erase_if(left, [](const auto& entry) { return entry.second == 0; });
    return left;
}

void Batch::write_to(Ledger& ledger, const std::string& fee_collector, std::uint64_t height) {
    // A collector can't overflow: what it gets was taken from others in this batch.
    for (const auto& [token, fee] : fees_)
        balance_of(fee_collector, token) += fee;
    for (const auto& [place, balance] : balances_)
        ledger.set_balance(place.first, place.second, balance, height);
    for (const auto& message : messages_)
        ledger.use_nonce(message.account_id, message.nonce, height);
}

}  // namespace unrip::sandbox
