#include "bus/frames.hpp"

#include "bus/frame_reader.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <vector>

namespace unrip::bus {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

/// Everything that a server says, in pieces of a size of our choice.
struct Read {
    std::vector<Frame> frames;
    std::string error;
};

Read read_in_pieces(std::string_view text, std::size_t piece) {
    FrameReader reader;
    Read all;
    while (!text.empty()) {
        const auto room = reader.room();
        const auto count = std::min({piece, room.size(), text.size()});
        std::copy_n(text.begin(), count, room.begin());
        reader.wrote(count);
        text.remove_prefix(count);
        while (true) {
            auto frame = reader.next();
            if (!frame) {
                all.error = frame.error().detail;
                return all;
            }
            if (!*frame) break;
            all.frames.push_back(std::move(**frame));
        }
    }
    return all;
}

constexpr std::string_view kTalk =
    "INFO {\"server_name\":\"a\"}\r\n"
    "PING\r\n"
    "MSG price.btc 7 5\r\nhello\r\n"
    "MSG ask.me 8 _INBOX_a.1.2 0\r\n\r\n"
    "HMSG a.b 9 39 42\r\nNATS/1.0\r\nNats-Msg-Id: m1\r\nOther: x\r\n\r\nok\n\r\n"
    "HMSG _INBOX_a.1.3 10 16 16\r\nNATS/1.0 503\r\n\r\n\r\n"
    "HMSG _INBOX_a.1.4 10 28 28\r\nNATS/1.0 404 No Messages\r\n\r\n\r\n"
    "-ERR 'Permissions Violation for Publish to \"x.y\"'\r\n"
    "+OK\r\n"
    "PONG\r\n";

TEST(FrameReader, ReadsWhatAServerSaysWhereverThePiecesEnd) {
    for (const std::size_t piece : {1U, 2U, 3U, 7U, 64U, 10'000U}) {
        const auto read = read_in_pieces(kTalk, piece);
        ASSERT_THAT(read.error, IsEmpty());
        ASSERT_THAT(read.frames, SizeIs(10));
        EXPECT_EQ(read.frames[1].kind, Frame::Kind::ping);
        const auto& price = read.frames[2];
        EXPECT_EQ(price.kind, Frame::Kind::message);
        EXPECT_EQ(price.subscription, 7U);
        EXPECT_EQ(price.incoming.subject, "price.btc");
        EXPECT_EQ(price.incoming.body, "hello");
        EXPECT_EQ(price.incoming.reply, "");
        const auto& question = read.frames[3].incoming;
        EXPECT_EQ(question.reply, "_INBOX_a.1.2");
        EXPECT_EQ(question.body, "");
        EXPECT_EQ(question.status, 0);
        const auto& named = read.frames[4].incoming;
        EXPECT_EQ(named.message_id, "m1");
        EXPECT_EQ(named.body, "ok\n");
        EXPECT_EQ(read.frames[5].incoming.status, 503);
        EXPECT_EQ(read.frames[5].incoming.body, "");
        EXPECT_EQ(read.frames[6].incoming.status, 404);
        EXPECT_EQ(read.frames[6].incoming.body, "No Messages");
        EXPECT_EQ(read.frames[7].kind, Frame::Kind::error);
        EXPECT_EQ(read.frames[7].text, "Permissions Violation for Publish to \"x.y\"");
        EXPECT_EQ(read.frames[9].kind, Frame::Kind::pong);
    }
}

TEST(FrameReader, GrowsWithAMessageLargerThanItsBuffer) {
    const std::string body(300'000, 'b');
    const auto text = "MSG a 1 300000\r\n" + body + "\r\nPONG\r\n";
    const auto read = read_in_pieces(text, 20'000);
    ASSERT_THAT(read.error, IsEmpty());
    ASSERT_THAT(read.frames, SizeIs(2));
    EXPECT_EQ(read.frames[0].incoming.body, body);
}

TEST(FrameReader, RefusesWhatIsNoServersWord) {
    constexpr std::array wrong{
        std::string_view{"HTTP/1.1 400 Bad Request\r\n"},
        std::string_view{"\x15\x03\x01 over TLS\r\n"},
        std::string_view{"MSG a 1\r\n"},
        std::string_view{"MSG a x 1\r\nb\r\n"},
        std::string_view{"MSG a 1 -1\r\nb\r\n"},
        std::string_view{"MSG a 1 99999999999\r\nb\r\n"},
        std::string_view{"MSG a 1 b c d e 1\r\nb\r\n"},
        std::string_view{"MSG a 1 1\r\nbcd\r\n"},
        std::string_view{"HMSG a 1 5 2\r\nbb\r\n"}};
    for (const auto text : wrong)
        EXPECT_THAT(read_in_pieces(text, 5).error, HasSubstr("not NATS")) << text;
}

TEST(Frames, WritePublishesAsTheServerWantsThem) {
    std::string out;
    Outgoing plain;
    plain.subject = "a.b";
    plain.body = "hello";
    ASSERT_TRUE(write_publish(out, plain, ""));
    ASSERT_TRUE(write_publish(out, plain, "_INBOX.1"));
    EXPECT_EQ(out, "PUB a.b 5\r\nhello\r\nPUB a.b _INBOX.1 5\r\nhello\r\n");
    out.clear();
    plain.headers.emplace_back("Nats-Msg-Id", "m1");
    ASSERT_TRUE(write_publish(out, plain, "r"));
    EXPECT_EQ(out, "HPUB a.b r 29 34\r\nNATS/1.0\r\nNats-Msg-Id: m1\r\n\r\nhello\r\n");
    out.clear();
    ASSERT_TRUE(write_subscribe(out, "a.>", 12));
    write_unsubscribe(out, 12);
    EXPECT_EQ(out, "SUB a.> 12\r\nUNSUB 12\r\n");
}

TEST(Frames, WriteNothingThatWouldBreakTheLine) {
    std::string out;
    Outgoing outgoing;
    for (const auto* subject : {"", "a b", "a\r\nPUB b 0", "a\tb"}) {
        outgoing.subject = subject;
        EXPECT_FALSE(write_publish(out, outgoing, ""));
        EXPECT_FALSE(write_subscribe(out, subject, 1));
    }
    outgoing.subject = "a";
    EXPECT_FALSE(write_publish(out, outgoing, "r\r\n"));
    outgoing.headers.emplace_back("Nats-Msg-Id", "m\r\nx: y");
    EXPECT_FALSE(write_publish(out, outgoing, ""));
    EXPECT_THAT(out, IsEmpty());
}

}  // namespace
}  // namespace unrip::bus
