// What goes out to solvers, and when.

#include "relay/relay.hpp"

#include <algorithm>
#include <utility>

namespace unrip::sandbox {
namespace {

// A check takes about half of this, so idle time is not spent to the last bit.
constexpr Nanoseconds kIdleTimeForCheck{100'000};
constexpr std::int64_t kChecksAtOnce = 400;
constexpr Milliseconds kIdleAfter{1'000};

}  // namespace

bool Relay::ask(QuoteRequest request, Decided decided) {
    const auto now = clock_.tick();
    const auto published = clock_.now();
    const auto counted = [this, decided = std::move(decided)](AuctionResult& result) {
        if (result.offers.empty()) {
            ++stats_.without_offer;
        } else {
            ++stats_.all.best;
            ++stats_.of(result.offers.front().intent.signer_id).best;
        }
        if (decided) decided(result);
    };
    if (!auctions_.open(request, now, published, rules_, counted)) {
        ++stats_.quotes_refused;
        return false;
    }
    ++stats_.quotes;
    publish_event(request, published);
    return true;
}

Envelope Relay::envelope(std::string_view stream) const {
    return {rules_.flat_envelope, subscriptions_.find(stream)->second};
}

/// One text for everybody who hears it.
void Relay::publish_event(const QuoteRequest& request, Instant published) {
    net::SharedText text;
    for (const auto& [id, session] : sessions_) {
        if (!session->hears_quotes || !session->filter.passes(request)) continue;
        if (!text) {
            text = std::make_shared<const std::string>(
                quote_event_text(request, envelope("quote"), published)
            );
        }
        ++session->asked;
        ++stats_.all.asked;
        if (session->solver != nullptr) ++session->solver->asked;
        tell(*session, text);
    }
    if (inside_session_.solver != nullptr) ++inside_session_.solver->asked;
    for (const auto& heard : inside_)
        heard(request, published);
}

void Relay::publish_status(const StatusEvent& event, StatusKind kind) {
    const bool is_plain = kind == StatusKind::plain;
    const auto extended = is_plain ? StatusKind::ready_to_settle : kind;
    const auto text = std::make_shared<const std::string>(
        status_event_text(event, StatusKind::plain, envelope("quote_status"))
    );
    const auto extended_text = std::make_shared<const std::string>(
        status_event_text(event, extended, envelope("quote_status_extended"))
    );
    for (const auto& [id, session] : sessions_) {
        if (is_plain && session->hears_status) tell(*session, text);
        if (session->hears_extended) tell(*session, extended_text);
    }
}

void Relay::tell(Session& session, const net::SharedText& text) {
    if (!session.socket->try_send(text)) ++stats_.events_refused;
}

void Relay::advance() {
    const auto now = clock_.tick();
    auctions_.advance(now);
    settlements_.advance(now);
    check_some_owed(now);
}

/// In the time that nobody needs.
void Relay::check_some_owed(Tick now) {
    const auto passed = now - std::exchange(last_turn_, now);
    if (owed_.owed() == 0 || now - last_answer_ < kIdleAfter) return;
    const auto checks = std::min<std::int64_t>(passed / kIdleTimeForCheck, kChecksAtOnce);
    owed_.check(static_cast<std::size_t>(std::max<std::int64_t>(checks, 1)));
}

void Relay::settled(
    const StatusEvent& event, StatusKind kind, const Offer& offer, std::string_view why
) {
    auto& solver = stats_.of(offer.intent.signer_id);
    if (kind == StatusKind::settled) {
        ++stats_.all.settled;
        ++solver.settled;
    } else if (kind == StatusKind::failed) {
        stats_.all.count_failed(why);
        solver.count_failed(why);
    }
    publish_status(event, kind);
}

const RelayStats& Relay::stats() {
    stats_.signatures_owed = owed_.owed();
    stats_.signatures_checked_late = owed_.checked();
    return stats_;
}

}  // namespace unrip::sandbox
