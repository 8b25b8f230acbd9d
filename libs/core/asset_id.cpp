#include "core/asset_id.hpp"

#include <algorithm>

namespace unrip {
namespace {

constexpr std::size_t kLengthMax = 255;

bool is_standard(char letter) {
    return (letter >= 'a' && letter <= 'z') || (letter >= '0' && letter <= '9');
}

bool is_printable(char letter) {
    return letter > ' ' && letter <= '~';
}

}  // namespace

Result<AssetId> AssetId::parse(std::string_view text) {
    const auto colon = text.find(':');
    const bool well_formed = colon != std::string_view::npos && colon > 0 &&
                             colon + 1 < text.size() && text.size() <= kLengthMax &&
                             std::all_of(text.begin(), text.begin() + colon, is_standard) &&
                             std::all_of(text.begin() + colon + 1, text.end(), is_printable);
    if (!well_formed) {
        return fail(
            Error::Kind::malformed,
            "not an asset id (such as nep141:btc.omft.near): " + std::string{text.substr(0, 80)}
        );
    }
    return AssetId{std::string{text}};
}

}  // namespace unrip
