#include "bus/mailbox.hpp"

#include "core/check.hpp"

#include <utility>

namespace unrip::bus {
namespace {

/// Delivered before others get their turn on the loop.
constexpr std::size_t kPerTurn = 64;

}  // namespace

Mailbox::Mailbox(std::shared_ptr<Gate> gate, Inflow inflow, Handler handler)
    : gate_{std::move(gate)}, inflow_{inflow}, handler_{std::move(handler)} {
    check(inflow_.capacity > 0, "a subscription without room");
}

Mailbox::~Mailbox() {
    discard(newest_.load());
}

std::size_t Mailbox::discard(Letter* newest) {
    std::size_t count = 0;
    while (newest != nullptr) {
        const std::unique_ptr<Letter> letter{newest};
        newest = letter->older;
        ++count;
    }
    return count;
}

void Mailbox::put(Incoming incoming) {
    ++received_;
    const bool refuses = inflow_.overflow == net::Overflow::refuse_newest;
    if (refuses && stacked_ + queued_ >= inflow_.capacity) {
        ++dropped_;
        return;
    }
    auto letter = std::make_unique<Letter>();
    letter->incoming = std::move(incoming);
    ++stacked_;
    auto* pushed = letter.release();
    push(pushed, pushed);
    if (!refuses && stacked_ >= 2 * inflow_.capacity) keep_the_newest();
    wake();
}

void Mailbox::hand_over(Incoming incoming) {
    ++received_;
    if (!is_open_) return;
    const bool refuses = inflow_.overflow == net::Overflow::refuse_newest;
    if (refuses && queue_.size() >= inflow_.capacity) {
        ++dropped_;
        return;
    }
    ++queued_;
    queue_.push_back(std::move(incoming));
    drop_the_oldest();
}

void Mailbox::push(Letter* newest, Letter* oldest) {
    oldest->older = newest_.load();
    while (!newest_.compare_exchange_weak(oldest->older, newest)) {
    }
}

void Mailbox::keep_the_newest() {
    auto* const newest = newest_.exchange(nullptr);
    if (newest == nullptr) return;  // The loop was quicker.
    auto* oldest_kept = newest;
    for (std::size_t kept = 1; kept < inflow_.capacity && oldest_kept->older != nullptr; ++kept) {
        oldest_kept = oldest_kept->older;
    }
    const auto gone = discard(std::exchange(oldest_kept->older, nullptr));
    stacked_ -= gone;
    dropped_ += gone;
    push(newest, oldest_kept);
}

void Mailbox::wake() {
    if (is_awake_.exchange(true)) return;
    gate_->post([self = shared_from_this()] { self->deliver(); });
}

void Mailbox::take_all() {
    std::size_t taken = 0;
    auto* letter = newest_.exchange(nullptr);
    Letter* oldest_first = nullptr;
    while (letter != nullptr) {
        auto* const older = std::exchange(letter->older, oldest_first);
        oldest_first = std::exchange(letter, older);
        ++taken;
    }
    stacked_ -= taken;  // In this order: the client's thread may see too few, never too many.
    queued_ += taken;
    while (oldest_first != nullptr) {
        const std::unique_ptr<Letter> owned{oldest_first};
        oldest_first = owned->older;
        queue_.push_back(std::move(owned->incoming));
    }
    drop_the_oldest();
}

void Mailbox::drop_the_oldest() {
    while (inflow_.overflow == net::Overflow::drop_oldest && queue_.size() > inflow_.capacity) {
        queue_.pop_front();
        --queued_;
        ++dropped_;
    }
}

void Mailbox::deliver() {
    is_awake_ = false;  // Before taking: what comes after the taking wakes us again.
    take_all();
    is_delivering_ = true;
    for (std::size_t done = 0; done < kPerTurn && is_open_ && !queue_.empty(); ++done) {
        auto incoming = std::move(queue_.front());
        queue_.pop_front();
        --queued_;
        handler_(incoming);
    }
    is_delivering_ = false;
    if (!is_open_) {
        close();
    } else if (!queue_.empty()) {
        wake();
    }
}

void Mailbox::close() {
    is_open_ = false;
    queued_ -= queue_.size();
    queue_.clear();
    if (!is_delivering_) handler_ = nullptr;  // Not while it runs.
}

InflowStats Mailbox::stats() const {
    return InflowStats{received_.load(), dropped_.load(), stacked_.load() + queued_.load()};
}

}  // namespace unrip::bus
