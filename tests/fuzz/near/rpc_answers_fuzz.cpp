#include "fuzz/input.hpp"
#include "near/rpc_answers.hpp"
#include "near/verifier_refusal.hpp"
#include "near/withdraw_outcome.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace unrip;
    if (size == 0) return 0;
    constexpr int statuses[] = {200, 400, 403, 408, 429, 500, 502};
    const int status = statuses[data[0] % std::size(statuses)];
    const auto body = fuzz::as_text(data + 1, size - 1);

    const auto view = near::decode_view(status, body);
    if (!view) near::classify_refusal(view.error().detail);
    const auto key = near::decode_access_key(status, body);
    const auto block = near::decode_block(status, body);
    fuzz::must(status < 400 || !(view || key || block), "a failed request has no answer");

    if (const auto outcome = near::decode_transaction(status, body)) {
        const Amount asked{100};
        const auto withdrawn = near::withdraw_outcome(*outcome, asked);
        fuzz::must(withdrawn.withdrawn <= asked, "no more is withdrawn than was asked");
        near::logs_of(*outcome, "intents.near");
    }
    return 0;
}
