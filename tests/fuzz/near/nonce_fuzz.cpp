#include "fuzz/input.hpp"
#include "near/nonce.hpp"

#include <algorithm>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace unrip;
    const auto text = fuzz::as_text(data, size);
    if (const auto nonce = near::parse_nonce(text)) {
        fuzz::must(near::to_text(*nonce) == text, "a nonce has one text");
    }
    if (const auto salt = near::parse_salt(text)) {
        fuzz::must(near::to_text(*salt).size() == text.size(), "a salt has eight digits");
    }
    near::Nonce raw{};
    std::copy_n(data, std::min(size, raw.size()), raw.begin());
    if (const auto decoded = near::decode(raw)) {
        fuzz::must(near::encode(*decoded) == raw, "a versioned nonce survives");
    }
    return 0;
}
