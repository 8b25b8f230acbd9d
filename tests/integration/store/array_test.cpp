#include "store/array.hpp"

#include "store_fixture.hpp"

#include <rapidcheck.h>

namespace unrip::store {
namespace {

/// Any character but 0 and the surrogates, as UTF-8.
rc::Gen<std::string> any_text() {
    const auto character = rc::gen::map(rc::gen::inRange(1, 0x110000), [](int code) {
        const auto byte = [](int bits) { return static_cast<char>(bits); };
        std::string text;
        if (code < 0x80) return text += byte(code);
        if (code < 0x800) return text.append({byte(0xC0 | code >> 6), byte(0x80 | (code & 63))});
        if (code >= 0xD800 && code <= 0xDFFF) return text += '\\';
        if (code < 0x10000) {
            return text.append(
                {byte(0xE0 | code >> 12), byte(0x80 | (code >> 6 & 63)), byte(0x80 | (code & 63))}
            );
        }
        return text.append(
            {byte(0xF0 | code >> 18),
             byte(0x80 | (code >> 12 & 63)),
             byte(0x80 | (code >> 6 & 63)),
             byte(0x80 | (code & 63))}
        );
    });
    const auto awkward = rc::gen::element<std::string>(
        "\"", "\\", "{", "}", ",", "NULL", "null", " ", "\n", "\t", "'", "$1", "\\x00", "\x01"
    );
    return rc::gen::map(
        rc::gen::container<std::vector<std::string>>(rc::gen::oneOf(character, awkward)),
        [](const std::vector<std::string>& parts) {
            std::string text;
            for (const auto& part : parts)
                text += part;
            return text;
        }
    );
}

class ArrayTest : public StoreTest {};

TEST_F(ArrayTest, PostgresReadsWhatWasWritten) {
    Database database{loop_.get_executor(), settings()};
    const bool holds = rc::check("arrays come back from PostgreSQL as they went in", [&] {
        std::vector<Cell> cells;
        const auto texts = *rc::gen::container<std::vector<std::string>>(any_text());
        for (const auto& text : texts) {
            const bool null = *rc::gen::weightedElement<bool>({{9, false}, {1, true}});
            cells.push_back(null ? Cell{} : Cell{text});
        }
        std::vector<const Cell*> pointers;
        for (const auto& cell : cells)
            pointers.push_back(&cell);
        const auto array = to_array(pointers);
        RC_ASSERT(array.has_value());
        const auto rows = run(database.query("select t from unnest($1::text[]) as u(t)", {*array}));
        RC_ASSERT(rows.has_value());
        RC_ASSERT(rows->cells.size() == cells.size());
        for (std::size_t i = 0; i < cells.size(); ++i)
            RC_ASSERT(rows->cells[i].at(0) == cells[i]);
    });
    EXPECT_TRUE(holds);
}

TEST_F(ArrayTest, PostgresReadsEveryByteOfABytea) {
    std::string bytes;
    for (int byte = 0; byte < 256; ++byte)
        bytes += static_cast<char>(byte);
    const Cell cell = to_bytea(bytes);
    const auto array = to_array({&cell});
    ASSERT_TRUE(array);
    Database database{loop_.get_executor(), settings()};
    const auto rows = run(database.query(
        "select b::bytea = decode($2, 'hex') from unnest($1::text[]) as u(b)",
        {*array, cell->substr(2)}
    ));
    ASSERT_TRUE(rows) << outcome(rows);
    EXPECT_EQ(rows->cells.at(0).at(0), "t");
}

}  // namespace
}  // namespace unrip::store
