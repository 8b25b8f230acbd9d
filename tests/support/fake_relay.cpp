#include "support/fake_relay.hpp"

#include <nlohmann/json.hpp>

namespace unrip::test {
namespace {

using Json = nlohmann::json;

constexpr auto kSubscription = "subscription-1";
constexpr std::uint64_t kAtOnce = 16;  // Events under way before the first acknowledgement.

std::string status_event(std::uint64_t seq) {
    const auto number = std::to_string(seq);
    return Json{
        {"jsonrpc", "2.0"},
        {"method", "event"},
        {"params",
         {{"subscription", kSubscription},
          {"seq", seq},
          {"data",
           {{"quote_hash", "hash-" + number},
            {"intent_hash", "intent-" + number},
            {"tx_hash", "tx-" + number}}}}}}
        .dump();
}

}  // namespace

FakeRelay::FakeRelay() : server_{[this](ScriptedPeer& peer) { play(peer); }} {}

FakeRelay::~FakeRelay() {
    {
        const std::scoped_lock lock{guard_};
        is_stopping_ = true;
    }
    more_.notify_all();
    server_.stop();
}

void FakeRelay::add_statuses(std::size_t count) {
    {
        const std::scoped_lock lock{guard_};
        known_ += count;
    }
    more_.notify_all();
}

std::size_t FakeRelay::acknowledged() const {
    const std::scoped_lock lock{guard_};
    return acknowledged_.size();
}

std::uint64_t FakeRelay::deliveries() const {
    const std::scoped_lock lock{guard_};
    return deliveries_;
}

void FakeRelay::play(ScriptedPeer& peer) {
    peer.accept_websocket();
    bool delivers = false;
    while (!delivers)
        delivers = answer(peer, peer.read_frame().payload);
    if (!question_.empty()) peer.write_frame(kText, question_);
    deliver_and_hear(peer);
}

/// True when the listener asked for the settlements, which is what it asks for last.
bool FakeRelay::answer(ScriptedPeer& peer, const std::string& frame) {
    const auto request = Json::parse(frame);
    const Json answer{{"jsonrpc", "2.0"}, {"id", request.at("id")}, {"result", kSubscription}};
    peer.write_frame(kText, answer.dump());
    return request.at("params").at(0) == "quote_status";
}

/// The next few that are not acknowledged, then their acknowledgements, and so on.
void FakeRelay::deliver_and_hear(ScriptedPeer& peer) {
    for (std::uint64_t next = 1;;) {
        std::set<std::uint64_t> under_way;
        {
            std::unique_lock lock{guard_};
            more_.wait(lock, [&] { return is_stopping_ || next <= known_; });
            if (is_stopping_) return;
            for (; next <= known_ && under_way.size() < kAtOnce; ++next) {
                if (!acknowledged_.contains(next)) under_way.insert(next);
            }
            deliveries_ += under_way.size();
        }
        for (const auto seq : under_way)
            peer.write_frame(kText, status_event(seq));
        while (!under_way.empty()) {
            const auto frame = peer.read_frame();
            if (frame.opcode != kText) continue;
            const auto request = Json::parse(frame.payload);
            if (request.at("method") != "acknowledge") continue;
            const auto seq = request.at("params").at(1).get<std::uint64_t>();
            under_way.erase(seq);
            const std::scoped_lock lock{guard_};
            acknowledged_.insert(seq);
        }
    }
}

}  // namespace unrip::test
