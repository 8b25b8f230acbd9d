#include "fuzz/input.hpp"
#include "venue/json/exact_number.hpp"
#include "venue/json/read_json.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace unrip;
    const auto text = fuzz::as_text(data, size);
    const venue::JsonValue as_string{std::string{text}};
    const auto amount = venue::exact_amount(as_string);
    const auto price = venue::exact_price(as_string);
    if (amount) {
        const auto again = venue::exact_amount(venue::JsonValue{amount->to_string()});
        fuzz::must(again && *again == *amount, "an amount survives its own text");
    }
    if (price) {
        const auto again = venue::exact_price(venue::JsonValue{price->to_string()});
        fuzz::must(again && *again == *price, "a price survives its own text");
    }
    // What JSON takes for a number reads the same as a number and as a text.
    const auto parsed = venue::read_json(text);
    if (parsed && parsed->number() != nullptr) {
        const auto from_number = venue::exact_amount(*parsed);
        const auto from_text = venue::exact_amount(venue::JsonValue{*parsed->number()});
        fuzz::must(from_number.has_value() == from_text.has_value(), "numbers and texts agree");
        static_cast<void>(venue::whole_number(*parsed));
    }
    return 0;
}
