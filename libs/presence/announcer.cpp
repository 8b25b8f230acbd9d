#include "presence/announcer.hpp"

#include "messages/envelope.hpp"
#include "runtime/arming.hpp"
#include "runtime/log.hpp"
#include "runtime/service.hpp"
#include "runtime/state.hpp"

#include <utility>

namespace unrip::presence {
namespace {

constexpr std::chrono::minutes kRepeatRaised{1};

template <class Body>
constexpr std::string_view kIdPrefix;
template <>
constexpr std::string_view kIdPrefix<messages::ServiceControl> = "ctl-";
template <>
constexpr std::string_view kIdPrefix<messages::Alert> = "alt-";
template <>
constexpr std::string_view kIdPrefix<messages::DeadLetter> = "ded-";

messages::ServiceControl control_of(const runtime::Service& service, messages::ControlKind kind) {
    messages::ServiceControl control;
    control.kind = kind;
    control.actor = service.name();
    return control;
}

}  // namespace

Announcer::Announcer(runtime::Service& service, bus::TrackedPublisher& publisher, Complete complete)
    : service_{service},
      publisher_{publisher},
      // An instance may come back under the same name; its start time tells its lives apart.
      life_{
          std::string{service.name()} + "-" + service.instance() + "-" +
          std::to_string(to_unix_ms(service.clock().now()))},
      complete_{std::move(complete)} {
    control(control_of(service_, messages::ControlKind::started));
    // Whoever moved the switch while the bus was waited for is on record too, after the start.
    if (const auto& earlier = service_.arming().last_change()) announce(*earlier);
    service_.arming().on_change([this](const runtime::ControlChange& change) { announce(change); });
}

void Announcer::announce(const runtime::ControlChange& change) {
    const auto kind = messages::from_text<messages::ControlKind>(change.after);
    auto message = control_of(service_, kind.value_or(messages::ControlKind::limits_changed));
    message.actor = change.who;
    if (!change.why.empty()) message.reason = change.why;
    if (change.ttl) message.ttl_seconds = static_cast<std::uint64_t>(change.ttl->count());
    message.changes.push_back({change.what, change.before, change.after});
    control(std::move(message));
}

MessageId Announcer::control(messages::ServiceControl change) {
    change.service = service_.name();
    change.instance = service_.instance();
    if (complete_) complete_(change);
    last_control_ = publish(std::move(change));
    return last_control_;
}

void Announcer::raise(const Trouble& trouble) {
    const auto now = service_.clock().tick();
    const auto known = raised_.find(trouble.key);
    if (known != raised_.end()) {
        auto& [alert, published] = known->second;
        ++alert.repeats;
        if (alert.summary == trouble.summary && now - published < kRepeatRaised) return;
        alert.summary = trouble.summary;
        alert.details = trouble.details;
        published = now;
        publish(alert);
        return;
    }

    messages::Alert alert;
    alert.name = trouble.name;
    alert.key = trouble.key;
    alert.severity = trouble.severity;
    alert.state = messages::AlertState::raised;
    alert.since_ms = to_unix_ms(service_.clock().now());
    alert.summary = trouble.summary;
    alert.fix = trouble.fix;
    alert.details = trouble.details;
    service_.log().warn("alert_raised", {{"name", trouble.name}, {"summary", trouble.summary}});
    raised_.emplace(trouble.key, Raised{alert, now});
    publish(std::move(alert));
}

void Announcer::clear(const std::string& key) {
    const auto known = raised_.find(key);
    if (known == raised_.end()) return;
    auto alert = std::move(known->second.alert);
    raised_.erase(known);
    alert.state = messages::AlertState::cleared;
    service_.log().info("alert_cleared", {{"name", alert.name}, {"summary", alert.summary}});
    publish(std::move(alert));
}

void Announcer::dead_letter(messages::DeadLetter letter) {
    publish(std::move(letter));
}

Task<void> Announcer::finish(Milliseconds limit) {
    control(control_of(service_, messages::ControlKind::stopped));
    const auto settled = co_await publisher_.settle(limit);
    if (!settled) {
        service_.log().warn("not_recorded_before_the_end", {{"why", settled.error().detail}});
    }
}

template <class Body>
MessageId Announcer::publish(Body body) {
    messages::Envelope<Body> envelope;
    const auto number = std::to_string(++said_);
    envelope.id = MessageId{std::string{kIdPrefix<Body>} + life_ + "-" + number};
    envelope.source = std::string{service_.name()} + "/" + service_.instance();
    envelope.sent_at_ms = to_unix_ms(service_.clock().now());
    envelope.body = std::move(body);

    bus::Publication publication{
        std::string{Body::kSubject}, envelope.id, messages::encode(envelope), std::nullopt};
    const auto taken = publisher_.publish(std::move(publication));
    if (!taken) {
        service_.state().remember_error(Body::kSubject, taken.error().detail);
        service_.log().error(
            "not_announced", {{"subject", Body::kSubject}, {"why", taken.error().detail}}
        );
    }
    return envelope.id;
}

}  // namespace unrip::presence
