#include "bus/nats_failure.hpp"

#include <string>
#include <string_view>

namespace unrip::bus {
namespace {

Error::Kind kind_of(natsStatus status) {
    switch (status) {
        case NATS_TIMEOUT:
            return Error::Kind::timed_out;
        case NATS_NOT_PERMITTED:
        case NATS_CONNECTION_AUTH_FAILED:
        case NATS_SECURE_CONNECTION_WANTED:
        case NATS_SECURE_CONNECTION_REQUIRED:
        case NATS_SSL_ERROR:
        case NATS_MAX_PAYLOAD:
            return Error::Kind::refused;
        case NATS_ADDRESS_MISSING:
        case NATS_INVALID_SUBJECT:
        case NATS_INVALID_ARG:
            return Error::Kind::malformed;
        default:
            return Error::Kind::unavailable;
    }
}

}  // namespace

std::string nats_words(natsStatus status) {
    natsStatus last = NATS_OK;
    const char* text = nats_GetLastError(&last);
    if (last != status || text == nullptr || *text == '\0') return natsStatus_GetText(status);
    // "(conn.c:1905): Authorization Violation": the place is the client's own business.
    const std::string_view words{text};
    const auto place_end = words.starts_with('(') ? words.find("): ") : std::string_view::npos;
    return std::string{place_end == std::string_view::npos ? words : words.substr(place_end + 3)};
}

Failure nats_failure(natsStatus status, std::string_view what) {
    return fail(kind_of(status), std::string{what} + ": " + nats_words(status));
}

}  // namespace unrip::bus
