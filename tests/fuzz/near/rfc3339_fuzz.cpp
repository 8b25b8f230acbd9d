#include "fuzz/input.hpp"
#include "near/rfc3339.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace unrip;
    const auto text = fuzz::as_text(data, size);
    const auto exact = near::parse_rfc3339_ns(text);
    const auto instant = near::parse_rfc3339(text);
    fuzz::must(exact || !instant, "an instant is a time");
    if (!instant || *exact < 0) return 0;

    const auto again = near::parse_rfc3339(near::to_rfc3339(*instant));
    fuzz::must(
        again && to_unix_ms(*again) == to_unix_ms(*instant), "milliseconds survive their text"
    );
    return 0;
}
