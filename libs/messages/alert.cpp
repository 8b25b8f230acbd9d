#include "messages/alert.hpp"

#include "messages/codec.hpp"

namespace unrip::messages {

void fields(auto& io, Like<AlertDetail> auto& detail) {
    io("name", detail.name);
    io("value", detail.value);
}

void fields(auto& io, Like<Alert> auto& alert) {
    io("name", alert.name);
    io("key", alert.key);
    io("severity", alert.severity);
    io("state", alert.state);
    io("since_ms", alert.since_ms);
    io("repeats", alert.repeats);
    io("summary", alert.summary);
    io("fix", alert.fix);
    io("details", alert.details);
}

template std::string encode(const Envelope<Alert>&);
template Result<Envelope<Alert>> decode(std::string_view);
template std::string encode_body(const Alert&);

}  // namespace unrip::messages
