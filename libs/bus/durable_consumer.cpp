#include "bus/durable_consumer.hpp"

#include "bus/consumer_config.hpp"
#include "bus/consumer_state.hpp"

#include <algorithm>
#include <utility>

namespace unrip::bus {

DurableConsumer::DurableConsumer(std::shared_ptr<State> state) : state_{std::move(state)} {}

DurableConsumer::~DurableConsumer() {
    state_->end();
}

Task<Result<std::unique_ptr<DurableConsumer>>> DurableConsumer::open(
    Connection& connection, ConsumerSettings settings, Milliseconds limit
) {
    const auto bound = co_await bind_consumer(connection, settings, limit);
    if (!bound) co_return bound.failure();
    auto state = std::make_shared<State>(connection, std::move(settings));
    state->listen();
    std::unique_ptr<DurableConsumer> consumer{new DurableConsumer{std::move(state)}};
    co_return consumer;
}

Task<Result<Batch>> DurableConsumer::next(std::size_t max, Milliseconds wait) {
    const auto state = state_;
    const auto deadline = std::chrono::steady_clock::now() + wait;
    while (state->deliveries.empty()) {
        if (const auto gathered = state->gathered_at(); gathered != State::Time{}) {
            co_await state->wait_for_news(std::min(gathered, deadline));
            if (std::chrono::steady_clock::now() >= deadline) co_return Batch{};
            continue;
        }
        if (const auto ready = state->ensure_fetching(max, wait); !ready) co_return ready.failure();
        if (std::chrono::steady_clock::now() >= deadline) co_return Batch{};
        co_await state->wait_for_news(deadline);
    }
    // The rest of what the server is sending just now.
    constexpr Milliseconds lull_max{50};
    while (state->deliveries.size() < max && state->is_more_coming()) {
        const auto before = state->deliveries.size();
        const auto lull = std::chrono::steady_clock::now() + lull_max;
        co_await state->wait_for_news(std::min<State::Time>(lull, deadline));
        if (state->deliveries.size() == before) break;
    }
    co_return state->take(max);
}

Result<void> DurableConsumer::acknowledge(const Batch& batch) {
    // One by one: acknowledging the last for all would cover deliveries that were lost on the way
    // here, and those would be lost for good.
    for (const auto& delivery : batch) {
        auto sent = state_->connection.publish(delivery.ack_subject, "+ACK");
        if (!sent) return sent;
        ++state_->stats.acknowledged;
    }
    return {};
}

ConsumerStats DurableConsumer::stats() const {
    return state_->stats;
}

}  // namespace unrip::bus
