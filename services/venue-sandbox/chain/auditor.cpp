#include "chain/auditor.hpp"

#include "chain/nonce_rules.hpp"

#include <algorithm>

namespace unrip::sandbox {
namespace {

/// What the message takes of each token, all of its intents together.
std::map<std::string, u128> given_by(const SignedIntent& message) {
    std::map<std::string, u128> given;
    for (const auto& intent : message.intents) {
        if (const auto* diff = std::get_if<TokenDiffIntent>(&intent)) {
            for (const auto& [token, delta] : diff->diff) {
                if (delta < 0) given[token] += u128{0} - static_cast<u128>(delta);
            }
        } else if (const auto* call = std::get_if<WithdrawIntent>(&intent)) {
            given["nep141:" + call->token] += call->amount;
        }
    }
    return given;
}

}  // namespace

u128 Auditor::most(const std::vector<Claim>& claims) {
    u128 amount = 0;
    for (const auto& claim : claims)
        amount = std::max(amount, claim.amount);
    return amount;
}

void Auditor::signed_message(const SignedIntent& message, Instant now) {
    ++stats_.signatures;
    auto& account = accounts_[message.signer_id];
    auto& nonce = account.nonces[message.nonce];
    for (const auto& [token, amount] : given_by(message)) {
        auto& claims = nonce.claims[token];
        const auto adds_nothing = [&](const Claim& claim) {
            return claim.amount >= amount && claim.deadline >= message.deadline;
        };
        if (std::any_of(claims.begin(), claims.end(), adds_nothing)) continue;

        const u128 before = most(claims);
        std::erase_if(claims, [&](const Claim& claim) {
            return claim.amount <= amount && claim.deadline <= message.deadline;
        });
        claims.push_back({amount, message.deadline});
        account.committed[token] += most(claims) - before;
        if (amount > before) examine(message.signer_id, account, token, now, message.hash);
    }
    look_at(message.signer_id, message.nonce, nonce);
}

/// One ending is kept for each nonce, the next: so the queue is no longer than what is live.
void Auditor::look_at(std::string_view account_id, const near::Nonce& nonce, Nonce& state) {
    auto earliest = Instant::max();
    for (const auto& [token, claims] : state.claims) {
        for (const auto& claim : claims)
            earliest = std::min(earliest, claim.deadline);
    }
    if (earliest >= state.next_look) return;
    state.next_look = earliest;
    endings_.push({earliest, std::string{account_id}, nonce});
}

void Auditor::release(Account& account, const Nonce& nonce) {
    for (const auto& [token, claims] : nonce.claims)
        account.committed[token] -= most(claims);
}

void Auditor::drop_ended(Account& account, Nonce& nonce, Instant block_time) {
    for (auto& [token, claims] : nonce.claims) {
        const u128 before = most(claims);
        std::erase_if(claims, [&](const Claim& claim) { return claim.deadline <= block_time; });
        account.committed[token] -= before - most(claims);
    }
    std::erase_if(nonce.claims, [](const auto& entry) { return entry.second.empty(); });
}

void Auditor::time_passed(Instant block_time) {
    while (!endings_.empty() && endings_.top().deadline <= block_time) {
        const auto ending = endings_.top();
        endings_.pop();
        auto& account = accounts_[ending.account_id];
        const auto found = account.nonces.find(ending.nonce);
        if (found == account.nonces.end()) continue;
        drop_ended(account, found->second, block_time);
        if (found->second.claims.empty()) {
            account.nonces.erase(found);
        } else {
            found->second.next_look = Instant::max();
            look_at(ending.account_id, ending.nonce, found->second);
        }
    }
}

void Auditor::nonce_used(std::string_view account_id, const near::Nonce& nonce) {
    const auto account = accounts_.find(account_id);
    if (account == accounts_.end()) return;
    const auto found = account->second.nonces.find(nonce);
    if (found == account->second.nonces.end()) return;
    release(account->second, found->second);
    account->second.nonces.erase(found);
}

void Auditor::salts_changed(const std::function<bool(const near::Salt&)>& is_valid) {
    for (auto& [account_id, account] : accounts_) {
        for (auto entry = account.nonces.begin(); entry != account.nonces.end();) {
            const auto parts = parts_of(entry->first);
            if (!parts || is_valid(parts->salt)) {
                ++entry;
            } else {
                release(account, entry->second);
                entry = account.nonces.erase(entry);
            }
        }
    }
}

void Auditor::balance_changed(
    std::string_view account_id, std::string_view token, Instant now, std::string_view cause
) {
    const auto account = accounts_.find(account_id);
    if (account != accounts_.end()) examine(account_id, account->second, token, now, cause);
}

void Auditor::examine(
    std::string_view account_id,
    const Account& account,
    std::string_view token,
    Instant now,
    std::string_view cause
) {
    const auto found = account.committed.find(token);
    const u128 promised = found == account.committed.end() ? 0 : found->second;
    const u128 held = balance_(account_id, token);
    if (promised <= held) return;
    ++stats_.breaches;
    if (breaches_.size() == kBreachesKept) breaches_.pop_front();
    breaches_.push_back(
        {now, std::string{account_id}, std::string{token}, promised, held, std::string{cause}}
    );
}

u128 Auditor::committed(std::string_view account_id, std::string_view token) const {
    const auto account = accounts_.find(account_id);
    if (account == accounts_.end()) return 0;
    const auto found = account->second.committed.find(token);
    return found == account->second.committed.end() ? 0 : found->second;
}

AuditorStats Auditor::stats() const {
    auto stats = stats_;
    for (const auto& [account_id, account] : accounts_)
        stats.live_nonces += account.nonces.size();
    return stats;
}

}  // namespace unrip::sandbox
