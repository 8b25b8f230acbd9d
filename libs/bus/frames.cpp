#include "bus/frames.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace unrip::bus {
namespace {

constexpr std::string_view kEnd = "\r\n";
constexpr std::string_view kHeaderStart = "NATS/1.0\r\n";
constexpr std::string_view kColon = ": ";

bool is_subject(std::string_view subject) {
    constexpr auto breaks = [](char c) { return static_cast<unsigned char>(c) <= ' '; };
    return !subject.empty() && std::none_of(subject.begin(), subject.end(), breaks);
}

bool is_one_line(std::string_view text) {
    return text.find_first_of("\r\n") == std::string_view::npos;
}

void append(std::string& out, std::uint64_t number) {
    std::array<char, 20> digits{};
    const auto written = std::to_chars(digits.data(), digits.data() + digits.size(), number);
    out.append(digits.data(), written.ptr);
}

Failure bad_subject(std::string_view subject) {
    return fail(Error::Kind::malformed, "not a subject: \"" + std::string{subject} + "\"");
}

/// What all headers take, with the line before and the line after them; 0: there are none.
std::size_t size_of_headers(const Outgoing& outgoing) {
    if (outgoing.headers.empty()) return 0;
    auto size = kHeaderStart.size() + kEnd.size();
    for (const auto& [key, value] : outgoing.headers)
        size += key.size() + kColon.size() + value.size() + kEnd.size();
    return size;
}

}  // namespace

Result<void> write_publish(std::string& out, const Outgoing& outgoing, std::string_view reply_to) {
    if (!is_subject(outgoing.subject)) return bad_subject(outgoing.subject);
    if (!reply_to.empty() && !is_subject(reply_to)) return bad_subject(reply_to);
    for (const auto& [key, value] : outgoing.headers) {
        if (!is_one_line(key) || !is_one_line(value)) {
            return fail(Error::Kind::malformed, outgoing.subject + ": a header of several lines");
        }
    }
    const auto header_size = size_of_headers(outgoing);
    out += header_size == 0 ? "PUB " : "HPUB ";
    out += outgoing.subject;
    out += ' ';
    if (!reply_to.empty()) {
        out += reply_to;
        out += ' ';
    }
    if (header_size > 0) {
        append(out, header_size);
        out += ' ';
    }
    append(out, header_size + outgoing.body.size());
    out += kEnd;
    if (header_size > 0) {
        out += kHeaderStart;
        for (const auto& [key, value] : outgoing.headers) {
            out += key;
            out += kColon;
            out += value;
            out += kEnd;
        }
        out += kEnd;
    }
    out += outgoing.body;
    out += kEnd;
    return {};
}

Result<void> write_subscribe(std::string& out, std::string_view subject, std::uint64_t number) {
    if (!is_subject(subject)) return bad_subject(subject);
    out += "SUB ";
    out += subject;
    out += ' ';
    append(out, number);
    out += kEnd;
    return {};
}

void write_unsubscribe(std::string& out, std::uint64_t number) {
    out += "UNSUB ";
    append(out, number);
    out += kEnd;
}

}  // namespace unrip::bus
