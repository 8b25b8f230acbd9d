// The catalogue says of each variable who reads it. Here the sources are asked.

#include "runtime/catalogue.hpp"
#include "runtime/processes.hpp"

#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <string>

namespace unrip::runtime {
namespace {

namespace fs = std::filesystem;

using Names = std::set<std::string, std::less<>>;

const fs::path kSources = UNRIP_SOURCE_DIR;

std::string read(const fs::path& path) {
    std::ifstream file{path};
    EXPECT_TRUE(file.is_open()) << path;
    return {std::istreambuf_iterator<char>{file}, {}};
}

/// What stands between quotes and is a variable of ours.
Names named_in(const std::string& source) {
    Names names;
    for (const auto& variable : catalogue()) {
        const auto quoted = '"' + std::string{variable.name} + '"';
        if (source.find(quoted) != std::string::npos) names.emplace(variable.name);
    }
    return names;
}

Names named_in_file(const char* path) {
    return named_in(read(kSources / path));
}

/// A service reads its variables in settings.cpp; what every process of its kind reads, it reads
/// through the libraries.
Names read_by_service(const Process& process) {
    const auto source = read(kSources / "services" / process.name / "settings.cpp");
    auto names = named_in(source);
    names.merge(named_in_file("libs/runtime/shell_parts.cpp"));
    names.merge(named_in_file("libs/runtime/control_settings.cpp"));
    names.emplace(process.port_variable);
    if (source.find("bus_settings(") != std::string::npos) {
        names.merge(named_in_file("libs/presence/bus_settings.cpp"));
    }
    return names;
}

Names read_by_tool() {
    std::string sources;
    for (const auto& entry : fs::directory_iterator{kSources / "services/unripctl"}) {
        if (entry.path().extension() == ".cpp") sources += read(entry.path());
    }
    auto names = named_in(sources);
    for (const auto& process : processes())
        names.emplace(process.port_variable);
    return names;
}

Names given_to(std::string_view process) {
    Names names;
    for (const auto& variable : catalogue()) {
        if (variable.is_for(process)) names.emplace(variable.name);
    }
    return names;
}

TEST(VariablesRead, AreThoseThatTheCatalogueGivesToEachService) {
    for (const auto& process : processes()) {
        EXPECT_THAT(given_to(process.name), testing::ContainerEq(read_by_service(process)))
            << process.name;
    }
}

TEST(VariablesRead, AreThoseThatTheCatalogueGivesToTheProgramsThatEnd) {
    EXPECT_THAT(given_to("unripctl"), testing::ContainerEq(read_by_tool()));
    EXPECT_THAT(
        given_to("unrip-migrate"),
        testing::ContainerEq(named_in_file("services/migrate/settings.cpp"))
    );
    auto streams = named_in_file("services/streams/main.cpp");
    streams.merge(named_in_file("libs/presence/bus_settings.cpp"));
    EXPECT_THAT(given_to("unrip-streams"), testing::ContainerEq(streams));
}

}  // namespace
}  // namespace unrip::runtime
