#include "store/table.hpp"

#include <gtest/gtest.h>

namespace unrip::store {
namespace {

TEST(InsertStatement, TakesOneArrayPerColumnAndSkipsWhatIsThere) {
    EXPECT_EQ(
        insert_statement("t", {{"id", "text"}, {"amount", "numeric"}}),
        "insert into t (id, amount) select c1::text, c2::numeric "
        "from unnest($1::text[], $2::text[]) as given(c1, c2) on conflict do nothing"
    );
}

TEST(TimestampText, IsUtcWithMicroseconds) {
    EXPECT_EQ(to_timestamp_text(from_unix_ms(1700000000123)), "2023-11-14T22:13:20.123000Z");
    EXPECT_EQ(to_timestamp_text(Instant{Nanoseconds{1'999}}), "1970-01-01T00:00:00.000001Z");
}

TEST(TimestampText, BeforeTheEpochGoesBackwards) {
    EXPECT_EQ(to_timestamp_text(from_unix_ms(-1)), "1969-12-31T23:59:59.999000Z");
}

}  // namespace
}  // namespace unrip::store
