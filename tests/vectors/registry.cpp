#include "vectors/registry.hpp"

#include "core/check.hpp"

#include <map>
#include <utility>

namespace unrip::vectors {
namespace {

using Kind = std::pair<std::string, std::string>;

std::map<Kind, CheckCase>& checks() {
    static std::map<Kind, CheckCase> all;  // Made on first use: registering runs before main.
    return all;
}

}  // namespace

bool register_kind(std::string_view file, std::string_view kind, CheckCase check_case) {
    const bool is_first = checks().emplace(Kind{file, kind}, check_case).second;
    check(is_first, "a kind of vector case has two owners");
    return true;
}

CheckCase find_check(std::string_view file, std::string_view kind) {
    const auto found = checks().find(Kind{file, kind});
    return found == checks().end() ? nullptr : found->second;
}

}  // namespace unrip::vectors
