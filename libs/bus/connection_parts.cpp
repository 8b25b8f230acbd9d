#include "bus/connection_parts.hpp"

#include "bus/server_version.hpp"
#include "net/backoff.hpp"
#include "net/sleep.hpp"

#include <boost/asio/co_spawn.hpp>

#include <algorithm>
#include <array>
#include <cstdio>
#include <exception>
#include <random>
#include <utility>

namespace unrip::bus {
namespace {

constexpr std::size_t kErrorsKept = 8;
constexpr std::size_t kAnswersWaiting = 16'384;
constexpr Milliseconds kGreetingWithin{1'000};
constexpr int kGreetingTries = 10;

/// No two connections share an inbox, not even two of the same service.
std::string own_inbox(const Settings& settings) {
    std::random_device random;
    std::array<char, 20> token{};
    const auto high = static_cast<unsigned>(random());
    const auto low = static_cast<unsigned>(random());
    std::snprintf(token.data(), token.size(), "%08x%08x", high, low);
    return inbox_prefix_of(settings) + "." + token.data();
}

}  // namespace

Connection::Parts::Parts(boost::asio::any_io_executor loop, const Clock& time, Settings how)
    : executor{std::move(loop)},
      clock{time},
      settings{std::move(how)},
      requests{std::make_shared<Requests>(executor, own_inbox(settings))},
      inbox{requests->inbox()},
      ready{std::make_shared<Answer<bool>>(executor)},
      drained{std::make_shared<Answer<bool>>(executor)},
      gate_{std::make_shared<Gate>(executor)},
      again_{executor} {
    status.since = clock.now();
}

void Connection::Parts::open_link() {
    if (!listens_for_answers_) listen_for_answers();
    const auto number = ++link_number_;
    const std::weak_ptr<Parts> weak = weak_from_this();
    auto tell = [weak, number](const LinkNews& news) {
        if (const auto parts = weak.lock()) parts->on_news(number, news);
    };
    auto done = [weak] {
        if (const auto parts = weak.lock()) parts->link_opened();
    };
    connector_.start(executor, settings, gate_, std::move(tell), std::move(done));
}

void Connection::Parts::listen_for_answers() {
    listens_for_answers_ = true;
    const Inflow inflow{kAnswersWaiting, net::Overflow::refuse_newest};
    auto take = [answers = requests](const Incoming& incoming) { answers->arrived(incoming); };
    auto mailbox = std::make_shared<Mailbox>(gate_, inflow, std::move(take));
    subscribe(std::make_shared<Subscription::State>(requests->subject(), std::move(mailbox)));
}

void Connection::Parts::link_opened() {
    if (is_closed_) return;
    auto opened = connector_.take();
    if (!opened) return on_not_opened(opened.error());
    link_ = std::move(*opened);
    link_->start();
    on_up();
    for (const auto& news : std::exchange(heard_early_, {}))
        on_news(link_number_, news);
}

void Connection::Parts::on_not_opened(Error error) {
    const auto who = settings.user.empty() ? settings.name : settings.user;
    error.detail = "nats, as \"" + who + "\": " + error.detail;
    const bool is_away = error.kind == Error::Kind::unavailable;
    // A server that is away is so again and again: that shall not push out what was before.
    auto& errors = status.last_errors;
    if (is_away && !errors.empty() && errors.back().text == error.detail) errors.pop_back();
    remember(error.detail);
    if (is_away) return open_again_after(settings.reconnect_wait);
    ready->give(Failure{std::move(error)});
    open_again_after(settings.reopen_wait);
}

void Connection::Parts::on_news(std::uint64_t link_number, const LinkNews& news) {
    if (is_closed_ || link_number != link_number_) return;
    if (link_ == nullptr) {  // The link spoke before we had it in our hands.
        heard_early_.push_back(news);
        return;
    }
    switch (news.kind) {
        case LinkNews::Kind::closed:
            return on_link_closed(news.text);
        case LinkNews::Kind::not_permitted:
            ++status.permission_violations;
            break;
        case LinkNews::Kind::messages_dropped:
            ++status.dropped;
            break;
        case LinkNews::Kind::trouble:
            break;
    }
    remember(news.text);
}

void Connection::Parts::on_up() {
    ++generation;
    status.reconnects = generation - 1;
    status.since = clock.now();
    status.url = link_->url();
    sweep();
    // Ends by itself after so many tries, and touches nothing of ours if we have gone by then.
    LinkPlace place{status.url, generation};
    auto learning = learn_version(weak_from_this(), std::move(place));
    boost::asio::co_spawn(executor, std::move(learning), [](const std::exception_ptr& broke) {
        if (broke) std::rethrow_exception(broke);
    });
    tell_listeners();
}

void Connection::Parts::on_down(const std::string& text) {
    status.since = clock.now();
    remember(text);
    requests->fail_all(Error{Error::Kind::timed_out, "the connection broke: outcome unknown"});
    tell_listeners();
}

void Connection::Parts::on_link_closed(const std::string& text) {
    if (is_ending) drained->give(true);
    on_down(text);
    open_again_after(settings.reconnect_wait);
}

void Connection::Parts::open_again_after(Milliseconds wait) {
    if (is_ending || is_closed_) return;
    // Spread, so that all services of an installation do not come back in the same moment.
    again_.expires_after(net::Backoff{net::BackoffSettings{2 * wait, 2 * wait}}.next());
    again_.async_wait([weak = weak_from_this()](const boost::system::error_code& ended) {
        const auto parts = weak.lock();
        if (ended || !parts || parts->is_closed_ || parts->is_ending) return;
        parts->detach_all();
        parts->link_.reset();
        parts->open_link();
    });
}

Task<void> Connection::Parts::learn_version(std::weak_ptr<Parts> weak, LinkPlace place) {
    for (int tries = 0; tries < kGreetingTries; ++tries) {
        const auto version = co_await ask_server_version(place.url, kGreetingWithin);
        {
            const auto parts = weak.lock();
            if (!parts || parts->is_closed_ || parts->generation != place.generation) co_return;
            // What can't be learned is not known: then nothing is promised of the server's disk.
            if (version) parts->status.server_version = *version;
            parts->ready->give(true);
        }
        if (version) co_return;
        co_await net::sleep_for(kGreetingWithin);
    }
}

void Connection::Parts::subscribe(const std::shared_ptr<Subscription::State>& state) {
    state->on_end = [weak = weak_from_this()] {
        if (const auto parts = weak.lock()) parts->sweep();
    };
    subscriptions_.push_back(state);
    sweep();
}

void Connection::Parts::sweep() {
    if (!is_up()) return;
    for (const auto& state : subscriptions_) {
        if (!state->is_wanted) {
            dropped_before_ += state->mailbox->stats().dropped;
            state->detach();
        } else if (!state->is_attached()) {
            const auto attached = state->attach(*link_);
            if (!attached) remember(attached.error().detail);
        }
    }
    std::erase_if(subscriptions_, [](const auto& state) { return !state->is_wanted; });
}

void Connection::Parts::detach_all() {
    for (const auto& state : subscriptions_)
        state->detach();
}

std::uint64_t Connection::Parts::dropped() const {
    auto sum = dropped_before_;
    for (const auto& state : subscriptions_)
        sum += state->mailbox->stats().dropped;
    return sum;
}

std::size_t Connection::Parts::waiting() const {
    std::size_t sum = 0;
    for (const auto& state : subscriptions_)
        sum += state->mailbox->stats().waiting;
    return sum;
}

Result<void> Connection::Parts::send(const Outgoing& outgoing, std::string_view reply_to) const {
    if (!is_up()) return fail(Error::Kind::unavailable, "nats: not connected");
    return link_->send(outgoing, reply_to);
}

void Connection::Parts::remember(std::string text) {
    auto& errors = status.last_errors;
    errors.push_back(SeenError{clock.now(), std::move(text)});
    if (errors.size() > kErrorsKept) errors.erase(errors.begin());
}

void Connection::Parts::tell_listeners() {
    std::erase_if(listeners, [](const auto& listener) { return listener.expired(); });
    const auto now = listeners;  // A listener may bring in another one.
    for (const auto& weak : now) {
        if (const auto listener = weak.lock()) (*listener)();
    }
}

void Connection::Parts::close() {
    is_closed_ = true;
    gate_->close();
    again_.cancel();
    for (const auto& state : subscriptions_) {
        state->mailbox->close();
        state->detach();
    }
    link_.reset();
    connector_.end();
    const Error gone{Error::Kind::unavailable, "nats: the connection was given up"};
    requests->fail_all(gone);
    ready->give(Failure{gone});
    drained->give(Failure{gone});
}

}  // namespace unrip::bus
