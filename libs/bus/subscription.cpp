#include "bus/subscription.hpp"

#include "bus/subscription_state.hpp"

#include <utility>

namespace unrip::bus {

Subscription::State::State(std::string what, std::shared_ptr<Mailbox> box)
    : subject{std::move(what)}, mailbox{std::move(box)} {}

Result<void> Subscription::State::attach(Link& link) {
    auto listening = link.listen(subject, mailbox);
    if (!listening) return listening.failure();
    listening_ = std::move(*listening);
    return {};
}

void Subscription::State::detach() {
    listening_.reset();
}

Subscription::Subscription(std::shared_ptr<State> state) : state_{std::move(state)} {}
Subscription::Subscription(Subscription&& other) noexcept = default;

Subscription& Subscription::operator=(Subscription&& other) noexcept {
    if (this != &other) {
        end();
        state_ = std::move(other.state_);
    }
    return *this;
}

Subscription::~Subscription() {
    end();
}

void Subscription::end() {
    if (!state_) return;
    const auto state = std::move(state_);
    state->is_wanted = false;
    state->mailbox->close();
    state->on_end();
}

InflowStats Subscription::stats() const {
    return state_ ? state_->mailbox->stats() : InflowStats{};
}

}  // namespace unrip::bus
