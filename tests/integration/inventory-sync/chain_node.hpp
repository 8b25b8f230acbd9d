#pragma once

#include "support/scripted_server.hpp"

#include <atomic>
#include <chrono>
#include <cstdint>
#include <mutex>
#include <string>

namespace unrip::test {

/// The chain as several nodes see it.
class Chain {
  public:
    explicit Chain(std::uint64_t height) : height_{height} {}

    std::uint64_t height() const { return height_; }
    void set_height(std::uint64_t height) { height_ = height; }
    void advance() { ++height_; }

    void set_balances(std::string json);
    std::string balances() const;
    void set_salt(std::string salt);
    std::string salt() const;

  private:
    std::atomic<std::uint64_t> height_;
    mutable std::mutex guard_;
    std::string balances_ = R"(["1000000","600000000000000000000"])";
    std::string salt_ = "252812b3";
};

/// A NEAR node that answers what inventory-sync asks, or misbehaves.
class ChainNode {
  public:
    explicit ChainNode(const Chain& chain) : chain_{chain} {}

    std::string url() const { return server_.url("http"); }
    void lag(std::uint64_t blocks) { lag_ = blocks; }
    void lie() { lies_ = true; }
    void fail(bool fails = true) { fails_ = fails; }

  private:
    void play(ScriptedPeer& peer);
    std::string answer(const std::string& body) const;
    std::string viewed(const std::string& method) const;

    const Chain& chain_;
    std::atomic<std::uint64_t> lag_ = 0;
    std::atomic<bool> lies_ = false;
    std::atomic<bool> fails_ = false;
    ScriptedServer server_{[this](ScriptedPeer& peer) { play(peer); }};
};

}  // namespace unrip::test
