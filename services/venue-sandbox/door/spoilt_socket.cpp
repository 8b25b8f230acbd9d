#include "door/spoilt_socket.hpp"

#include <algorithm>
#include <utility>

namespace unrip::sandbox {
namespace {

// More than any client waits for; beyond it a fault would only fill memory.
constexpr std::size_t kLateMax = 20'000;

}  // namespace

SpoiltSocket::SpoiltSocket(
    std::shared_ptr<net::ServerSocket> inner, std::string place, Faults& faults, const Clock& clock
)
    : inner_{std::move(inner)}, place_{std::move(place)}, faults_{faults}, clock_{clock} {}

Task<Result<std::string_view>> SpoiltSocket::receive() {
    while (true) {
        auto text = co_await inner_->receive();
        const bool unheard = text && !faults_.none() &&
                             faults_.hits(Fault::Kind::lose_asked, place_, clock_.now()) != nullptr;
        if (!unheard) co_return text;
    }
}

bool SpoiltSocket::try_send(net::SharedText text) {
    const bool in_order = late_.empty() && held_back_ == nullptr;
    if (faults_.none() && in_order) return inner_->try_send(std::move(text));
    return send_spoilt(std::move(text), clock_.now());
}

bool SpoiltSocket::send_spoilt(net::SharedText text, Instant now) {
    const auto hits = [&](Fault::Kind kind) { return faults_.hits(kind, place_, now); };
    if (hits(Fault::Kind::lose) != nullptr) return true;
    if (hits(Fault::Kind::cut) != nullptr) {
        drop();
        return false;
    }
    if (hits(Fault::Kind::garbage) != nullptr) return try_send_garbage("\x7f no frame \xff");
    if (hits(Fault::Kind::wrong_shape) != nullptr) {
        text = std::make_shared<const std::string>(R"({"jsonrpc":"2.0","method":7,"params":"?"})");
    }
    const auto* const delay = hits(Fault::Kind::delay);
    if (delay != nullptr || !late_.empty()) {
        if (late_.size() >= kLateMax) return false;
        const auto due = delay != nullptr ? now + delay->delay : now;
        // Nobody overtakes on one connection.
        late_.push_back({late_.empty() ? due : std::max(due, late_.back().due), std::move(text)});
        return true;
    }
    if (hits(Fault::Kind::twice) != nullptr && !inner_->try_send(text)) return false;
    if (held_back_ == nullptr && hits(Fault::Kind::reorder) != nullptr) {
        held_back_ = std::move(text);
        return true;
    }
    const bool sent = inner_->try_send(std::move(text));
    if (held_back_ != nullptr) return inner_->try_send(std::exchange(held_back_, nullptr)) && sent;
    return sent;
}

/// Each such fault strikes a socket once, or spares it for good.
bool SpoiltSocket::is_half_open(Instant now) {
    if (faults_.none()) return false;
    const auto* const fault = faults_.in_force(Fault::Kind::half_open, place_, now);
    if (fault == nullptr) return false;
    if (fault->id != considered_) {
        considered_ = fault->id;
        struck_ = faults_.strikes(*fault);
    }
    return struck_;
}

void SpoiltSocket::beat(Instant now) {
    const bool half_open = is_half_open(now);
    if (half_open != frozen_) {
        frozen_ = half_open;
        if (half_open) {
            freeze();
        } else {
            thaw();
        }
    }
    while (!late_.empty() && late_.front().due <= now) {
        // A client that is gone or does not read has lost the rest as well.
        if (!inner_->try_send(std::move(late_.front().text))) drop();
        late_.pop_front();
    }
    const bool alone = held_back_ != nullptr && faults_.none();
    if (alone && !inner_->try_send(std::exchange(held_back_, nullptr))) drop();
}

}  // namespace unrip::sandbox
