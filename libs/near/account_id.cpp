#include "near/account_id.hpp"

namespace unrip::near {

bool is_account_id(std::string_view text) {
    if (text.size() < 2 || text.size() > 64) return false;

    bool after_letter = false;  // A separator may stand only between two letters or digits.
    for (const char letter : text) {
        const bool is_separator = letter == '-' || letter == '_' || letter == '.';
        const bool is_letter = (letter >= 'a' && letter <= 'z') || (letter >= '0' && letter <= '9');
        if (is_separator ? !after_letter : !is_letter) return false;
        after_letter = is_letter;
    }
    return after_letter;
}

}  // namespace unrip::near
