// docs/CONFIGURATION.md says what the catalogue says. After a change of the catalogue:
// UNRIP_WRITE_CONFIGURATION=1 build/debug/tests/runtime_test --gtest_filter='ConfigurationPage.*'

#include "runtime/catalogue.hpp"
#include "runtime/processes.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <string>

namespace unrip::runtime {
namespace {

constexpr auto kPage = UNRIP_SOURCE_DIR "/docs/CONFIGURATION.md";
constexpr std::string_view kBegin = "<!-- begin: the catalogue -->\n";
constexpr std::string_view kEnd = "<!-- end: the catalogue -->\n";

std::string read_page() {
    std::ifstream file{kPage};
    return {std::istreambuf_iterator<char>{file}, {}};
}

std::string table() {
    std::string text = "| variable | default | read by | what it is |\n|---|---|---|---|\n";
    for (const auto& one : catalogue()) {
        text += "| `" + std::string{one.name} + "`";
        if (one.secret) text += ", `" + std::string{one.name} + "_FILE`";
        text += " | ";
        if (one.required) text += "required";
        if (!one.default_text.empty()) text += "`" + std::string{one.default_text} + "`";
        text += " | " + std::string{one.processes} + " | ";
        if (one.secret) text += "Secret. ";
        text += std::string{one.about} + " |\n";
    }
    return text;
}

TEST(ConfigurationPage, SaysWhatTheCatalogueSays) {
    auto page = read_page();
    const auto begin = page.find(kBegin);
    const auto end = page.find(kEnd);
    ASSERT_NE(begin, std::string::npos);
    ASSERT_NE(end, std::string::npos);
    const auto from = begin + kBegin.size();
    if (std::getenv("UNRIP_WRITE_CONFIGURATION") != nullptr) {
        page.replace(from, end - from, table());
        std::ofstream{kPage} << page;
        return;
    }
    EXPECT_EQ(page.substr(from, end - from), table());
}

}  // namespace
}  // namespace unrip::runtime
