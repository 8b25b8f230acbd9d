#pragma once

#include "runtime/env.hpp"

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

namespace unrip::test {

/// How a process reads its environment, and one that it takes.
struct ReadsSettings {
    std::string process;
    runtime::Env::Values valid;
    std::function<void(runtime::Env&)> read;  ///< Throws CannotStart.
};

/// All of them, with what every process reads besides. `directory` is for the files they name.
std::vector<ReadsSettings> settings_of_all(const std::filesystem::path& directory);

}  // namespace unrip::test
