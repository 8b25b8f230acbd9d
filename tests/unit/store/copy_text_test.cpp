#include "store/copy_text.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace unrip::store {
namespace {

std::string text_of(const std::vector<Cells>& rows) {
    std::vector<const Cells*> pointers;
    for (const auto& row : rows)
        pointers.push_back(&row);
    return to_copy_text(pointers);
}

TEST(CopyText, IsALineARowWithTabsBetweenCells) {
    EXPECT_EQ(text_of({}), "");
    EXPECT_EQ(text_of({{"a", "b"}}), "a\tb");
    EXPECT_EQ(text_of({{"a", {}, ""}, {{}, "", "c"}}), "a\t\\N\t\n\\N\t\tc");
}

TEST(CopyText, EscapesWhatWouldEndACellOrSayNull) {
    EXPECT_EQ(text_of({{"\\N", "\\.", "a\tb\nc\rd\\"}}), "\\\\N\t\\\\.\ta\\tb\\nc\\rd\\\\");
}

TEST(CopyText, ALineIsItsCellsAgain) {
    const Cells row{"\\N", {}, "", "a\tb\nc\rd\\", "\\t", "plain"};
    std::string line;
    append_copy_line(line, row);
    EXPECT_EQ(cells_of_copy_line(line), row);
    EXPECT_EQ(cells_of_copy_line(""), Cells{""});
}

}  // namespace
}  // namespace unrip::store
