#pragma once

#include <cstddef>
#include <string_view>

namespace unrip {

/// Whether a JSON text has more levels of [ and { than that. Whoever copies or writes a parsed
/// document goes down level by level on the stack: a text of nothing but brackets would end the
/// process. Of what is no JSON the answer may be either.
bool is_nested_deeper(std::string_view json, std::size_t levels);

}  // namespace unrip
