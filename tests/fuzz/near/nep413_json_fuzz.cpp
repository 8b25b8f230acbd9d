#include "fuzz/input.hpp"
#include "near/nep413.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace unrip;
    const auto text = fuzz::as_text(data, size);
    if (const auto payload = near::parse_nep413_payload(text)) {
        fuzz::must(near::quote_hash(*payload).size() >= 32, "every payload has a hash");
    }
    if (const auto signed_payload = near::parse_signed_nep413(text)) {
        const auto again = near::parse_signed_nep413(near::to_json(*signed_payload));
        fuzz::must(
            again && again->payload == signed_payload->payload &&
                again->signature == signed_payload->signature,
            "a signed payload survives its JSON"
        );
        fuzz::must(near::verify(*again) == near::verify(*signed_payload), "and still verifies");
    }
    return 0;
}
