#pragma once

#include "support/scripted_server.hpp"

#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <set>
#include <string>

namespace unrip::test {

/// The Solver Relay as far as a listener needs it: answers subscriptions, delivers the events it is
/// given, and with guaranteed delivery sends again on each new connection what was not
/// acknowledged.
class FakeRelay {
  public:
    FakeRelay();
    FakeRelay(const FakeRelay&) = delete;
    FakeRelay& operator=(const FakeRelay&) = delete;
    ~FakeRelay();

    std::string url() const { return server_.url("ws") + "/ws"; }

    /// `count` settlements become known, each with a hash of its own ("hash-<n>").
    void add_statuses(std::size_t count);

    /// Before the next listener is told anything else, it hears this request for a quote.
    void ask_on_connect(std::string quote_event) { question_ = std::move(quote_event); }

    std::size_t acknowledged() const;
    std::uint64_t deliveries() const;
    int connections() const { return server_.accepted(); }

  private:
    void play(ScriptedPeer& peer);
    bool answer(ScriptedPeer& peer, const std::string& frame);
    void deliver_and_hear(ScriptedPeer& peer);

    mutable std::mutex guard_;
    std::condition_variable more_;
    std::uint64_t known_ = 0;
    std::set<std::uint64_t> acknowledged_;
    std::uint64_t deliveries_ = 0;
    bool is_stopping_ = false;
    std::string question_;   // Set before a listener comes.
    ScriptedServer server_;  // Last: its scripts use the rest.
};

}  // namespace unrip::test
