#include "fuzz/input.hpp"
#include "venue/json/read_json.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace unrip;
    const auto value = venue::read_json(fuzz::as_text(data, size));
    if (!value) return 0;
    const auto again = venue::read_json(value->to_text());
    fuzz::must(again && *again == *value, "what was read can be written and read again");
    return 0;
}
