#include "messages/service_control.hpp"

#include "messages/codec.hpp"

namespace unrip::messages {

void fields(auto& io, Like<ControlChange> auto& change) {
    io("name", change.name);
    io("before", change.before);
    io("after", change.after);
}

void fields(auto& io, Like<ServiceControl> auto& control) {
    io("service", control.service);
    io("instance", control.instance);
    io("kind", control.kind);
    io("actor", control.actor);
    io("reason", control.reason);
    io("ttl_seconds", control.ttl_seconds);
    io("changes", control.changes);
    io("limits", control.limits);
    io("policy_hash", control.policy_hash);
    io("limits_hash", control.limits_hash);
    io("epoch", control.epoch);
    io("engine_seq", control.engine_seq);
}

template std::string encode(const Envelope<ServiceControl>&);
template Result<Envelope<ServiceControl>> decode(std::string_view);
template std::string encode_body(const ServiceControl&);

}  // namespace unrip::messages
