#include "store/url.hpp"

#include <gtest/gtest.h>

namespace unrip::store {
namespace {

TEST(Url, KeepsWhatWasGivenAndAddsBounds) {
    const auto url = ConnectionUrl::parse("postgresql://u:p@h:5432/d?sslmode=verify-full");
    ASSERT_TRUE(url);
    const auto text = url->for_libpq("history writer", Milliseconds{2'500});
    EXPECT_EQ(text.rfind("postgresql://u:p@h:5432/d?sslmode=verify-full&", 0), 0U);
    EXPECT_NE(text.find("&application_name=history%20writer&"), std::string::npos);
    EXPECT_NE(text.find("&connect_timeout=3&"), std::string::npos);
}

TEST(Url, NeedsNoQueryOfItsOwn) {
    const auto url = ConnectionUrl::parse("postgres://h/d");
    ASSERT_TRUE(url);
    EXPECT_EQ(
        url->for_libpq("x", Milliseconds{1}).rfind("postgres://h/d?application_name=x&", 0), 0U
    );
}

TEST(Url, HidesThePasswordAsWrittenAndAsMeant) {
    const auto url = ConnectionUrl::parse("postgresql://u:se%40cret@h/d");
    ASSERT_TRUE(url);
    EXPECT_EQ(url->scrub("no se@cret here, no se%40cret either"), "no *** here, no *** either");
}

TEST(Url, HidesPasswordsOfTheQueryToo) {
    const auto url = ConnectionUrl::parse("postgresql://u@h/d?a=b&password=hush&sslpassword=quiet");
    ASSERT_TRUE(url);
    EXPECT_EQ(url->scrub("hush, be quiet"), "***, be ***");
}

TEST(Url, WithoutAPasswordHidesNothing) {
    const auto url = ConnectionUrl::parse("postgresql://u@h/d");
    ASSERT_TRUE(url);
    EXPECT_EQ(url->scrub("u at h"), "u at h");
}

TEST(Url, IsRefusedWithoutRepeatingIt) {
    for (const std::string text : {
             "host=h user=u password=hush",  // Another form.
             "postgresql://u:hu@sh@h/d",     // Two @: where does the password end?
             "postgresql://u:hu/sh@h/d",     // libpq would take "hu" for a port.
             "postgresql://u:hu?sh@h/d",
             "postgresql://u:hu#sh@h/d",
             "postgresql://u:hu%sh@h/d",
             "postgresql://u:hush%0@h/d",
             "postgresql://u:hush%00@h/d",
             "",
         }) {
        const auto url = ConnectionUrl::parse(text);
        ASSERT_FALSE(url) << text;
        EXPECT_EQ(url.error().kind, Error::Kind::refused);
        EXPECT_EQ(url.error().detail.find("hu"), std::string::npos) << url.error().detail;
    }
}

}  // namespace
}  // namespace unrip::store
