#include "fuzz/input.hpp"
#include "near/base64.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace unrip;
    const auto text = fuzz::as_text(data, size);
    if (const auto bytes = near::parse_base64(text)) {
        fuzz::must(
            near::to_base64(*bytes) == text, "base64 has one text for one sequence of bytes"
        );
    }
    const near::ByteView input{data, size};
    const auto back = near::parse_base64(near::to_base64(input));
    fuzz::must(back && near::to_hex(*back) == near::to_hex(input), "base64 loses nothing");
    return 0;
}
