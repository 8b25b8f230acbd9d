#pragma once

#include "core/result.hpp"

#include <compare>
#include <string>
#include <string_view>

namespace unrip {

/// A token as the Verifier names it: "nep141:btc.omft.near".
class AssetId {
  public:
    AssetId() = default;

    /// `<standard>:<rest>`; the standard in lower case, the rest up to 255 bytes of printable
    /// ASCII.
    static Result<AssetId> parse(std::string_view text);

    const std::string& text() const { return text_; }
    std::string_view standard() const { return std::string_view{text_}.substr(0, text_.find(':')); }

    /// The contract of a `nep141` id, as `ft_withdraw` wants it: "btc.omft.near".
    std::string_view rest() const { return std::string_view{text_}.substr(text_.find(':') + 1); }

    friend auto operator<=>(const AssetId&, const AssetId&) = default;

  private:
    explicit AssetId(std::string text) : text_{std::move(text)} {}

    std::string text_;
};

}  // namespace unrip

template <>
struct std::hash<unrip::AssetId> {
    std::size_t operator()(const unrip::AssetId& id) const noexcept {
        return std::hash<std::string>{}(id.text());
    }
};
