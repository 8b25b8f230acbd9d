#include "policy/sections.hpp"

#include <algorithm>
#include <array>
#include <cctype>

namespace unrip::policy {
namespace {

constexpr std::array<std::string_view, 5> kMarkets = {
    "kraken", "coinbase", "bitstamp", "binance", "pyth"};

std::string lower(std::string text) {
    std::transform(text.begin(), text.end(), text.begin(), [](unsigned char letter) {
        return letter == '/' ? '-' : static_cast<char>(std::tolower(letter));
    });
    return text;
}

}  // namespace

std::string_view to_text(Market market) {
    return kMarkets.at(static_cast<std::size_t>(market));
}

std::optional<Market> market_from(std::string_view text) {
    const auto found = std::find(kMarkets.begin(), kMarkets.end(), text);
    if (found == kMarkets.end()) return std::nullopt;
    return static_cast<Market>(found - kMarkets.begin());
}

std::string ReferenceSource::route() const {
    return symbols.size() == 2 ? lower(symbols[0]) + "/" + lower(symbols[1]) : std::string{};
}

}  // namespace unrip::policy
