#include "bus/frame_reader.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstring>
#include <utility>

namespace unrip::bus {
namespace {

constexpr std::string_view kEnd = "\r\n";
constexpr std::size_t kBuffer = std::size_t{32} << 10U;
constexpr std::size_t kLineMax = std::size_t{1} << 20U;
constexpr std::size_t kPayloadMax = std::size_t{64} << 20U;  // What a server may be set to.

Failure unreadable(std::string_view line) {
    constexpr std::size_t shown = 80;
    auto text = std::string{line.substr(0, shown)};
    for (auto& c : text)
        if (static_cast<unsigned char>(c) < ' ' || static_cast<unsigned char>(c) > '~') c = '?';
    return fail(
        Error::Kind::malformed,
        "the server's words are not NATS in plain text (does it want TLS?): \"" + text + "\""
    );
}

/// At most five words; one more than fit means that it is no line of ours.
struct Words {
    std::array<std::string_view, 6> word;
    std::size_t count = 0;
};

Words words_of(std::string_view line) {
    Words words;
    while (words.count < words.word.size()) {
        const auto first = line.find_first_not_of(" \t");
        if (first == std::string_view::npos) break;
        line.remove_prefix(first);
        const auto last = std::min(line.find_first_of(" \t"), line.size());
        words.word.at(words.count++) = line.substr(0, last);
        line.remove_prefix(last);
    }
    return words;
}

template <class Number>
bool read(std::string_view word, Number& number) {
    const auto* end = word.data() + word.size();
    const auto read = std::from_chars(word.data(), end, number);
    return read.ec == std::errc{} && read.ptr == end;
}

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && text.front() == ' ')
        text.remove_prefix(1);
    while (!text.empty() && text.back() == ' ')
        text.remove_suffix(1);
    return text;
}

/// "NATS/1.0 404 No Messages": only the server writes a status, and only without a body.
void read_status(std::string_view line, Incoming& incoming) {
    const auto space = line.find(' ');
    if (space == std::string_view::npos) return;
    line = trimmed(line.substr(space));
    const auto code_end = std::min(line.find(' '), line.size());
    if (!read(line.substr(0, code_end), incoming.status)) incoming.status = 0;
    if (incoming.status != 0) incoming.body = trimmed(line.substr(code_end));
}

/// Of all headers only the message's id matters to us.
void read_headers(std::string_view block, Incoming& incoming) {
    constexpr std::string_view id_key = "Nats-Msg-Id:";
    const auto first_end = block.find(kEnd);
    if (first_end == std::string_view::npos) return;
    if (incoming.body.empty()) read_status(block.substr(0, first_end), incoming);
    auto rest = block.substr(first_end + kEnd.size());
    while (!rest.empty()) {
        const auto end = std::min(rest.find(kEnd), rest.size());
        const auto line = rest.substr(0, end);
        if (line.starts_with(id_key)) incoming.message_id = trimmed(line.substr(id_key.size()));
        rest.remove_prefix(std::min(end + kEnd.size(), rest.size()));
    }
}

}  // namespace

FrameReader::FrameReader() : buffer_(kBuffer) {}

std::span<char> FrameReader::room() {
    if (begin_ == end_) begin_ = end_ = 0;
    const auto needed = std::max(wanted_, end_ - begin_ + 1);
    if (begin_ > 0 && (end_ == buffer_.size() || begin_ + needed > buffer_.size())) {
        std::memmove(buffer_.data(), buffer_.data() + begin_, end_ - begin_);
        end_ -= std::exchange(begin_, 0);
    }
    if (needed > buffer_.size()) buffer_.resize(std::max(needed, 2 * buffer_.size()));
    return std::span{buffer_}.subspan(end_);
}

Result<std::optional<Frame>> FrameReader::next() {
    const auto text = unread();
    if (text.size() < wanted_) return std::optional<Frame>{};
    const auto line_end = text.find(kEnd);
    if (line_end == std::string_view::npos) {
        if (text.size() > kLineMax) return unreadable(text);
        return std::optional<Frame>{};
    }
    const auto line = text.substr(0, line_end);
    if (line.starts_with("MSG ")) return message(line, false);
    if (line.starts_with("HMSG ")) return message(line, true);
    Frame frame;
    if (line == "PING") {
        frame.kind = Frame::Kind::ping;
    } else if (line == "PONG") {
        frame.kind = Frame::Kind::pong;
    } else if (line.starts_with("-ERR")) {
        frame.kind = Frame::Kind::error;
        frame.text = trimmed(line.substr(4));
        std::erase(frame.text, '\'');
    } else if (line != "+OK" && !line.starts_with("INFO ")) {
        return unreadable(line);
    }
    begin_ += line_end + kEnd.size();
    return std::optional{std::move(frame)};
}

/// MSG <subject> <number> [reply] <size>, HMSG <subject> <number> [reply] <header size> <size>.
Result<std::optional<Frame>> FrameReader::message(std::string_view line, bool has_headers) {
    const auto words = words_of(line);
    const std::size_t least = has_headers ? 5 : 4;
    if (words.count != least && words.count != least + 1) return unreadable(line);
    const bool has_reply = words.count == least + 1;
    std::size_t size = 0;
    std::size_t header_size = 0;
    Frame frame;
    bool is_good = read(words.word.at(2), frame.subscription);
    is_good = is_good && read(words.word.at(words.count - 1), size) && size <= kPayloadMax;
    if (has_headers) is_good = is_good && read(words.word.at(words.count - 2), header_size);
    if (!is_good || header_size > size) return unreadable(line);
    const auto start = line.size() + kEnd.size();
    wanted_ = start + size + kEnd.size();
    if (end_ - begin_ < wanted_) return std::optional<Frame>{};
    if (unread().substr(start + size, kEnd.size()) != kEnd) return unreadable(line);
    const auto payload = unread().substr(start, size);
    frame.kind = Frame::Kind::message;
    frame.incoming.subject = words.word.at(1);
    if (has_reply) frame.incoming.reply = words.word.at(3);
    frame.incoming.body = payload.substr(header_size);
    if (header_size > 0) read_headers(payload.substr(0, header_size), frame.incoming);
    begin_ += std::exchange(wanted_, 0);
    return std::optional{std::move(frame)};
}

}  // namespace unrip::bus
