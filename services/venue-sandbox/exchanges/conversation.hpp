#pragma once

#include "core/time.hpp"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace unrip::sandbox {

class Opinion;

/// What an exchange wants said on one socket.
struct Saying {
    std::vector<std::string> texts;
    bool ping = false;
    bool ends = false;  ///< The exchange hangs up after that.
};

/// One client's talk with an exchange: text in, text out, no socket and no clock.
class Conversation {
  public:
    Conversation() = default;
    Conversation(const Conversation&) = delete;
    Conversation& operator=(const Conversation&) = delete;
    virtual ~Conversation() = default;

    virtual void begin(Instant now, Saying& say) = 0;
    virtual void hear(std::string_view text, Instant now, Saying& say) = 0;
    /// Often enough that prices are told on time.
    virtual void beat(Instant now, Saying& say) = 0;
};

std::unique_ptr<Conversation> kraken_conversation(const Opinion& opinion, std::uint64_t connection);
std::unique_ptr<Conversation> coinbase_conversation(const Opinion& opinion);
std::unique_ptr<Conversation> bitstamp_conversation(const Opinion& opinion);
/// `target` is what was asked for in the handshake: streams can be named in it.
std::unique_ptr<Conversation> binance_conversation(const Opinion& opinion, std::string_view target);

}  // namespace unrip::sandbox
