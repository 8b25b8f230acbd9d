#pragma once

#include "rubbish/dice.hpp"

#include <nlohmann/json.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace unrip::test {

/// Makes rubbish out of a valid JSON text: what is near to right finds more than noise does. Values
/// of another type or beyond all bounds, fields that are missing, doubled, renamed or unknown, deep
/// nesting, bytes that are no UTF-8, NaN, and texts that are cut or broken.
class Spoiler {
  public:
    explicit Spoiler(std::string_view valid);

    std::string spoilt(Dice& dice) const;

  private:
    using Json = nlohmann::ordered_json;
    using Place = Json::json_pointer;

    std::string with_odd_value(Dice& dice) const;
    std::string with_field_gone(Dice& dice) const;
    std::string with_field_renamed(Dice& dice) const;
    std::string with_field_added(Dice& dice) const;
    std::string with_places_exchanged(Dice& dice) const;

    std::string valid_;
    Json tree_;
    std::vector<Place> places_;  ///< All but the root.
};

/// A JSON token that stands where another was meant, or what is none at all.
std::string odd_token(Dice& dice);

/// Breaks a text without regard to what it means.
std::string broken(std::string text, Dice& dice);

/// Bytes of any kind, at most so many.
std::string noise(Dice& dice, std::size_t most);

/// A value for a setting, a header or a path: mostly printable, without NUL and line ends.
std::string odd_word(Dice& dice);

/// For messages: printable, and not too long.
std::string shown(std::string_view bytes);

}  // namespace unrip::test
