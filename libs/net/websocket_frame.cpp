#include "net/websocket_frame.hpp"

#include <openssl/evp.h>

#include <array>

namespace unrip::net {
namespace {

constexpr std::size_t kControlPayloadMax = 125;
constexpr std::uint8_t kFinal = 0x80;
constexpr std::uint8_t kReserved = 0x70;
constexpr std::uint8_t kMasked = 0x80;
constexpr std::uint8_t kLengthIn16Bits = 126;
constexpr std::uint8_t kLengthIn64Bits = 127;
constexpr std::size_t kMaskBytes = 4;

std::uint8_t byte_at(std::span<const char> bytes, std::size_t at) {
    return static_cast<std::uint8_t>(bytes[at]);
}

bool is_control(Opcode opcode) {
    return opcode >= Opcode::close;
}

bool is_known(std::uint8_t opcode) {
    return opcode <= 2 || (opcode >= 8 && opcode <= 10);
}

std::uint64_t read_length(std::span<const char> bytes) {
    std::uint64_t length = 0;
    for (std::size_t i = 0; i < bytes.size(); ++i)
        length = (length << 8U) | byte_at(bytes, i);
    return length;
}

void append_length(std::string& out, std::uint64_t length, int bytes) {
    for (int shift = (bytes - 1) * 8; shift >= 0; shift -= 8)
        out += static_cast<char>((length >> static_cast<unsigned>(shift)) & 0xFFU);
}

void unmask(std::span<char> payload, std::span<const char> mask) {
    for (std::size_t i = 0; i < payload.size(); ++i)
        payload[i] = static_cast<char>(byte_at(payload, i) ^ byte_at(mask, i % kMaskBytes));
}

}  // namespace

Result<std::optional<ClientFrame>> read_client_frame(
    std::span<char> bytes, std::size_t payload_max
) {
    if (bytes.size() < 2) return std::optional<ClientFrame>{};
    const auto first = byte_at(bytes, 0);
    const auto second = byte_at(bytes, 1);
    const auto opcode = static_cast<std::uint8_t>(first & 0x0FU);
    if ((first & kReserved) != 0) {
        return fail(Error::Kind::malformed, "a frame with reserved bits set");
    }
    if (!is_known(opcode)) return fail(Error::Kind::malformed, "a frame of an unknown kind");
    if ((second & kMasked) == 0) return fail(Error::Kind::malformed, "a frame without a mask");

    ClientFrame frame;
    frame.opcode = static_cast<Opcode>(opcode);
    frame.is_final = (first & kFinal) != 0;
    std::uint64_t length = second & 0x7FU;
    if (is_control(frame.opcode) && (!frame.is_final || length > kControlPayloadMax)) {
        return fail(Error::Kind::malformed, "a control frame that is cut up or too long");
    }
    std::size_t at = 2;
    const std::size_t longer = length == kLengthIn16Bits ? 2 : length == kLengthIn64Bits ? 8 : 0;
    if (bytes.size() < at + longer + kMaskBytes) return std::optional<ClientFrame>{};
    if (longer > 0) length = read_length(bytes.subspan(at, longer));
    at += longer;
    if (length > payload_max) {
        const auto limit = std::to_string(payload_max);
        return fail(Error::Kind::overflow, "a message above " + limit + " bytes");
    }
    const auto size = static_cast<std::size_t>(length);
    if (bytes.size() < at + kMaskBytes + size) return std::optional<ClientFrame>{};

    const auto payload = bytes.subspan(at + kMaskBytes, size);
    unmask(payload, bytes.subspan(at, kMaskBytes));
    frame.payload = std::string_view{payload.data(), payload.size()};
    frame.bytes = at + kMaskBytes + size;
    return std::optional{frame};
}

void append_server_frame(std::string& out, Opcode opcode, std::string_view payload) {
    out += static_cast<char>(kFinal | static_cast<std::uint8_t>(opcode));
    if (payload.size() < kLengthIn16Bits) {
        out += static_cast<char>(payload.size());
    } else if (payload.size() <= 0xFFFF) {
        out += static_cast<char>(kLengthIn16Bits);
        append_length(out, payload.size(), 2);
    } else {
        out += static_cast<char>(kLengthIn64Bits);
        append_length(out, payload.size(), 8);
    }
    out += payload;
}

std::string close_payload(std::uint16_t code, std::string_view reason) {
    std::string payload;
    append_length(payload, code, 2);
    payload += reason.substr(0, kControlPayloadMax - 2);
    return payload;
}

std::string websocket_accept(std::string_view key) {
    // The constant is the protocol's own, the same for every server.
    const auto text = std::string{key} + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned size = 0;
    EVP_Digest(text.data(), text.size(), digest.data(), &size, EVP_sha1(), nullptr);
    std::array<unsigned char, 32> base64{};
    const auto length = EVP_EncodeBlock(base64.data(), digest.data(), static_cast<int>(size));
    return {base64.begin(), base64.begin() + length};
}

}  // namespace unrip::net
