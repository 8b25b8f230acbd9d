#include "fuzz/input.hpp"
#include "net/websocket_frame.hpp"

#include <string>

namespace {

using namespace unrip;

constexpr std::size_t kPayloadMax = 1'000;

/// What a server would read of it, frame by frame; the bytes are unmasked where they lie.
void read_all(std::string bytes) {
    std::span<char> left{bytes};
    while (true) {
        const auto frame = net::read_client_frame(left, kPayloadMax);
        if (!frame) return fuzz::must(!frame.error().detail.empty(), "a refusal has words");
        if (!*frame) return;
        const auto& read = **frame;
        fuzz::must(read.bytes >= 6 && read.bytes <= left.size(), "a frame lies within its bytes");
        fuzz::must(read.payload.size() <= kPayloadMax, "a payload keeps to the limit");
        fuzz::must(
            read.payload.data() + read.payload.size() == left.data() + read.bytes,
            "a payload ends its frame"
        );
        const bool is_control = read.opcode >= net::Opcode::close;
        fuzz::must(!is_control || (read.is_final && read.payload.size() <= 125), "control frames");
        std::string answer;
        net::append_server_frame(answer, read.opcode, read.payload);
        fuzz::must(answer.ends_with(read.payload), "an answer carries what it was given");
        left = left.subspan(read.bytes);
    }
}

/// A frame that is not all there yet is waited for: its beginning never reads as another one.
void read_in_pieces(const std::string& bytes) {
    auto whole = bytes;
    const auto all = net::read_client_frame(whole, kPayloadMax);
    if (!all || !*all) return;
    for (std::size_t size = 0; size < (*all)->bytes; ++size) {
        auto part = bytes.substr(0, size);
        const auto read = net::read_client_frame(part, kPayloadMax);
        fuzz::must(read && !*read, "a part of a frame is waited for");
        if (size > 64) size += 50;
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string bytes{fuzz::as_text(data, size)};
    read_all(bytes);
    read_in_pieces(bytes);
    return 0;
}
