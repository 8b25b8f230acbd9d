#pragma once

#include "bus/connection.hpp"
#include "bus/tracked_publisher.hpp"
#include "memory.hpp"
#include "messages/execute_trade.hpp"
#include "messages/quote_response.hpp"
#include "messages/trade_result.hpp"
#include "near/secret_key.hpp"
#include "observe.hpp"
#include "presence/announcer.hpp"
#include "presence/lease.hpp"
#include "signing.hpp"

#include <functional>
#include <memory>
#include <vector>

namespace unrip::runtime {
class Service;
}  // namespace unrip::runtime

namespace unrip::trade_executor {

class OwnSocket;

/// A command on its way: checked, signed, recorded, handed to the ingest that was asked or to the
/// socket of our own, and told what came of it. Nothing on this way waits for anything but the
/// relay's verdict.
class Executing {
  public:
    struct Surroundings {
        runtime::Service& service;
        bus::Connection& bus;
        bus::TrackedPublisher& publisher;
        presence::Announcer& announcer;
        const presence::Lease& lease;
        const near::SecretKey& key;
        Memory& memory;
        Observe& observe;
        /// The streams of the past were read, also those of a time without the bus.
        std::function<bool()> is_up_to_date;
        Milliseconds verdict_within{3'000};
        /// The relay would not have an answer on this slot.
        std::function<void(const SlotId&)> on_rejected;
        OwnSocket* own_socket = nullptr;  ///< Where answers leave, when not on the asking one.
    };

    explicit Executing(Surroundings surroundings);

    void on_command(const messages::Envelope<messages::ExecuteTrade>& command);

    /// Commands that came before the word of their slot are looked at again.
    void slots_heard();

    /// Signed by a process that ended before it could say what came of it.
    void say_unknown(const messages::Envelope<messages::QuoteSigned>& orphan);

    /// A rolling limit that is used up disarms, whoever used it up.
    void watch_limits();

    /// A person armed again: failures in a row are forgiven, and what was raised is over.
    void begin_anew();

    /// Until no verdict is awaited any more, for at most `limit`.
    Task<void> settle(Milliseconds limit);

    std::size_t awaiting_verdict() const { return awaiting_; }

  private:
    using Command = messages::Envelope<messages::ExecuteTrade>;
    using Signed = messages::Envelope<messages::QuoteSigned>;
    using Answer = messages::Envelope<messages::QuoteResponse>;
    using Outcome = messages::Envelope<messages::TradeResult>;

    /// A command, and when it was heard.
    struct Heard {
        Command command;
        std::int64_t at_ns = 0;
    };

    /// True: it is dealt with. Of one whose slot nobody has told of, that is not so until
    /// `is_final`.
    bool decide(const Heard& heard, bool is_final);
    Task<void> decide_later(std::weak_ptr<void> alive, MessageId command, Milliseconds pause);
    Situation situation();
    Outcome outcome_of(const Command& command, std::int64_t heard_ns) const;
    /// The record of a signature made at this moment.
    Signed promise_of(
        const Command& command,
        const Examined& examined,
        const SignedCommand& quote,
        const Outcome& outcome
    ) const;
    Answer answer_of(
        const Command& command,
        const Examined& examined,
        const SignedCommand& quote,
        const Signed& promise
    ) const;
    void refuse(Outcome outcome, const Examined& examined);
    /// Too late at the moment of the signature; nothing: in time.
    std::optional<messages::ExecutorRefusal> is_late(const Command& command, const Signed& promise)
        const;
    void execute(const Command& command, const Examined& examined, Outcome outcome);
    Task<void> hand_over(
        std::weak_ptr<void> alive, std::string subject, Answer answer, Outcome outcome
    );
    void answer_ourselves(const Answer& answer, std::string params, Outcome outcome);
    void say(const Outcome& outcome);
    void disarm(messages::ExecutorRefusal limit);

    Surroundings around_;
    std::string source_;
    std::uint64_t epoch_ = 0;  ///< The highest under which something was signed.
    std::uint64_t refused_when_all_was_acked_ = 0;
    std::size_t awaiting_ = 0;
    std::vector<Heard> early_;  ///< Whose slots were not heard of yet.
    std::shared_ptr<void> alive_ = std::make_shared<int>(0);  // For coroutines that outlive us.
};

}  // namespace unrip::trade_executor
