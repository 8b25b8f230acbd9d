#include "fuzz/input.hpp"
#include "near/base58.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace unrip;
    const auto text = fuzz::as_text(data, size);
    if (const auto bytes = near::parse_base58(text)) {
        fuzz::must(
            near::to_base58(*bytes) == text, "base58 has one text for one sequence of bytes"
        );
    }
    if (size <= near::kBase58LengthMax / 2) {
        const near::ByteView input{data, size};
        const auto back = near::parse_base58(near::to_base58(input));
        fuzz::must(back && near::to_hex(*back) == near::to_hex(input), "base58 loses nothing");
    }
    return 0;
}
