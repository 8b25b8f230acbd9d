#pragma once

#include "bus/connection.hpp"
#include "memory.hpp"
#include "net/task.hpp"
#include "observe.hpp"
#include "stream_past.hpp"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace unrip::runtime {
class Service;
}  // namespace unrip::runtime

namespace unrip::presence {
class Lease;
}  // namespace unrip::presence

namespace unrip::trade_executor {

/// Brings the memory up to date from the streams: at the beginning of a term, and whenever the bus
/// was away. Until then nothing is signed.
class Recall {
  public:
    struct Told {
        std::function<void(const messages::Envelope<messages::QuoteStatus>&)> status;
        std::function<void(const messages::Envelope<messages::QuoteSigned>&)> orphan;
        /// The past is read, and the present goes on from there.
        std::function<void()> done;
    };

    Recall(
        runtime::Service& service,
        bus::Connection& bus,
        const presence::Lease& lease,
        Memory& memory,
        Observe& observe,
        Told told
    );

    /// Until cancelled.
    Task<void> run();

    bool is_up_to_date() const;

    /// Slots are heard at once, but while the past is read they wait for it.
    void hear(const messages::Slots& slots);

    const std::string& last_trouble() const { return last_trouble_; }

  private:
    /// What the memory is good for: this term, on this connection.
    struct Basis {
        std::uint64_t epoch = 0;
        std::uint64_t connection = 0;

        friend bool operator==(const Basis&, const Basis&) = default;
    };

    Basis now() const;
    Task<Result<void>> read_all();
    Task<void> read_facts();
    Task<Result<void>> read(
        std::string stream,
        std::string subject,
        Instant since,
        std::function<void(const bus::Delivery&)> hear
    );
    void on_trade(const bus::Delivery& delivery);
    void on_slots(const bus::Delivery& delivery);
    void on_status(const bus::Delivery& delivery);

    runtime::Service& service_;
    bus::Connection& bus_;
    const presence::Lease& lease_;
    Memory& memory_;
    Observe& observe_;
    Told told_;
    std::optional<Basis> basis_;
    std::optional<Instant> known_until_;
    std::vector<messages::Slots> waiting_;
    bool is_gap_ = false;  ///< Something that waited was dropped.
    std::uint64_t readers_ = 0;
    std::string last_trouble_;
};

}  // namespace unrip::trade_executor
