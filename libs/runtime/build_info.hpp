#pragma once

#include <string_view>

namespace unrip::runtime {

/// What this binary was made from.
struct BuildInfo {
    std::string_view version;
    std::string_view commit;  ///< "unknown" when built outside a git work tree.
    std::string_view compiler;
    std::string_view type;  ///< Release, Debug; with the sanitizers in it.
};

const BuildInfo& build_info();

}  // namespace unrip::runtime
