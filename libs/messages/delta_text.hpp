#pragma once

#include "core/int128.hpp"

#include <string>
#include <string_view>

namespace unrip::messages {

/// A delta as it is signed: its characters are part of the signed bytes, so they are kept and never
/// written anew from the number.
class DeltaText {
  public:
    DeltaText() = default;

    /// Digits with at most one leading minus, within 128 bits.
    static Result<DeltaText> parse(std::string_view text);

    /// "10000" or "-10000".
    static DeltaText of(i128 value) { return {unrip::to_text(value), value}; }

    const std::string& text() const { return text_; }
    i128 value() const { return value_; }

    friend bool operator==(const DeltaText&, const DeltaText&) = default;

  private:
    DeltaText(std::string text, i128 value) : text_{std::move(text)}, value_{value} {}

    std::string text_ = "0";
    i128 value_ = 0;
};

}  // namespace unrip::messages
