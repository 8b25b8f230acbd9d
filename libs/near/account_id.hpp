#pragma once

#include <string_view>

namespace unrip::near {

/// 2 to 64 letters: parts of lower-case letters and digits, joined by single `-`, `_` or `.`.
bool is_account_id(std::string_view text);

}  // namespace unrip::near
