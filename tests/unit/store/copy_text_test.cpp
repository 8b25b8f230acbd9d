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

}  // namespace
}  // namespace unrip::store
