#include "bus/consumer_state.hpp"

#include "bus/ack_subject.hpp"
#include "bus/requests.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <utility>

namespace unrip::bus {
namespace {

constexpr int kNoMessages = 404;
constexpr int kFetchExpired = 408;
constexpr Milliseconds kGrace{500};  ///< For the server to say that a fetch has expired.

}  // namespace

DurableConsumer::State::State(Connection& bus, ConsumerSettings how)
    : connection{bus},
      settings{std::move(how)},
      news_{bus.executor()},
      inbox_{bus.fresh_inbox("pull")} {}

void DurableConsumer::State::listen() {
    // Twice what one fetch may bring. A message that finds no room comes again, unacknowledged.
    const Inflow inflow{2 * settings.batch_max + 16, net::Overflow::refuse_newest};
    const std::weak_ptr<State> weak = weak_from_this();
    subscription_ = connection.subscribe(inbox_ + ".*", inflow, [weak](Incoming& incoming) {
        if (const auto state = weak.lock()) state->arrived(incoming);
    });
    listener_ = connection.on_change([weak] {
        if (const auto state = weak.lock()) state->connection_changed();
    });
}

void DurableConsumer::State::end() {
    subscription_ = Subscription{};
    listener_.reset();
    obstacle_ = Error{Error::Kind::unavailable, "the consumer was given up"};
    wake();
}

DurableConsumer::State::Time DurableConsumer::State::gathered_at() const {
    const auto now = std::chrono::steady_clock::now();
    return obstacle_ || awaited_ > 0 || now >= gathered_at_ ? Time{} : gathered_at_;
}

Result<void> DurableConsumer::State::ensure_fetching(std::size_t max, Milliseconds wait) {
    if (obstacle_) return Failure{*std::exchange(obstacle_, std::nullopt)};
    const auto now = std::chrono::steady_clock::now();
    if (awaited_ > 0 && now < fetch_end_) return {};
    const auto count = std::clamp<std::size_t>(max, 1, settings.batch_max);
    const auto expires = std::chrono::duration_cast<Nanoseconds>(std::max(wait, Milliseconds{100}));
    nlohmann::json ask{{"batch", count}, {"expires", expires.count()}};
    // The fetch then ends with what there is, instead of staying open for whatever comes later.
    if (settings.gather > Milliseconds{0}) ask["no_wait"] = true;
    Outgoing outgoing;
    outgoing.subject = "$JS.API.CONSUMER.MSG.NEXT." + settings.stream + "." + settings.name;
    outgoing.body = ask.dump();
    const auto reply_to = inbox_ + "." + std::to_string(++fetch_number_);
    auto sent = connection.publish_asking(outgoing, reply_to);
    if (!sent) return sent;
    awaited_ = count;
    fetch_end_ = now + expires + kGrace;
    return {};
}

Task<void> DurableConsumer::State::wait_for_news(Time deadline) {
    if (!std::exchange(has_news_, false)) {
        news_.expires_at(std::min(deadline, awaited_ > 0 ? fetch_end_ : deadline));
        co_await news_.async_wait(boost::asio::as_tuple(boost::asio::use_awaitable));
        has_news_ = false;
    }
}

void DurableConsumer::State::wake() {
    has_news_ = true;
    news_.cancel();
}

bool DurableConsumer::State::is_more_coming() const {
    return awaited_ > 0 && !deliveries.empty() && deliveries.back().pending > 0;
}

Batch DurableConsumer::State::take(std::size_t max) {
    const auto count = static_cast<std::ptrdiff_t>(std::min(max, deliveries.size()));
    const auto begin = std::make_move_iterator(deliveries.begin());
    Batch batch{begin, begin + count};
    deliveries.erase(deliveries.begin(), deliveries.begin() + count);
    const bool keeps_up = !batch.empty() && batch.back().pending == 0;
    if (keeps_up) gathered_at_ = std::chrono::steady_clock::now() + settings.gather;
    return batch;
}

void DurableConsumer::State::arrived(Incoming& incoming) {
    if (incoming.status != 0) return server_said(incoming);
    const auto facts = parse_ack_subject(incoming.reply);
    if (!facts) return;  // Not from a stream: nobody but a stranger writes here.
    if (awaited_ > 0) --awaited_;
    ++stats.received;
    if (facts->delivered > 1) ++stats.redelivered;
    stats.pending = facts->pending;
    Delivery delivery;
    delivery.subject = std::move(incoming.subject);
    delivery.body = std::move(incoming.body);
    delivery.message_id = std::move(incoming.message_id);
    delivery.ack_subject = std::move(incoming.reply);
    delivery.stream_seq = facts->stream_seq;
    delivery.delivered = facts->delivered;
    delivery.pending = facts->pending;
    delivery.stored_at = facts->stored_at;
    deliveries.push_back(std::move(delivery));
    wake();
}

void DurableConsumer::State::server_said(const Incoming& incoming) {
    if (number_at_end(incoming.subject) != fetch_number_) return;  // About an earlier fetch.
    awaited_ = 0;
    if (incoming.status != kNoMessages && incoming.status != kFetchExpired) {
        auto detail = "consumer " + settings.name + " on " + settings.stream + ": " +
                      std::to_string(incoming.status) + " " + incoming.body;
        obstacle_ = Error{Error::Kind::unavailable, std::move(detail)};
    }
    wake();
}

void DurableConsumer::State::connection_changed() {
    // What was on its way is lost, and what is here could not be acknowledged as what it is: the
    // server sends both again.
    deliveries.clear();
    awaited_ = 0;
    if (!connection.is_connected()) {
        obstacle_ = Error{Error::Kind::unavailable, "nats: the connection broke"};
    } else {
        obstacle_.reset();
    }
    wake();
}

}  // namespace unrip::bus
