#include "bus/tracked_publisher.hpp"

#include "bus/publish_queue.hpp"

#include <chrono>
#include <utility>

namespace unrip::bus {

struct TrackedPublisher::State : PublishQueue {
    using PublishQueue::PublishQueue;
};

TrackedPublisher::TrackedPublisher(
    Connection& connection, const Clock& clock, TrackedPublisherSettings settings
)
    : state_{std::make_shared<State>(connection, clock, settings)} {
    state_->start();
}

TrackedPublisher::~TrackedPublisher() {
    state_->end();
}

Result<void> TrackedPublisher::publish(Publication publication) {
    const auto taken = state_->take(std::move(publication));
    if (!taken) return taken.failure();
    return {};
}

Task<Result<std::uint64_t>> TrackedPublisher::publish_and_wait(
    Publication publication, Milliseconds limit, Milliseconds standing
) {
    const auto state = state_;
    const auto end = state->clock().tick() + limit;
    publication.urgency = Urgency::at_once;  // Whoever waits has no leisure.
    while (true) {
        const auto generation = state->connection().generation();
        const auto left = std::chrono::ceil<Milliseconds>(end - state->clock().tick());
        const auto taken = state->take(publication);
        if (!taken) co_return taken.failure();
        const auto waiter = state->wait_for(*taken);
        const auto acked = co_await waiter->wait(left, publication.subject);
        if (!acked && acked.error().kind == Error::Kind::timed_out) {
            auto known = state->give_up(*taken);
            co_return Failure{std::move(known)};
        }
        if (!acked) co_return acked.failure();
        if (standing <= Milliseconds{0}) co_return acked;
        const auto stood = co_await state->connection().stands_for(standing);
        const bool is_same = state->connection().generation() == generation;
        if (stood && is_same) co_return acked;
        if (state->clock().tick() + standing > end) {
            auto detail = publication.subject + ": acknowledged, but the connection did not stand";
            co_return fail(Error::Kind::timed_out, std::move(detail));
        }
    }
}

Task<Result<void>> TrackedPublisher::settle(Milliseconds limit) {
    const auto empty = state_->wait_until_empty();
    const auto waited = co_await empty->wait(limit, "unacknowledged messages");
    if (!waited) co_return waited.failure();
    co_return Result<void>{};
}

PublishStats TrackedPublisher::stats() const {
    return state_->stats();
}

}  // namespace unrip::bus
