#include "fuzz/input.hpp"
#include "near/intents.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace unrip;
    const auto text = fuzz::as_text(data, size);
    if (const auto id = near::parse_token_id(text)) {
        fuzz::must(near::to_text(*id) == text, "a token id has one text");
    }
    if (const auto delta = near::parse_delta(text)) {
        const auto again = near::parse_delta(to_text(*delta));
        fuzz::must(again && *again == *delta, "a delta survives its text");
    }
    return 0;
}
