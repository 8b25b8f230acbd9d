#include "bus/connection.hpp"

#include "bus/connection_parts.hpp"

#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <utility>

namespace unrip::bus {

Connection::Connection(std::shared_ptr<Parts> parts) : parts_{std::move(parts)} {}

Connection::~Connection() {
    parts_->close();
}

Task<Result<std::unique_ptr<Connection>>> Connection::connect(
    boost::asio::any_io_executor executor, const Clock& clock, Settings settings, Milliseconds limit
) {
    if (settings.urls.empty() || settings.name.empty()) {
        co_return fail(Error::Kind::malformed, "nats: a URL and a name are needed");
    }
    auto parts = std::make_shared<Parts>(std::move(executor), clock, std::move(settings));
    std::unique_ptr<Connection> connection{new Connection{parts}};
    parts->open_link();
    const auto ready = co_await parts->ready->wait(limit, "nats");
    if (!ready && ready.error().kind != Error::Kind::timed_out) co_return ready.failure();
    co_return connection;
}

bool Connection::is_connected() const {
    return parts_->is_up();
}

std::uint64_t Connection::generation() const {
    return parts_->generation;
}

Status Connection::status() const {
    auto status = parts_->status;
    status.connected = is_connected();
    status.dropped += parts_->dropped();
    status.durability = durability_of(status.server_version, parts_->settings.sync);
    return status;
}

const boost::asio::any_io_executor& Connection::executor() const {
    return parts_->executor;
}

std::shared_ptr<void> Connection::on_change(std::function<void()> call) {
    auto listener = std::make_shared<std::function<void()>>(std::move(call));
    parts_->listeners.push_back(listener);
    return listener;
}

Result<void> Connection::publish(const Outgoing& outgoing) {
    return parts_->send(outgoing, {});
}

Result<void> Connection::publish(std::string_view subject, std::string_view body) {
    return publish(Outgoing{std::string{subject}, std::string{body}, {}, Urgency::at_once});
}

Result<void> Connection::publish_asking(const Outgoing& outgoing, const std::string& reply_to) {
    return parts_->send(outgoing, reply_to);
}

Result<void> Connection::reply(const Incoming& asked, std::string_view body, Urgency urgency) {
    if (asked.reply.empty()) return fail(Error::Kind::refused, "nobody waits for this answer");
    return publish(Outgoing{asked.reply, std::string{body}, {}, urgency});
}

Subscription Connection::subscribe(std::string subject, Inflow inflow, Handler handler) {
    auto mailbox = std::make_shared<Mailbox>(parts_->gate(), inflow, std::move(handler));
    auto state = std::make_shared<Subscription::State>(std::move(subject), std::move(mailbox));
    parts_->subscribe(state);
    return Subscription{std::move(state)};
}

Task<Result<std::string>> Connection::request(
    std::string subject, std::string body, Milliseconds limit
) {
    Outgoing outgoing;
    outgoing.subject = std::move(subject);
    outgoing.body = std::move(body);
    auto answer = co_await ask(std::move(outgoing), limit);
    if (!answer) co_return answer.failure();
    co_return std::move(answer->body);
}

Task<Result<Incoming>> Connection::ask(Outgoing outgoing, Milliseconds limit) {
    const auto expected = parts_->requests->expect();
    const auto sent = publish_asking(outgoing, expected->reply_subject());
    if (!sent) co_return sent.failure();
    const auto answer = expected->answer();
    auto given = co_await answer->wait(limit, outgoing.subject);
    if (given) co_return given;
    co_return fail(given.error().kind, outgoing.subject + ": " + given.error().detail);
}

std::string Connection::fresh_inbox(std::string_view tag) {
    return parts_->inbox + "." + std::string{tag} + "-" + std::to_string(++parts_->last_inbox);
}

Task<Result<void>> Connection::stands_for(Milliseconds duration) {
    const auto parts = parts_;
    const auto generation = parts->generation;
    if (!parts->is_up()) co_return fail(Error::Kind::unavailable, "nats: not connected");
    if (duration > Milliseconds{0}) {
        boost::asio::steady_timer timer{parts->executor, duration};
        co_await timer.async_wait(boost::asio::use_awaitable);
    }
    const bool stood = parts->is_up() && parts->generation == generation;
    if (!stood) co_return fail(Error::Kind::unavailable, "nats: the connection broke meanwhile");
    co_return Result<void>{};
}

Task<Result<void>> Connection::drain(Milliseconds limit) {
    const auto parts = parts_;
    const auto end = parts->clock.tick() + limit;
    parts->is_ending = true;
    if (!parts->is_up()) co_return Result<void>{};
    const auto draining = parts->start_drain(limit);
    if (!draining) co_return draining.failure();
    const auto closed = co_await parts->drained->wait(limit, "nats: drain");
    if (!closed) co_return closed.failure();
    while (parts->waiting() > 0) {  // What has arrived is on its way to the handlers.
        if (parts->clock.tick() > end) co_return fail(Error::Kind::timed_out, "nats: drain");
        co_await boost::asio::post(parts->executor, boost::asio::use_awaitable);
    }
    co_return Result<void>{};
}

}  // namespace unrip::bus
