#pragma once

#include "core/time.hpp"

#include <cstdint>
#include <string>
#include <string_view>

// Numbers and times as a tired person reads them. All of it works on decimal text: what is money
// never becomes a floating-point number, not even to be shown.

namespace unrip::unripctl {

/// "60012.4" with two places is "60 012.40". What does not fit is rounded, a half away from zero.
/// Without a number ("", "null"): "-".
std::string figure(std::string_view decimal, unsigned places);

/// The same with its sign, also when it is above zero: "+41.18".
std::string signed_figure(std::string_view decimal, unsigned places);

/// "3411" is "3 411".
std::string count_text(std::int64_t count);

/// An amount with its token: two places for EURe, eight in groups of three for the others:
/// "250.00 EURe", "0.004 160 81 BTC".
std::string amount_text(std::string_view decimal, std::string_view symbol);
std::string signed_amount_text(std::string_view decimal, std::string_view symbol);

/// Base units with the decimal point where it belongs: "10000" at 8 is "0.0001".
std::string from_units(std::string_view units, unsigned decimals);

/// Millionths as basis points: 7500 is "75.0 bps".
std::string bps_text(std::int64_t ppm);

/// "0.4 s", "14 s", "7 h 12 m".
std::string age_text(Nanoseconds age);

/// "14:02:29.114" out of "2026-11-20T14:02:29.114158Z" or "2026-11-20 14:02:29.114158+00".
std::string clock_text(std::string_view timestamp, unsigned places);

/// "7f3a…c1" for what is long.
std::string short_id(std::string_view id);

/// Letters, not bytes, as a terminal counts them.
std::size_t width_of(std::string_view text);

/// Filled with spaces on the right to so many letters; never cut.
std::string padded(std::string_view text, std::size_t width);

/// Cut to so many letters, with an ellipsis where something is missing.
std::string cut(std::string_view text, std::size_t width);

}  // namespace unrip::unripctl
