#include "messages/alert.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <rapidcheck.h>

namespace unrip::messages {
namespace {

using namespace std::string_literals;

/// A message that holds somebody else's words.
Envelope<Alert> alert(std::string words) {
    Envelope<Alert> envelope;
    envelope.id = MessageId{"alt-1"};
    envelope.source = "s/a";
    envelope.body.summary = std::move(words);
    return envelope;
}

TEST(ForeignText, ComesBackAsItWas) {
    const auto words = "say \"no\" \\ slash / tab\t line\n nul\0 é € 𝄞"s;
    const auto read = decode<Alert>(encode(alert(words)));
    ASSERT_TRUE(read) << read.error().detail;
    EXPECT_EQ(read->body.summary, words);
}

TEST(ForeignText, ThatIsNotUtf8IsMarkedAndStopsNothing) {
    const auto read = decode<Alert>(encode(alert("bad \xff\xc3 end")));
    ASSERT_TRUE(read) << read.error().detail;
    EXPECT_EQ(read->body.summary, "bad \xEF\xBF\xBD\xEF\xBF\xBD end");
}

TEST(ForeignText, OfAnyBytesMakesOneLineOfJsonThatReadsBackTheSame) {
    const bool held = rc::check([](const std::string& words) {
        const auto text = encode(alert(words));
        RC_ASSERT(text.find('\n') == std::string::npos);
        RC_ASSERT(nlohmann::json::accept(text));
        const auto read = decode<Alert>(text);
        RC_ASSERT(read.has_value());
        RC_ASSERT(encode(*read) == text);
    });
    EXPECT_TRUE(held);
}

}  // namespace
}  // namespace unrip::messages
