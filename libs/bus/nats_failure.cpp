#include "bus/nats_failure.hpp"

#include <string>

namespace unrip::bus {
namespace {

Error::Kind kind_of(natsStatus status) {
    switch (status) {
        case NATS_TIMEOUT:
            return Error::Kind::timed_out;
        case NATS_NOT_PERMITTED:
        case NATS_CONNECTION_AUTH_FAILED:
        case NATS_MAX_PAYLOAD:
            return Error::Kind::refused;
        case NATS_ADDRESS_MISSING:
        case NATS_INVALID_SUBJECT:
        case NATS_INVALID_ARG:
        case NATS_SSL_ERROR:
            return Error::Kind::malformed;
        default:
            return Error::Kind::unavailable;
    }
}

}  // namespace

Failure nats_failure(natsStatus status, std::string_view what) {
    return fail(kind_of(status), std::string{what} + ": " + natsStatus_GetText(status));
}

}  // namespace unrip::bus
