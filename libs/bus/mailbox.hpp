#pragma once

#include "bus/gate.hpp"
#include "bus/inflow.hpp"
#include "bus/subscription.hpp"

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>

namespace unrip::bus {

/// Carries messages to a handler on the loop, in order and bounded: from the loop itself, or from a
/// thread of the client.
///
/// The client's thread pushes onto an atomic stack; the loop takes the whole stack at once and
/// turns it round. No lock is held by anyone, and a burst costs one post, not one per message. When
/// the oldest go, up to twice the capacity is held until the loop comes round, and at most the
/// capacity delivered.
class Mailbox : public std::enable_shared_from_this<Mailbox> {
  public:
    Mailbox(std::shared_ptr<Gate> gate, Inflow inflow, Handler handler);
    Mailbox(const Mailbox&) = delete;
    Mailbox& operator=(const Mailbox&) = delete;
    ~Mailbox();

    /// From one thread of the client at a time.
    void put(Incoming incoming);

    /// From the loop, instead; deliver() follows when there is nothing more to hand over.
    void hand_over(Incoming incoming);
    /// Calls the handler with what has come. The rest of a burst has its turn after others.
    void deliver();

    /// From the loop: the handler is not called again.
    void close();

    InflowStats stats() const;

  private:
    struct Letter {
        Incoming incoming;
        Letter* older = nullptr;
    };

    static std::size_t discard(Letter* newest);
    void push(Letter* newest, Letter* oldest);
    void keep_the_newest();
    void wake();
    void take_all();
    void drop_the_oldest();

    std::shared_ptr<Gate> gate_;
    const Inflow inflow_;

    std::atomic<Letter*> newest_{nullptr};
    std::atomic<std::size_t> stacked_{0};  ///< In the stack, for the client's thread to read.
    std::atomic<std::size_t> queued_{0};   ///< In queue_, for the client's thread to read.
    std::atomic<bool> is_awake_{false};    ///< deliver() is on its way.
    std::atomic<std::uint64_t> received_{0};
    std::atomic<std::uint64_t> dropped_{0};

    // The loop's own.
    std::deque<Incoming> queue_;
    Handler handler_;
    bool is_open_ = true;
    bool is_delivering_ = false;
};

}  // namespace unrip::bus
