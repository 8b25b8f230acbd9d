// Reads every file of the vector folder and hands each case to the check registered for it.
// UNRIP_VECTORS_DIR names another folder with sets of the same shape.

#include "vectors/registry.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <vector>

namespace unrip::vectors {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

struct File {
    std::string name;
    json content;
};

struct Position {
    std::size_t file = 0;
    std::size_t index = 0;
};

fs::path folder() {
    const char* given = std::getenv("UNRIP_VECTORS_DIR");
    return given != nullptr ? fs::path{given} : fs::path{UNRIP_SOURCE_DIR} / "tests/vectors/data";
}

json read(const fs::path& path) {
    std::ifstream stream{path};
    return json::parse(stream, nullptr, false);  // A broken file is found by HasCasesInEveryFile.
}

std::vector<File> read_folder() {
    std::vector<File> files;
    std::error_code missing;
    for (const auto& entry : fs::directory_iterator{folder(), missing}) {
        files.push_back({entry.path().stem().string(), read(entry.path())});
    }
    std::sort(files.begin(), files.end(), [](const File& left, const File& right) {
        return left.name < right.name;
    });
    return files;
}

const std::vector<File>& files() {
    static const auto all = read_folder();
    return all;
}

std::vector<Position> every_case() {
    std::vector<Position> all;
    for (std::size_t file = 0; file < files().size(); ++file) {
        const auto& content = files()[file].content;
        if (!content.is_object() || !content.contains("cases")) continue;
        for (std::size_t index = 0; index < content["cases"].size(); ++index) {
            all.push_back({file, index});
        }
    }
    return all;
}

std::string name_of(const testing::TestParamInfo<Position>& info) {
    const auto& file = files()[info.param.file];
    std::string name =
        file.name + "_" + std::to_string(info.param.index) + "_" +
        file.content["cases"][info.param.index].value("kind", std::string{"without_kind"});
    std::replace_if(
        name.begin(),
        name.end(),
        [](unsigned char letter) { return std::isalnum(letter) == 0; },
        '_'
    );
    return name;
}

class Vectors : public testing::TestWithParam<Position> {};

TEST_P(Vectors, Agree) {
    const auto& file = files()[GetParam().file];
    const auto& data = file.content["cases"][GetParam().index];
    const Case given{file.name, data.value("id", std::string{"without id"}), data.at("kind"), data};
    SCOPED_TRACE(given.id + ": " + data.dump().substr(0, 2000));

    const auto check_case = find_check(given.file, given.kind);
    ASSERT_NE(check_case, nullptr)
        << "nobody knows the kind " << given.kind << " of " << given.file;
    check_case(given);
}

INSTANTIATE_TEST_SUITE_P(Every, Vectors, testing::ValuesIn(every_case()), name_of);
GTEST_ALLOW_UNINSTANTIATED_PARAMETERIZED_TEST(Vectors);

TEST(VectorFolder, HasCasesInEveryFile) {
    ASSERT_FALSE(files().empty()) << "no files in " << folder();
    for (const auto& file : files()) {
        EXPECT_TRUE(file.content.is_object() && file.content.contains("cases")) << file.name;
        EXPECT_FALSE(file.content.value("cases", json::array()).empty()) << file.name;
    }
}

}  // namespace
}  // namespace unrip::vectors
