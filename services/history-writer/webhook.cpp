#include "webhook.hpp"

#include "bus/typed.hpp"
#include "net/sleep.hpp"
#include "notice.hpp"
#include "presence/unreadable.hpp"
#include "runtime/log.hpp"
#include "runtime/service.hpp"
#include "runtime/state.hpp"

namespace unrip::history_writer {
namespace {

constexpr std::size_t kWaitingMax = 256;
constexpr Milliseconds kAnswerLimit{5'000};
// With these waits a notice is given up after some two minutes.
constexpr net::BackoffSettings kBetweenTries{Milliseconds{500}, Milliseconds{30'000}};
constexpr std::uint32_t kTriesMax = 10;

constexpr unsigned kTooSlow = 408;
constexpr unsigned kTooMany = 429;
constexpr unsigned kServerError = 500;

bool is_taken(unsigned status) {
    return status >= 200 && status < 300;
}

/// The same request may be answered otherwise later.
bool may_be_taken_later(unsigned status) {
    return status == kTooSlow || status == kTooMany || status >= kServerError;
}

}  // namespace

Webhook::Webhook(
    runtime::Service& service,
    bus::Connection& bus,
    presence::Announcer& announcer,
    runtime::Secret address
)
    : service_{service},
      address_{std::move(address)},
      http_{service.executor()},
      waiting_{service.executor(), kWaitingMax, net::Overflow::drop_oldest},
      backoff_{kBetweenTries},
      notices_{service.metrics().counters(
          "alert_notices_total",
          "Notices for the webhook, by what became of them; tried_again counts tries.",
          {"outcome", {"delivered", "tried_again", "refused", "given_up"}}
      )} {
    show_metrics();
    service_.health().watch("alert webhook", [this] { return look(); });
    subscription_ = bus::subscribe<messages::Alert>(
        bus,
        bus::Inflow{},
        [this](const auto& alert, const bus::Incoming&) { hear(alert); },
        presence::put_aside(announcer)
    );
}

void Webhook::show_metrics() {
    for (const auto* outcome : {"delivered", "tried_again", "refused", "given_up"})
        notices_.with(outcome);
    auto& metrics = service_.metrics();
    metrics.read_gauge("alert_notices_waiting", "Notices that wait for the webhook.", [this] {
        return static_cast<double>(waiting_.size());
    });
    metrics.read_counter(
        "alert_notices_dropped_total",
        "Notices that found no room to wait.",
        [this] { return static_cast<double>(waiting_.dropped()); }
    );
    metrics.read_gauge("alert_troubles_lasting", "Troubles told of that have not ended.", [this] {
        return static_cast<double>(told_.lasting());
    });
}

void Webhook::hear(const messages::Envelope<messages::Alert>& alert) {
    if (!told_.is_news(alert, service_.clock().tick())) return;
    waiting_.try_send(notice_of(alert));
}

Task<void> Webhook::run() {
    while (true) {
        const auto notice = co_await waiting_.receive();
        co_await deliver(notice);
    }
}

Task<void> Webhook::deliver(const std::string& notice) {
    backoff_.reset();
    while (true) {
        const auto answer = co_await post(notice);
        if (answer == Answer::taken) {
            trouble_.clear();
            notices_.with("delivered").add();
            co_return;
        }
        const bool is_last = backoff_.failures() + 1 == kTriesMax;
        if (answer == Answer::refused || is_last) {
            notices_.with(answer == Answer::refused ? "refused" : "given_up").add();
            service_.log().error("notice_lost", {{"why", trouble_}, {"notice", notice}});
            co_return;
        }
        notices_.with("tried_again").add();
        co_await net::sleep_for(backoff_.next());
    }
}

Task<Webhook::Answer> Webhook::post(const std::string& notice) {
    auto url = address_.with([](std::string_view text) { return std::string{text}; });
    auto request = net::http_post_json(std::move(url), notice, kAnswerLimit);
    // Its receiver can tell repeats by their id; a second telling is better than none.
    request.may_repeat = true;
    const auto response = co_await http_.request(std::move(request));
    if (!response) {
        not_taken(response.error().detail);
        co_return Answer::try_again;
    }
    if (is_taken(response->status)) co_return Answer::taken;
    // Not its body: nobody knows what is in there.
    not_taken("it answered " + std::to_string(response->status));
    co_return may_be_taken_later(response->status) ? Answer::try_again : Answer::refused;
}

void Webhook::not_taken(const std::string& why) {
    if (trouble_ != why) service_.log().warn("notice_not_taken", {{"why", why}});
    trouble_ = why;
    service_.state().remember_error("alert webhook", why);
}

runtime::Finding Webhook::look() const {
    if (trouble_.empty()) return {runtime::Grade::ok, "notices are taken", std::nullopt};
    return {
        runtime::Grade::degraded,
        "the last notice was not taken: " + trouble_ + "; " + std::to_string(waiting_.size()) +
            " wait behind it",
        std::nullopt};
}

}  // namespace unrip::history_writer
