// What transactions do once they are in a block.

#include "chain/chain.hpp"
#include "chain/events.hpp"
#include "near/base58.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace unrip::sandbox {
namespace {

using nlohmann::json;
using Kind = InvalidTransaction::Kind;

constexpr std::uint64_t kNoncesPerBlock = 1'000'000;

/// The words that the runtime puts around those of a contract.
std::string panicked(const Verdict& verdict) {
    return "Smart contract panicked: " + panic_text(verdict);
}

bool carries_one_yocto(const near::FunctionCall& call) {
    return call.deposit.atoms() == 1;
}

bool attaches_deposit(const near::Action& action) {
    return std::visit([](const auto& given) { return !given.deposit.is_zero(); }, action);
}

struct ReadBatch {
    std::vector<SignedIntent> messages;
    Verdict verdict;
};

ReadBatch read_batch(const std::string& args) {
    ReadBatch batch;
    const auto value = json::parse(args, nullptr, false);
    const auto list = value.is_object() ? value.find("signed") : value.end();
    if (!value.is_object() || list == value.end() || !list->is_array()) {
        batch.verdict = refuse(Refusal::arguments_malformed, "a list `signed` is expected");
        return batch;
    }
    for (const auto& entry : *list) {
        auto read = read_signed_intent(entry);
        if (!read.verdict.ok()) {
            batch.verdict = std::move(read.verdict);
            return batch;
        }
        batch.messages.push_back(*std::move(read.intent));
    }
    return batch;
}

InvalidTransaction invalid(Kind kind, std::uint64_t tx_nonce = 0, std::uint64_t key_nonce = 0) {
    return {kind, tx_nonce, key_nonce};
}

}  // namespace

/// A withdrawal on its way: the token's contract first, then back to the Verifier.
struct Chain::Transfer {
    Record record;
    ExecutedWithdrawal withdrawal;
    std::string id;
    std::string resolve_id;
};

std::optional<InvalidTransaction> Chain::submit(const near::DecodedTransaction& decoded) {
    const auto& transaction = decoded.transaction;
    auto hash = near::to_base58(decoded.hash);
    if (this->transaction(hash) != nullptr) return std::nullopt;

    if (!access_keys_.has_account(transaction.signer_id)) return invalid(Kind::unknown_signer);
    const auto key = access_keys_.find(transaction.signer_id, transaction.public_key);
    if (!key) return invalid(Kind::unknown_key);
    const auto nonce = transaction.nonce;
    if (nonce <= key->nonce) return invalid(Kind::nonce_not_larger, nonce, key->nonce);
    if (nonce >= pending_height() * kNoncesPerBlock) {
        return invalid(Kind::nonce_too_large, nonce, key->nonce);
    }
    if (blocks_.by_hash(near::to_base58(transaction.block_hash)) == nullptr) {
        return invalid(Kind::expired);
    }
    if (transaction.actions.size() != 1) return invalid(Kind::too_many_calls);
    if (!key->full_access && attaches_deposit(transaction.actions.front())) {
        return invalid(Kind::deposit_by_function_key);
    }

    access_keys_.set_nonce(transaction.signer_id, transaction.public_key, nonce, pending_height());
    TransactionRecord record;
    record.hash = std::move(hash);
    record.signer_id = transaction.signer_id;
    record.receiver_id = transaction.receiver_id;
    record.nonce = nonce;
    record.public_key = transaction.public_key.to_string();
    record.signature = decoded.signature.to_string();
    record.actions = transaction.actions;
    const auto kept = remember(std::move(record));
    enqueue(kept, [this, kept](const Block& block, ReceiptOutcome& receipt) {
        call(kept, block, receipt);
    });
    return std::nullopt;
}

void Chain::enqueue(const Record& record, std::function<void(const Block&, ReceiptOutcome&)> work) {
    next_block_.push_back([this, record, work = std::move(work)](const Block& included) {
        record->included_height = included.height;
        next_block_.push_back([this, record, work](const Block& block) {
            ReceiptOutcome receipt;
            receipt.receipt_id = next_hash("receipt");
            receipt.predecessor_id = record->signer_id;
            receipt.executor_id = record->receiver_id;
            receipt.height = block.height;
            work(block, receipt);
            finish(record, std::move(receipt));
        });
    });
}

void Chain::finish(const Record& record, ReceiptOutcome receipt) {
    const auto height = receipt.height;
    record->receipts.push_back(std::move(receipt));
    if (--record->open_receipts == 0) record->done_height = height;
}

void Chain::call(const Record& record, const Block& block, ReceiptOutcome& receipt) {
    const auto* call = std::get_if<near::FunctionCall>(&record->actions.front());
    if (call == nullptr) {
        receipt.value = "";
        return;
    }
    if (record->receiver_id != settings_.verifier.contract_id) {
        receipt.failure = "CompilationError(CodeDoesNotExist)";
        return;
    }
    Verdict verdict;
    if (call->method == "execute_intents") {
        auto batch = read_batch(call->args);
        verdict = batch.verdict;
        if (verdict.ok()) return run_signed(record, batch.messages, block, receipt, {});
    } else if (call->method == "add_public_key" || call->method == "remove_public_key") {
        verdict = change_key(*record, *call, block, receipt);
    } else if (call->method == "ft_withdraw") {
        verdict = withdraw(record, *call, block, receipt);
    } else {
        receipt.failure = "MethodResolveError(MethodNotFound)";
        return;
    }
    if (!verdict.ok()) {
        receipt.failure = panicked(verdict);
        ++stats_.failed_by_reason[std::string{to_text(verdict.refusal)}];
    }
}

Verdict Chain::change_key(
    const TransactionRecord& record,
    const near::FunctionCall& call,
    const Block& block,
    ReceiptOutcome& receipt
) {
    if (!carries_one_yocto(call)) return refuse(Refusal::deposit_missing);
    const auto args = json::parse(call.args, nullptr, false);
    const auto text = args.is_object() ? args.value("public_key", json{}) : json{};
    const auto key = near::PublicKey::parse(text.is_string() ? text.get<std::string>() : "-");
    if (!key) return refuse(Refusal::arguments_malformed, "public_key");

    const bool adds = call.method == "add_public_key";
    auto verdict = adds ? verifier_.add_key(record.signer_id, *key, block.height)
                        : verifier_.remove_key(record.signer_id, *key, block.height);
    if (!verdict.ok()) return verdict;
    const auto* event = adds ? "public_key_added" : "public_key_removed";
    receipt.logs.push_back(key_event(event, record.signer_id, key->to_string()));
    receipt.value = "";
    return {};
}

Verdict Chain::withdraw(
    const Record& record,
    const near::FunctionCall& call,
    const Block& block,
    ReceiptOutcome& receipt
) {
    if (!carries_one_yocto(call)) return refuse(Refusal::deposit_missing);
    const auto args = json::parse(call.args, nullptr, false);
    const auto wanted = read_withdraw(args);
    if (!wanted) return refuse(Refusal::arguments_malformed, "token, receiver_id and amount");
    auto verdict = verifier_.withdraw(record->signer_id, *wanted, block.height);
    if (!verdict.ok()) return verdict;

    const ExecutedWithdrawal executed{record->signer_id, {}, *wanted};
    receipt.logs = withdraw_events(executed);
    receipt.next_receipt_id = start_transfer(record, executed, receipt);
    ++stats_.withdrawals;
    look_for_breach(record->signer_id, "nep141:" + wanted->token, "withdrawal " + record->hash);
    return {};
}

std::string Chain::settle(std::vector<SignedIntent> messages, SettlementDone done) {
    TransactionRecord record;
    record.hash = next_hash("settlement");
    record.signer_id = settings_.relayer_id;
    record.receiver_id = settings_.verifier.contract_id;
    auto hash = record.hash;
    const auto kept = remember(std::move(record));
    if (faults_.settlements_dropped) return hash;
    enqueue(
        kept,
        [this, kept, messages = std::move(messages), done = std::move(done)](
            const Block& block, ReceiptOutcome& receipt
        ) { run_signed(kept, messages, block, receipt, done); }
    );
    return hash;
}

void Chain::run_signed(
    const Record& record,
    const std::vector<SignedIntent>& messages,
    const Block& block,
    ReceiptOutcome& receipt,
    const SettlementDone& done
) {
    auto outcome = verifier_.execute(messages, block.time, block.height);
    if (outcome.verdict.ok()) {
        ++stats_.settlements;
        receipt.logs = outcome.logs;
        receipt.value = "";
        took_effect(outcome, record->hash);
        for (const auto& withdrawal : outcome.withdrawals)
            start_transfer(record, withdrawal, receipt);
    } else {
        ++stats_.settlements_failed;
        ++stats_.failed_by_reason[std::string{to_text(outcome.verdict.refusal)}];
        receipt.failure = panicked(outcome.verdict);
    }
    if (done) done({record->hash, block, std::move(outcome)});
}

/// Nonces first: what a used nonce may have given is free before balances are looked at.
void Chain::took_effect(const BatchOutcome& outcome, const std::string& tx_hash) {
    for (const auto& message : outcome.messages)
        auditor_.nonce_used(message.account_id, message.nonce);
    const auto cause = "settlement " + tx_hash;
    for (const auto& executed : outcome.diffs) {
        profits_.traded(executed, prices_);
        for (const auto& [token, delta] : executed.diff) {
            if (delta < 0) look_for_breach(executed.account_id, token, cause);
        }
    }
    for (const auto& withdrawal : outcome.withdrawals) {
        ++stats_.withdrawals;
        look_for_breach(withdrawal.account_id, "nep141:" + withdrawal.call.token, cause);
    }
}

std::string Chain::start_transfer(
    const Record& record, const ExecutedWithdrawal& withdrawal, ReceiptOutcome& parent
) {
    const Transfer started{record, withdrawal, next_hash("receipt"), next_hash("receipt")};
    record->open_receipts += 2;
    parent.made.push_back(started.id);
    parent.made.push_back(started.resolve_id);
    next_block_.push_back([this, started](const Block& block) { transfer(started, block); });
    return started.resolve_id;
}

void Chain::transfer(const Transfer& started, const Block& block) {
    const auto& call = started.withdrawal.call;
    const auto& contract = settings_.verifier.contract_id;
    const auto memo = call.memo.value_or("");
    const bool leaves =
        !call.msg && call.receiver_id == call.token && memo.starts_with("WITHDRAW_TO:");
    const bool fails = faults_.failing_transfers.contains(call.token);

    ReceiptOutcome receipt;
    receipt.receipt_id = started.id;
    receipt.predecessor_id = contract;
    receipt.executor_id = call.token;
    receipt.height = block.height;
    if (fails) {
        receipt.failure = "Smart contract panicked: the transfer was refused";
    } else if (leaves) {
        receipt.logs.push_back(ft_burn_event(contract, call.amount, memo));
        receipt.value = "";
    } else {
        // Nobody here takes tokens by a call, so a transfer with a message comes back unused.
        receipt.logs.push_back(ft_transfer_event(contract, call.receiver_id, call.amount));
        receipt.value = call.msg ? "\"0\"" : "";
    }
    finish(started.record, std::move(receipt));
    if (leaves && !fails && burnt_) {
        burnt_(
            {started.record->hash,
             started.withdrawal.account_id,
             call.token,
             call.amount,
             memo,
             block.time}
        );
    }
    next_block_.push_back([this, started, fails](const Block& next) {
        resolve(started, !fails, next);
    });
}

void Chain::resolve(const Transfer& started, bool succeeded, const Block& block) {
    const auto& call = started.withdrawal.call;
    const auto& account = started.withdrawal.account_id;
    const auto token = "nep141:" + call.token;
    // A call that fails gives nothing back: whether the receiver kept something is unknown.
    const bool comes_back = succeeded == call.msg.has_value();

    ReceiptOutcome receipt;
    receipt.receipt_id = started.resolve_id;
    receipt.predecessor_id = settings_.verifier.contract_id;
    receipt.executor_id = settings_.verifier.contract_id;
    receipt.height = block.height;
    if (comes_back) {
        const u128 balance = verifier_.ledger().balance(account, token);
        verifier_.ledger().set_balance(account, token, balance + call.amount, block.height);
        receipt.logs.push_back(mint_event(account, token, call.amount, "refund"));
    }
    receipt.value = '"' + to_text(comes_back ? u128{0} : call.amount) + '"';
    finish(started.record, std::move(receipt));
}

std::string Chain::deposit(std::string_view account, std::string_view token, u128 amount) {
    TransactionRecord record;
    record.hash = next_hash("deposit");
    record.signer_id = settings_.relayer_id;
    record.receiver_id = settings_.verifier.contract_id;
    auto hash = record.hash;
    enqueue(
        remember(std::move(record)),
        [this, holder = std::string{account}, asset = std::string{token}, amount](
            const Block& block, ReceiptOutcome& receipt
        ) {
            const u128 before = verifier_.ledger().balance(holder, asset);
            const auto sum = add(before, amount);
            verifier_.ledger().set_balance(holder, asset, sum ? *sum : kU128Max, block.height);
            receipt.logs.push_back(mint_event(holder, asset, amount, "deposit"));
            receipt.value = "";
        }
    );
    return hash;
}

}  // namespace unrip::sandbox
