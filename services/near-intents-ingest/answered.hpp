#pragma once

#include "bus/inflow.hpp"
#include "core/ids.hpp"
#include "messages/quote_response.hpp"

#include <cstddef>
#include <deque>
#include <optional>
#include <unordered_map>
#include <vector>

namespace unrip::near_intents_ingest {

/// What was asked to be sent, by hash, so that nothing is sent twice: whoever asks again gets the
/// first verdict, at once or when it comes. Holds the newest few thousand.
class Answered {
  public:
    struct Asked {
        bus::Incoming request;
        MessageId id;  ///< Of the request's envelope.
    };

    explicit Answered(std::size_t capacity) : capacity_{capacity} {}

    /// What to do with a request.
    enum class Turn {
        send,    ///< It is the first one.
        wait,    ///< The first one is under way; its verdict goes to both.
        repeat,  ///< There is a verdict: see `verdict`.
        full,    ///< Too many are under way.
    };
    Turn take(const QuoteHash& hash, Asked asked);

    const messages::QuoteResponseReply& verdict(const QuoteHash& hash) const;

    /// The verdict is there; gives everybody who waits for it.
    std::vector<Asked> settle(const QuoteHash& hash, messages::QuoteResponseReply reply);

    std::size_t size() const { return entries_.size(); }

  private:
    struct Entry {
        std::vector<Asked> waiting;
        std::optional<messages::QuoteResponseReply> reply;
    };

    bool make_room();

    std::size_t capacity_;
    std::unordered_map<QuoteHash, Entry> entries_;
    std::deque<QuoteHash> oldest_first_;
};

}  // namespace unrip::near_intents_ingest
