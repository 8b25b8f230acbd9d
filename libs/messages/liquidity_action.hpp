#pragma once

#include "core/amount.hpp"
#include "core/asset_id.hpp"
#include "core/ids.hpp"
#include "core/int128.hpp"
#include "messages/enum_text.hpp"
#include "messages/envelope.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace unrip::messages {

/// What is moved.
enum class LiquidityKind {
    deposit,     ///< Funds come in through the bridge.
    withdrawal,  ///< Funds go out through the bridge.
    execution,   ///< Signed intents are executed for the executor, as revocations are.
};

template <>
inline constexpr auto kEnumTexts<LiquidityKind> = std::to_array<EnumText<LiquidityKind>>({
    {LiquidityKind::deposit, "deposit"},
    {LiquidityKind::withdrawal, "withdrawal"},
    {LiquidityKind::execution, "execution"},
});

/// How far it has come.
enum class LiquidityState {
    pending,    ///< Deposit: seen, not spendable.
    credited,   ///< Deposit: credited on the Verifier.
    requested,  ///< Asked for, checked, nothing reserved.
    reserving,  ///< Withdrawal: the strategy is asked to make room for the amount.
    prepared,   ///< The signed transaction is in this record, acknowledged and synced before it is
                ///< sent.
    sent,       ///< Handed to a node.
    executed,   ///< On a final block: the balance has moved.
    bridging,   ///< Withdrawal: the bridge is at work.
    completed,  ///< Arrived.
    refunded,   ///< The Verifier credited it back.
    returned,   ///< The bridge sent it back.
    rejected,   ///< Refused by the bridge or the chain: nothing moved.
    failed,     ///< Failed; the detail says where the funds are.
    cancelled,  ///< Given up before anything was sent.
    unknown,    ///< It can't be told; a person must look.
};

template <>
inline constexpr auto kEnumTexts<LiquidityState> = std::to_array<EnumText<LiquidityState>>({
    {LiquidityState::pending, "pending"},
    {LiquidityState::credited, "credited"},
    {LiquidityState::requested, "requested"},
    {LiquidityState::reserving, "reserving"},
    {LiquidityState::prepared, "prepared"},
    {LiquidityState::sent, "sent"},
    {LiquidityState::executed, "executed"},
    {LiquidityState::bridging, "bridging"},
    {LiquidityState::completed, "completed"},
    {LiquidityState::refunded, "refunded"},
    {LiquidityState::returned, "returned"},
    {LiquidityState::rejected, "rejected"},
    {LiquidityState::failed, "failed"},
    {LiquidityState::cancelled, "cancelled"},
    {LiquidityState::unknown, "unknown"},
});

/// A step in the life of a deposit, a withdrawal or an execution.
struct LiquidityAction {
    static constexpr std::string_view kSubject = "ops.liquidity_action";
    static constexpr std::string_view kSchema = "ops.liquidity_action/1";

    std::string action_id;                           ///< The same through its whole life.
    LiquidityKind kind = LiquidityKind::deposit;     ///< What is moved.
    LiquidityState state = LiquidityState::unknown;  ///< How far it has come.
    std::uint32_t step = 0;  ///< Counts the steps of this action from 1: replayed in this order.
    std::string account_id;  ///< Our account.
    std::optional<AssetId> asset;        ///< The token; absent for an execution.
    std::optional<Amount> amount;        ///< What leaves or enters the Verifier, in base units.
    std::optional<std::string> chain;    ///< The outside chain: btc:mainnet, eth:100.
    std::optional<std::string> address;  ///< Where a withdrawal goes, or where a deposit came to.
    std::optional<std::string> requested_by;  ///< Who asked.
    /// The asker's key: the same key never makes a second one.
    std::optional<std::string> idempotency_key;
    std::optional<Amount> fee;  ///< The bridge's fee, in base units of the token.
    /// The NEAR transaction; for withdrawals also the bridge's name for it.
    std::optional<std::string> tx_hash;
    /// Its signed bytes: sent again after a crash, never made anew.
    std::optional<std::string> signed_tx_base64;
    std::optional<std::uint64_t> tx_nonce;  ///< The access key's nonce in it.
    /// Height of the final block in which the balance moved.
    std::optional<std::uint64_t> block_height;
    /// What this step did to our balance on the Verifier: absent where it did nothing. The books'
    /// known flows are summed from this.
    std::optional<i128> balance_delta;
    std::optional<std::string> outside_tx_hash;  ///< The transaction on the outside chain.
    /// Revision of COMMITMENTS at which the caps left room for it.
    std::optional<std::uint64_t> commitments_revision;
    std::optional<MessageId> inventory_id;  ///< The count it was checked against.
    std::optional<std::string> detail;      ///< The other side's words, or why.

    friend bool operator==(const LiquidityAction&, const LiquidityAction&) = default;
};

}  // namespace unrip::messages
