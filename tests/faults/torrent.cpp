#include "faults/torrent.hpp"

#include "faults/chronicle.hpp"

#include <nlohmann/json.hpp>

#include <array>
#include <stdexcept>
#include <string_view>

namespace unrip::test {
namespace {

using Json = nlohmann::json;

constexpr auto kId = "@id@";
constexpr std::int64_t kTime = 1'111'111'111'111;
constexpr std::int64_t kAmount = 2'222'222'222'222;
/// Small enough for every column, and for a million of them in a sum.
constexpr std::uint64_t kAmountEnd = 1'000'000;

struct Kind {
    const char* subject;
    const char* table;
    const char* column;
    Json body;
};

std::vector<Kind> kinds() {
    const auto text = std::to_string(kAmount);
    const Json block{{"height", kAmount}, {"hash", "6tGB"}, {"time_ns", 1}};
    return {
        {"norm.swap_demand", "swap_demand_events", "exact_amount_in", {{"exact_amount_in", text}}},
        {"norm.quote_status", "quote_status_events", "received_ns", {{"received_ns", kAmount}}},
        {"ref.market_price", "market_price_events", "mid", {{"mid", text}}},
        {"state.intent_inventory",
         "intent_inventory_snapshots",
         "block_height",
         {{"block", block}}},
        {"decision.trade_decision", "trade_decisions", "amount_in", {{"amount_in", text}}},
        {"cmd.execute_trade", "execute_trade_commands", "delta_in", {{"delta_in", text}}},
        {"exec.quote_signed", "signed_quotes", "notional_eure", {{"notional_eure", text}}},
        {"exec.trade_result", "trade_execution_results", "signed_ns", {{"signed_ns", kAmount}}},
        {"exec.trade_settlement", "trade_settlements", "notional_eure", {{"notional_eure", text}}},
        {"ops.liquidity_action", "liquidity_actions", "amount", {{"amount", text}}},
        {"ops.alert", "alerts", "since_ms", {{"since_ms", kAmount}}},
    };
}

}  // namespace

Torrent::Torrent(std::uint64_t seed) : dice_{seed} {
    for (const auto& kind : kinds()) {
        const auto said = retold(kind.subject, kId, kTime, kind.body, Json::object());
        moulds_.push_back(mould_of(said.payload));
        expected_.push_back({kind.subject, kind.table, kind.column, 0, 0});
    }
}

Torrent::Mould Torrent::mould_of(const std::string& text) {
    const std::array<std::pair<std::string, char>, 3> holes{{
        {kId, 'i'},
        {std::to_string(kTime), 't'},
        {std::to_string(kAmount), 'a'},
    }};
    Mould mould;
    std::size_t from = 0;
    for (std::size_t at = 0; at < text.size();) {
        const auto* found = &holes.front();
        while (found != holes.end() && text.compare(at, found->first.size(), found->first) != 0)
            ++found;
        if (found == holes.end()) {
            ++at;
            continue;
        }
        mould.text.push_back(text.substr(from, at - from));
        mould.holes.push_back(found->second);
        at += found->first.size();
        from = at;
    }
    mould.text.push_back(text.substr(from));
    if (mould.holes.size() != holes.size()) throw std::logic_error{"no mould is made of " + text};
    return mould;
}

Said Torrent::cast(const Mould& mould, Expected& expected) {
    const auto amount = 1 + dice_.below(kAmountEnd);
    auto id = kIds + std::to_string(said_);
    std::string payload;
    for (std::size_t i = 0; i < mould.holes.size(); ++i) {
        payload += mould.text[i];
        switch (mould.holes[i]) {
            case 'i':
                payload += id;
                break;
            case 't':
                payload += std::to_string(wall_now());
                break;
            default:
                payload += std::to_string(amount);
        }
    }
    payload += mould.text.back();
    ++expected.messages;
    expected.sum += amount;
    ++said_;
    return {expected.subject, std::move(id), std::move(payload)};
}

std::vector<Said> Torrent::next(std::size_t count) {
    std::vector<Said> all;
    all.reserve(count);
    for (std::size_t i = 0; i < count; ++i) {
        const auto kind = said_ % moulds_.size();
        all.push_back(cast(moulds_[kind], expected_[kind]));
    }
    return all;
}

}  // namespace unrip::test
