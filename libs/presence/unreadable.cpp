#include "presence/unreadable.hpp"

#include "presence/announcer.hpp"

#include <string_view>

namespace unrip::presence {
namespace {

constexpr std::size_t kBytesKept = 4'096;

std::string hex_of(std::string_view bytes) {
    constexpr std::string_view kDigits = "0123456789abcdef";
    std::string hex;
    for (const char byte : bytes) {
        const auto value = static_cast<unsigned char>(byte);
        hex += kDigits[value / 16];
        hex += kDigits[value % 16];
    }
    return hex;
}

}  // namespace

messages::DeadLetter dead_letter_of(const bus::Incoming& incoming, const Error& error) {
    messages::DeadLetter letter;
    letter.subject = incoming.subject;
    if (!incoming.message_id.empty()) letter.message_id = incoming.message_id;
    letter.reason = messages::DeadLetterReason::malformed;
    letter.detail = error.detail;
    letter.payload_hex = hex_of(std::string_view{incoming.body}.substr(0, kBytesKept));
    letter.payload_bytes = incoming.body.size();
    return letter;
}

bus::Unreadable put_aside(Announcer& announcer) {
    return [&announcer](const bus::Incoming& incoming, const Error& error) {
        announcer.dead_letter(dead_letter_of(incoming, error));
    };
}

}  // namespace unrip::presence
