#include "bridge/bridge_book.hpp"

#include "near/hash.hpp"

#include <algorithm>

namespace unrip::sandbox {
namespace {

/// The owner may turn the world each millisecond; nothing here is in such a hurry.
constexpr Milliseconds kLookEvery{20};

constexpr std::string_view kMemo = "WITHDRAW_TO:";

/// The rest of the memo; XRP puts a tag after the address.
std::string address_of(std::string_view memo) {
    return std::string{memo.substr(std::min(kMemo.size(), memo.size()))};
}

template <class Entry>
void keep(std::deque<Entry>& entries, Entry entry) {
    if (entries.size() == BridgeBook::kKept) entries.pop_front();
    entries.push_back(std::move(entry));
}

}  // namespace

std::string_view to_text(DepositState state) {
    switch (state) {
        case DepositState::pending:
            return "PENDING";
        case DepositState::credited:
            return "CREDITED";
        case DepositState::completed:
            return "COMPLETED";
        case DepositState::failed:
            break;
    }
    return "FAILED";
}

std::string_view to_text(WithdrawalState state) {
    switch (state) {
        case WithdrawalState::pending:
            return "PENDING";
        case WithdrawalState::returning:
            return "RETURNING";
        case WithdrawalState::completed:
            return "COMPLETED";
        case WithdrawalState::returned:
            return "RETURNED";
        case WithdrawalState::rejected:
            return "REJECTED";
        case WithdrawalState::failed:
            break;
    }
    return "FAILED";
}

BridgeBook::BridgeBook(
    Chain& chain, std::vector<BridgeToken> tokens, BridgeTimes times, Instant start
)
    : chain_{chain}, tokens_{std::move(tokens)}, times_{times}, now_{start} {
    chain_.on_burn([this](const Burn& burn) { burnt(burn); });
}

BridgeBook::~BridgeBook() {
    chain_.on_burn({});
}

void BridgeBook::advance(Instant now) {
    now_ = std::max(now_, now);
    if (now_ < next_look_) return;
    next_look_ = now_ + kLookEvery;
    for (auto& deposit : deposits_)
        step(deposit);
    for (auto& withdrawal : withdrawals_)
        step(withdrawal);
}

std::string BridgeBook::next_hash(std::string_view what, std::string_view chain) {
    const auto text = std::string{what} + " " + std::to_string(++hashes_given_) + " of " +
                      std::to_string(chain_.settings().seed) + " from " +
                      std::to_string(chain_.settings().first_height);
    const auto digits = near::to_hex(near::sha256(near::as_bytes(text)));
    return chain.starts_with("eth:") ? "0x" + digits : digits;
}

const BridgeToken* BridgeBook::find_token(std::string_view near_token_id) const {
    const auto found = std::find_if(tokens_.begin(), tokens_.end(), [&](const BridgeToken& token) {
        return token.near_token_id == near_token_id;
    });
    return found == tokens_.end() ? nullptr : &*found;
}

std::optional<std::string> BridgeBook::arrive(
    std::string_view account_id, std::string_view near_token_id, u128 amount, bool noticed
) {
    const auto* token = find_token(near_token_id);
    if (token == nullptr) return std::nullopt;
    Deposit deposit;
    deposit.tx_hash = next_hash("deposit", token->chain);
    deposit.token = *token;
    deposit.amount = amount;
    deposit.account_id = std::string{account_id};
    deposit.address = deposit_address(account_id, token->chain);
    deposit.from = deposit_address("somebody", token->chain);
    deposit.created = now_;
    deposit.next_step = now_ + times_.deposit_credited;
    deposit.noticed = noticed;
    deposit.stalled = deposits_stalled_;
    auto hash = deposit.tx_hash;
    keep(deposits_, std::move(deposit));
    return hash;
}

bool BridgeBook::notify(std::string_view tx_hash) {
    for (auto& deposit : deposits_) {
        if (deposit.tx_hash != tx_hash) continue;
        if (!deposit.noticed) deposit.next_step = now_ + times_.deposit_credited;
        deposit.noticed = true;
        return true;
    }
    return false;
}

/// It is credited once the chain has minted: the list follows the balance, never leads it.
void BridgeBook::step(Deposit& deposit) {
    if (deposit.state == DepositState::credited && now_ >= deposit.next_step) {
        deposit.state = DepositState::completed;
    }
    const bool waits = !deposit.noticed || deposit.stalled || now_ < deposit.next_step;
    if (deposit.state != DepositState::pending || waits) return;
    if (deposit.amount < deposit.token.min_deposit) {
        deposit.state = DepositState::failed;
    } else if (deposit.mint_tx_hash.empty()) {
        deposit.mint_tx_hash =
            chain_.deposit(deposit.account_id, deposit.token.asset_id(), deposit.amount);
    } else if (const auto* mint = chain_.transaction(deposit.mint_tx_hash);
               mint == nullptr || mint->is_done()) {
        deposit.state = DepositState::credited;
        deposit.next_step = now_ + times_.deposit_completed;
    }
}

void BridgeBook::burnt(const Burn& burn) {
    const auto* token = find_token(burn.token);
    if (token == nullptr) return;
    Withdrawal withdrawal;
    withdrawal.tx_hash = burn.tx_hash;
    withdrawal.token = *token;
    withdrawal.amount = burn.amount;
    withdrawal.account_id = burn.account_id;
    withdrawal.address = address_of(burn.memo);
    withdrawal.created = now_;
    withdrawal.fate = fate_;
    // What would arrive is too little to send.
    const u128 least = token->withdrawal_fee + token->min_withdrawal;
    if (burn.amount < least) withdrawal.fate = WithdrawalFate::returned;
    keep(withdrawals_, std::move(withdrawal));
}

bool BridgeBook::is_indexed(const Withdrawal& withdrawal) const {
    return now_ >= withdrawal.created + times_.withdrawal_indexed;
}

void BridgeBook::step(Withdrawal& withdrawal) {
    if (now_ < withdrawal.created + times_.withdrawal_done) return;
    if (withdrawal.state == WithdrawalState::returning) {
        if (now_ < withdrawal.created + 2 * times_.withdrawal_done) return;
        chain_.deposit(withdrawal.account_id, withdrawal.token.asset_id(), withdrawal.amount);
        withdrawal.state = WithdrawalState::returned;
        return;
    }
    if (withdrawal.state != WithdrawalState::pending) return;
    switch (withdrawal.fate) {
        case WithdrawalFate::completed:
            withdrawal.transfer_tx_hash = next_hash("transfer", withdrawal.token.chain);
            withdrawal.state = WithdrawalState::completed;
            break;
        case WithdrawalFate::returned:
            withdrawal.state = WithdrawalState::returning;
            break;
        case WithdrawalFate::rejected:
            withdrawal.state = WithdrawalState::rejected;
            break;
        case WithdrawalFate::failed:
            withdrawal.state = WithdrawalState::failed;
            break;
        case WithdrawalFate::stalled:
            break;
    }
}

}  // namespace unrip::sandbox
