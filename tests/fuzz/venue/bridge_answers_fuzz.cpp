#include "fuzz/input.hpp"
#include "venue/bridge/bridge_answers.hpp"
#include "venue/bridge/bridge_withdrawals.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace unrip;
    const auto body = fuzz::as_text(data, size);
    static_cast<void>(venue::decode_supported_tokens(body));
    static_cast<void>(venue::decode_recent_deposits(body));
    static_cast<void>(venue::decode_notify_deposit(body));
    static_cast<void>(venue::decode_withdrawal_estimate(body));
    static_cast<void>(venue::decode_recent_withdrawals(body));
    const auto address = venue::decode_deposit_address(body);
    fuzz::must(!address || !address->address.empty(), "an address is never empty");
    const auto withdrawal = venue::decode_withdrawal_status(body, "btc.omft.near");
    if (!withdrawal) return 0;
    fuzz::must(withdrawal->near_token_id == "btc.omft.near", "the status is that of our token");
    fuzz::must(
        withdrawal->status != venue::WithdrawalStatus::completed || withdrawal->transfer_tx_hash,
        "completed with its transfer"
    );
    return 0;
}
