#pragma once

#include "messages/enum_text.hpp"
#include "messages/envelope.hpp"
#include "messages/signed_intent.hpp"

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace unrip::messages {

/// What became of an execution.
enum class ExecutionVerdict {
    taken,    ///< Recorded and on its way; ops.liquidity_action follows it.
    refused,  ///< Nothing is sent.
};

template <>
inline constexpr auto kEnumTexts<ExecutionVerdict> = std::to_array<EnumText<ExecutionVerdict>>({
    {ExecutionVerdict::taken, "taken"},
    {ExecutionVerdict::refused, "refused"},
});

/// trade-executor asks liquidity-manager, the only sender of transactions, to execute signed
/// intents: empty ones, which burn nonces.
struct ExecuteIntents {
    static constexpr std::string_view kSubject = "chain.execute_intents";
    static constexpr std::string_view kSchema = "chain.execute_intents/1";

    std::string action_id;  ///< Names the execution; the same id never makes a second transaction.
    std::string reason;     ///< Why, for the record.
    std::vector<SignedIntent> intents;  ///< What to execute, in one transaction.

    friend bool operator==(const ExecuteIntents&, const ExecuteIntents&) = default;
};

/// What liquidity-manager said to it.
struct ExecuteIntentsReply {
    static constexpr std::string_view kSubject = "chain.execute_intents.reply";
    static constexpr std::string_view kSchema = "chain.execute_intents.reply/1";

    std::string action_id;                                 ///< The execution.
    ExecutionVerdict verdict = ExecutionVerdict::refused;  ///< What became of it.
    std::optional<std::string> tx_hash;                    ///< Present when taken.
    std::optional<std::string> detail;                     ///< Why not, when refused.

    friend bool operator==(const ExecuteIntentsReply&, const ExecuteIntentsReply&) = default;
};

}  // namespace unrip::messages
