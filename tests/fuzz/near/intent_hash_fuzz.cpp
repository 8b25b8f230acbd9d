#include "fuzz/input.hpp"
#include "near/intent_hash.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace unrip;
    const auto text = fuzz::as_text(data, size);
    const auto first = near::intent_hash(text);
    const auto second = near::intent_hash(text);
    fuzz::must(first.has_value() == second.has_value(), "a hash depends on its input alone");
    if (first) fuzz::must(*first == *second, "a hash depends on its input alone");
    return 0;
}
