#include "messages/delta_text.hpp"

namespace unrip::messages {

Result<DeltaText> DeltaText::parse(std::string_view text) {
    if (text.starts_with('+')) {
        return fail(Error::Kind::malformed, "a delta is written without a plus");
    }
    const auto value = parse_i128(text);
    if (!value) return value.failure();
    return DeltaText{std::string{text}, *value};
}

}  // namespace unrip::messages
