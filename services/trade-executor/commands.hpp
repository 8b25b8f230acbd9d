#pragma once

#include "core/ids.hpp"
#include "messages/quote_signed.hpp"
#include "recent.hpp"

#include <cstddef>
#include <unordered_map>
#include <vector>

namespace unrip::trade_executor {

/// Which commands were dealt with, so that each has one result however often it comes. Holds the
/// newest; a command lives for seconds only.
class Commands {
  public:
    using Signed = messages::Envelope<messages::QuoteSigned>;

    explicit Commands(std::size_t capacity) : known_{capacity} {}

    /// True: it is new and now ours to deal with.
    bool take(const CommandId& id) { return known_.add(id.text()); }

    // What the stream tells of the time before.
    void was_signed(const Signed& quote);
    void had_result(const CommandId& id);

    /// Signed by a process that ended before it could say what came of it, in the order they were
    /// signed. Asked once, after all was read.
    std::vector<Signed> take_orphans();

  private:
    Recent known_;
    std::unordered_map<CommandId, Signed> orphans_;
};

}  // namespace unrip::trade_executor
