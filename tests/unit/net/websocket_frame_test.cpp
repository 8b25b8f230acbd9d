#include "net/websocket_frame.hpp"

#include <gtest/gtest.h>

#include <string>

namespace unrip::net {
namespace {

/// As clients write them; the mask is "mask".
std::string masked(int first, std::string payload, int length_bits = 0) {
    std::string frame{static_cast<char>(first)};
    const auto size = payload.size();
    if (length_bits == 0) {
        frame += static_cast<char>(0x80U | size);
    } else {
        frame += static_cast<char>(length_bits == 16 ? 0xFE : 0xFF);
        for (int shift = length_bits - 8; shift >= 0; shift -= 8)
            frame += static_cast<char>((size >> static_cast<unsigned>(shift)) & 0xFFU);
    }
    const std::string mask = "mask";
    for (std::size_t i = 0; i < size; ++i)
        payload[i] = static_cast<char>(payload[i] ^ mask[i % 4]);
    return frame + mask + payload;
}

Result<std::optional<ClientFrame>> read(std::string& bytes, std::size_t max = 1000) {
    return read_client_frame({bytes.data(), bytes.size()}, max);
}

TEST(WebSocketFrame, IsReadAndUnmaskedWhateverItsLengthIsWrittenIn) {
    for (const int bits : {0, 16, 64}) {
        auto bytes = masked(0x81, "hello", bits) + "next";
        const auto frame = read(bytes);
        ASSERT_TRUE(frame && *frame) << bits;
        EXPECT_EQ((*frame)->payload, "hello");
        EXPECT_EQ((*frame)->opcode, Opcode::text);
        EXPECT_TRUE((*frame)->is_final);
        EXPECT_EQ((*frame)->bytes, bytes.size() - 4);
    }
}

TEST(WebSocketFrame, IsAwaitedWhenAnyPartOfItIsMissing) {
    const auto whole = masked(0x01, std::string(300, 'x'), 16);
    for (std::size_t size = 0; size < whole.size(); ++size) {
        auto part = whole.substr(0, size);
        const auto frame = read(part);
        ASSERT_TRUE(frame) << size;
        EXPECT_FALSE(frame->has_value()) << size;
    }
}

TEST(WebSocketFrame, IsRefusedWhenNoClientMaySendIt) {
    std::string unmasked{"\x81\x02hi", 4};
    auto reserved = masked(0xC1, "hi");
    auto unknown = masked(0x83, "hi");
    auto cut_control = masked(0x09, "hi");
    auto long_control = masked(0x89, std::string(126, 'x'), 16);
    for (auto* bytes : {&unmasked, &reserved, &unknown, &cut_control, &long_control}) {
        const auto frame = read(*bytes);
        ASSERT_FALSE(frame);
        EXPECT_EQ(frame.error().kind, Error::Kind::malformed);
    }
}

TEST(WebSocketFrame, IsRefusedByItsLengthBeforeItHasCome) {
    auto head = masked(0x81, std::string(1001, 'x'), 16).substr(0, 8);
    EXPECT_EQ(read(head).error().kind, Error::Kind::overflow);
    std::string endless{"\x81\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFFmask", 14};
    EXPECT_EQ(read(endless).error().kind, Error::Kind::overflow);
}

TEST(WebSocketFrame, IsWrittenWithTheShortestLength) {
    for (const auto& [size, header] :
         {std::pair<std::size_t, std::size_t>{125, 2}, {126, 4}, {65535, 4}, {65536, 10}}) {
        std::string out;
        append_server_frame(out, Opcode::text, std::string(size, 'x'));
        EXPECT_EQ(out.size(), size + header);
        EXPECT_EQ(out[0], '\x81');
        EXPECT_EQ(out[header], 'x');
    }
}

TEST(WebSocketFrame, CloseCarriesItsCodeAndAReasonThatFits) {
    EXPECT_EQ(
        close_payload(1000, "bye"),
        std::string("\x03\xE8"
                    "bye")
    );
    EXPECT_EQ(close_payload(1002, std::string(500, 'x')).size(), 125U);
}

TEST(WebSocketFrame, TheHandshakeIsAnsweredAsInTheStandardsExample) {
    EXPECT_EQ(websocket_accept("dGhlIHNhbXBsZSBub25jZQ=="), "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
}

}  // namespace
}  // namespace unrip::net
