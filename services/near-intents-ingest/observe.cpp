#include "observe.hpp"

#include "core/time.hpp"
#include "runtime/service.hpp"
#include "runtime/state.hpp"
#include "venue/relay/relay_client.hpp"

#include <nlohmann/json.hpp>

namespace unrip::near_intents_ingest {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::chrono::seconds kAwayIsUnhealthyAfter{30};
constexpr std::chrono::seconds kSilentIsDegradedAfter{30};
constexpr std::chrono::seconds kComplainEvery{10};

Json instant_or_null(const std::optional<Instant>& instant) {
    return instant ? Json(to_unix_ms(*instant)) : Json(nullptr);
}

Json counts(const venue::RelayStats& stats) {
    Json problems = Json::object();
    for (std::size_t index = 0; index < stats.problems.size(); ++index) {
        if (stats.problems.at(index) == 0) continue;
        problems[std::string{to_text(static_cast<venue::FrameProblem>(index))}] =
            stats.problems.at(index);
    }
    return {
        {"quotes", stats.quotes},
        {"statuses", stats.statuses},
        {"subscribe_refusals", stats.subscribe_refusals},
        {"frames_ignored", std::move(problems)}};
}

std::vector<std::string> frame_problems() {
    std::vector<std::string> problems;
    for (std::size_t index = 0; index < venue::kFrameProblems; ++index)
        problems.emplace_back(to_text(static_cast<venue::FrameProblem>(index)));
    return problems;
}

}  // namespace

Observe::Observe(runtime::Service& service, const venue::RelayClient& relay, bool has_api_key)
    : service_{service},
      relay_{relay},
      has_api_key_{has_api_key},
      complaints_{service.clock(), kComplainEvery},
      quotes_heard_{service.metrics().counter("relay_quotes_total", "Requests heard.")},
      statuses_heard_{service.metrics().counter("relay_statuses_total", "Settlements heard of.")},
      sifted_{service.metrics().counters(
          "relay_quotes_sifted_total",
          "Requests that go no further, by the reason.",
          {"reason",
           {std::string{to_text(Sifted::unknown_asset)},
            std::string{to_text(Sifted::unsupported_pair)},
            std::string{to_text(Sifted::leading_zeros)}}}
      )},
      ignored_{service.metrics().counters(
          "relay_frames_ignored_total",
          "Frames that could not be used, malformed requests among them.",
          {"reason", frame_problems()}
      )},
      published_{service.metrics().counters(
          "relay_published_total",
          "What became of what was heard.",
          {"outcome", {"demand", "demand_lost", "status", "status_lost", "status_put_off"}}
      )},
      socket_to_bus_{service.metrics().latency(
          "ingest_socket_to_bus_seconds", "From the frame in hand to the bytes handed to NATS."
      )},
      answers_{service.metrics().counters(
          "relay_answers_total",
          "What became of the executor's answers.",
          {"outcome",
           {"accepted",
            "unknown",
            "too_late",
            "send_by_passed",
            "connection_gone",
            "ingest_absent",
            "relay_error",
            "repeated",
            "unreadable"}}
      )},
      verdict_after_{service.metrics().latency(
          "relay_verdict_seconds", "From the answer on the socket to the relay's verdict."
      )} {
    service_.health().watch("relay", [this] { return look(); });
    service_.state().show_detail([this] { return detail(); });
    service_.metrics().read_gauge("relay_connected", "1 while the relay's socket is open.", [this] {
        return relay_.state().connection == 0 ? 0.0 : 1.0;
    });
    service_.metrics().read_gauge(
        "relay_frame_age_seconds",
        "Since the relay's last frame of any kind; before the first, since the socket's last "
        "change.",
        [this] {
            const auto& socket = relay_.socket();
            const auto since = socket.last_frame_at.value_or(socket.since);
            return std::chrono::duration<double>{service_.clock().now() - since}.count();
        }
    );
    service_.metrics().read_counter(
        "relay_reconnects_total",
        "Connections to the relay after the first.",
        [this] { return static_cast<double>(relay_.socket().reconnects); }
    );
}

void Observe::connection_changed() {
    const auto connection = relay_.state().connection;
    const auto& why = relay_.socket().last_error;
    if (connection != last_connection_ && connection != 0) {
        service_.log().info("relay_connected", {{"connection", connection}});
    } else if (connection != last_connection_) {
        service_.log().warn("relay_lost", {{"why", why}});
    }
    last_connection_ = connection;

    if (connection != 0 || why.empty()) return;
    service_.state().remember_error("relay", why);
    if (const auto held_back = complaints_.open()) {
        service_.log().warn("relay_away", {{"why", why}, {"also_held_back", *held_back}});
    }
}

void Observe::quote_heard() {
    quotes_heard_.add();
}

void Observe::sifted(Sifted why) {
    sifted_.with(to_text(why)).add();
}

void Observe::ignored(venue::FrameProblem problem) {
    ignored_.with(to_text(problem)).add();
}

void Observe::quote_published(const Result<void>& published, Tick received) {
    if (published) {
        published_.with("demand").add();
        const std::chrono::duration<double> took = service_.clock().tick() - received;
        socket_to_bus_.observe(took.count());
        return;
    }
    published_.with("demand_lost").add();
    if (const auto held_back = complaints_.open()) {
        service_.log().warn(
            "demand_not_published",
            {{"why", published.error().detail}, {"also_held_back", *held_back}}
        );
    }
}

void Observe::status_heard() {
    statuses_heard_.add();
}

void Observe::status_published(const Result<void>& taken) {
    published_.with(taken ? "status" : "status_lost").add();
    if (taken) return;
    service_.state().remember_error("norm.quote_status", taken.error().detail);
    service_.log().error("status_not_published", {{"why", taken.error().detail}});
}

void Observe::status_put_off() {
    published_.with("status_put_off").add();
}

void Observe::status_not_recorded(const Error& error) {
    service_.state().remember_error("norm.quote_status", error.detail);
    if (const auto held_back = complaints_.open()) {
        service_.log().warn(
            "status_not_recorded", {{"why", error.detail}, {"also_held_back", *held_back}}
        );
    }
}

void Observe::not_acknowledged(const Error& error) {
    service_.log().warn("status_not_acknowledged", {{"why", error.detail}});
}

void Observe::answer_settled(const messages::QuoteResponseReply& reply) {
    const auto outcome =
        reply.rejection ? messages::to_text(*reply.rejection) : messages::to_text(reply.verdict);
    answers_.with(outcome).add();
    if (reply.sent_ns && reply.answered_ns) {
        const std::chrono::duration<double> took{Nanoseconds{*reply.answered_ns - *reply.sent_ns}};
        verdict_after_.observe(took.count());
    }
    if (reply.verdict == messages::ResponseVerdict::accepted) return;
    const auto& why = reply.detail.value_or("");
    service_.state().remember_error("relay.quote_response", std::string{outcome} + ": " + why);
}

void Observe::answer_repeated() {
    answers_.with("repeated").add();
}

void Observe::answer_unreadable(const Error& error) {
    answers_.with("unreadable").add();
    service_.state().remember_error("relay.quote_response", error.detail);
}

void Observe::answer_not_told(const Error& error) {
    if (const auto held_back = complaints_.open()) {
        service_.log().warn(
            "verdict_not_told", {{"why", error.detail}, {"also_held_back", *held_back}}
        );
    }
}

runtime::Finding Observe::look() const {
    using State = net::WebSocketStatus::State;
    const auto& socket = relay_.socket();
    const auto now = service_.clock().now();
    if (socket.state == State::credential_refused) {
        return {
            runtime::Grade::unhealthy,
            "the relay refuses our API key (HTTP " +
                std::to_string(socket.http_status.value_or(0)) + "): check NEAR_INTENTS_API_KEY",
            now - socket.since};
    }
    if (socket.state != State::connected) {
        const auto away = now - socket.last_frame_at.value_or(socket.since);
        const auto grade =
            away > kAwayIsUnhealthyAfter ? runtime::Grade::unhealthy : runtime::Grade::degraded;
        const auto why = socket.last_error.empty() ? "" : ": " + socket.last_error;
        return {grade, "not connected" + why, away};
    }
    const auto age = now - socket.last_frame_at.value_or(socket.since);
    if (!relay_.state().hears_quotes) {
        return {runtime::Grade::degraded, "connected, but not subscribed to quotes", age};
    }
    const auto grade = age > kSilentIsDegradedAfter ? runtime::Grade::degraded : runtime::Grade::ok;
    return {grade, "last frame", age};
}

std::string Observe::detail() const {
    const auto& socket = relay_.socket();
    const auto& state = relay_.state();
    const Json relay{
        {"state", to_text(socket.state)},
        {"connection", state.connection},
        {"since_ms", to_unix_ms(socket.since)},
        {"last_frame_at_ms", instant_or_null(socket.last_frame_at)},
        {"hears_quotes", state.hears_quotes},
        {"has_api_key", has_api_key_},
        {"status_stream",
         state.status_stream ? Json(to_text(*state.status_stream)) : Json(nullptr)},
        {"reconnects", socket.reconnects},
        {"last_error", socket.last_error},
        {"counts", counts(relay_.stats())}};
    return Json{{"relay", relay}}.dump();
}

}  // namespace unrip::near_intents_ingest
