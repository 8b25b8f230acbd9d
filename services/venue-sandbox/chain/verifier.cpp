#include "chain/verifier.hpp"

#include "chain/events.hpp"

#include <algorithm>

namespace unrip::sandbox {
namespace {

std::string unmatched_text(const Batch& batch) {
    if (batch.overflowed()) return R"({"error":"overflow"})";
    std::string list;
    for (const auto& [token, delta] : batch.unmatched()) {
        if (!list.empty()) list += ',';
        list += '"' + token + "\":\"" + to_text(delta) + '"';
    }
    return R"({"error":"unmatched_deltas","unmatched_deltas":{)" + list + "}}";
}

Instant earliest_deadline(const std::vector<SignedIntent>& messages) {
    auto earliest = Instant::max();
    for (const auto& message : messages)
        earliest = std::min(earliest, message.deadline);
    return earliest;
}

BatchOutcome outcome_of(const Batch& batch, const std::string& fee_collector) {
    BatchOutcome outcome;
    outcome.diffs = batch.diffs();
    outcome.messages = batch.messages();
    outcome.withdrawals = batch.withdrawals();
    outcome.logs = batch_events(batch, fee_collector);
    outcome.unmatched = batch.unmatched();
    outcome.overflowed = batch.overflowed();
    return outcome;
}

}  // namespace

Verifier::Verifier(VerifierSettings settings)
    : settings_{std::move(settings)}, salts_{settings_.first_salt}, fee_{settings_.fee_pips} {}

Verdict Verifier::judge_message(const SignedIntent& message, Instant now, Signatures signatures)
    const {
    if (signatures == Signatures::check && !fits(message.proof)) {
        return refuse(Refusal::signature_invalid, message.hash);
    }
    if (message.recipient != settings_.contract_id) {
        return refuse(Refusal::recipient_wrong, message.recipient);
    }
    if (message.deadline < now) return refuse(Refusal::deadline_passed);
    const auto key = message.public_key();
    if (!ledger_.has_key(message.signer_id, key)) {
        return refuse(
            Refusal::key_not_registered,
            "public key '" + key.to_string() + "' doesn't exist for account '" + message.signer_id +
                "'"
        );
    }
    auto verdict =
        judge_nonce(message.nonce, message.deadline, now, salts_, settings_.legacy_nonces);
    if (!verdict.ok()) return verdict;
    if (ledger_.is_locked(message.signer_id)) {
        return refuse(Refusal::account_locked, "account '" + message.signer_id + "' is locked");
    }
    return {};
}

Verdict Verifier::run(Batch& batch, const std::vector<SignedIntent>& messages, Instant now) const {
    if (paused_) return refuse(Refusal::paused);
    for (const auto& message : messages) {
        auto verdict = judge_message(message, now, Signatures::check);
        if (verdict.ok()) verdict = batch.apply(message);
        if (!verdict.ok()) return verdict;
    }
    return {};
}

Verdict Verifier::judge(const SignedIntent& message, Instant now, Signatures signatures) const {
    if (paused_) return refuse(Refusal::paused);
    auto verdict = judge_message(message, now, signatures);
    if (!verdict.ok()) return verdict;
    Batch batch{ledger_, fee_.newest()};
    return batch.apply(message);
}

BatchOutcome Verifier::simulate(const std::vector<SignedIntent>& messages, Instant now) const {
    Batch batch{ledger_, fee_.newest()};
    BatchOutcome outcome;
    if (auto verdict = run(batch, messages, now); !verdict.ok()) {
        outcome.verdict = std::move(verdict);
        return outcome;
    }
    outcome = outcome_of(batch, settings_.fee_collector);
    outcome.min_deadline = earliest_deadline(messages);
    return outcome;
}

BatchOutcome Verifier::execute(
    const std::vector<SignedIntent>& messages, Instant now, std::uint64_t height
) {
    Batch batch{ledger_, fee_.newest()};
    BatchOutcome outcome;
    outcome.verdict = run(batch, messages, now);
    if (outcome.verdict.ok() && (batch.overflowed() || !batch.unmatched().empty())) {
        outcome.verdict = refuse(Refusal::batch_unbalanced, unmatched_text(batch));
    }
    if (!outcome.verdict.ok()) return outcome;

    outcome = outcome_of(batch, settings_.fee_collector);
    outcome.min_deadline = earliest_deadline(messages);
    batch.write_to(ledger_, settings_.fee_collector, height);
    return outcome;
}

Verdict Verifier::may_call(std::string_view account) const {
    const auto quoted = "'" + std::string{account} + "'";
    if (paused_) return refuse(Refusal::paused);
    if (!ledger_.takes_direct_calls(account)) {
        return refuse(
            Refusal::predecessor_disabled,
            "authentication by PREDECESSOR_ID is disabled for account " + quoted
        );
    }
    if (ledger_.is_locked(account)) {
        return refuse(Refusal::account_locked, "account " + quoted + " is locked");
    }
    return {};
}

Verdict Verifier::add_key(
    std::string_view account, const near::PublicKey& key, std::uint64_t height
) {
    if (auto verdict = may_call(account); !verdict.ok()) return verdict;
    if (ledger_.has_key(account, key)) {
        return refuse(
            Refusal::key_registered,
            "public key '" + key.to_string() + "' already exists for account '" +
                std::string{account} + "'"
        );
    }
    ledger_.set_key(account, key, true, height);
    return {};
}

Verdict Verifier::remove_key(
    std::string_view account, const near::PublicKey& key, std::uint64_t height
) {
    if (auto verdict = may_call(account); !verdict.ok()) return verdict;
    if (!ledger_.has_key(account, key)) {
        return refuse(
            Refusal::key_not_registered,
            "public key '" + key.to_string() + "' doesn't exist for account '" +
                std::string{account} + "'"
        );
    }
    ledger_.set_key(account, key, false, height);
    return {};
}

Verdict Verifier::withdraw(
    std::string_view account, const WithdrawIntent& call, std::uint64_t height
) {
    if (auto verdict = may_call(account); !verdict.ok()) return verdict;
    Batch batch{ledger_, fee_.newest()};
    if (auto verdict = batch.withdraw(account, {}, call); !verdict.ok()) return verdict;
    batch.write_to(ledger_, settings_.fee_collector, height);
    return {};
}

std::size_t Verifier::clean_up_nonces(Instant now) {
    return ledger_.forget_nonces([&](const near::Nonce& nonce) {
        const auto parts = parts_of(nonce);
        return parts && (parts->deadline < now || !salts_.is_valid(parts->salt, kNewest));
    });
}

}  // namespace unrip::sandbox
