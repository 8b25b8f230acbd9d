#pragma once

#include <nlohmann/json_fwd.hpp>

#include <string>
#include <string_view>

namespace unrip::vectors {

/// One case of a vector file. The runner fails the test when a check of GoogleTest fails in it or
/// an exception leaves it (a missing key, for instance).
struct Case {
    std::string file;  ///< without ".json": "base58"
    std::string id;
    std::string kind;
    const nlohmann::json& data;  ///< the whole object, `kind` and `id` included
};

using CheckCase = void (*)(const Case& given);

/// Says who checks the cases of one kind in one file. Called while the program starts, from the
/// file that holds the checks; a second owner of the same kind stops the program.
///
///     const bool kKnown = register_kind("base58", "roundtrip", check_roundtrip);
///
/// Always true, so that calls can be joined by `&&`.
bool register_kind(std::string_view file, std::string_view kind, CheckCase check);

/// Nobody, when the kind is unknown: then the case fails.
CheckCase find_check(std::string_view file, std::string_view kind);

}  // namespace unrip::vectors
