#include "event_text.hpp"

#include "figures.hpp"
#include "reasons.hpp"

#include <algorithm>
#include <array>
#include <sstream>

namespace unrip::unripctl {
namespace {

constexpr std::size_t kWordWidth = 10;

std::string symbol_in(const Json& event, bool is_in) {
    const auto pair = text_at(event, "/pair");
    const auto side = text_at(event, "/side");
    if (pair.empty() || side.empty())
        return short_id(text_at(event, is_in ? "/asset_in" : "/asset_out"));
    // Buying, we receive the base.
    return (side == "buy") == is_in ? base_symbol(pair) : quote_symbol(pair);
}

/// "user gives 250.00 EURe, wants BTC"
std::string asked(const Json& event) {
    const auto gives = text_at(event, "/gives");
    const auto wants = text_at(event, "/wants");
    const auto in = symbol_in(event, true);
    const auto out = symbol_in(event, false);
    if (!gives.empty()) return "user gives " + amount_text(gives, in) + ", wants " + out;
    if (!wants.empty()) return "user wants " + amount_text(wants, out) + " for " + in;
    return "user asks for " + out + " against " + in;
}

std::string why_short(
    const Json& event, std::string (*phrase)(std::string_view), const char* word
) {
    auto text = phrase(text_at(event, word));
    if (event.contains("finding")) {
        const auto numbers = measured(event.at("finding"));
        if (!numbers.empty()) text += ": " + numbers;
    }
    return text;
}

/// "sell 0.004 160 81 BTC at 60 084.40   +12.0 bps   slot 18/4"
std::string deal(const Json& event) {
    const auto side = text_at(event, "/side");
    const auto base = side == "buy" ? "/amount_in" : "/amount_out";
    auto text = side + " " +
                amount_text(text_at(event, base), base_symbol(text_at(event, "/pair"))) + " at " +
                figure(text_at(event, "/price"), 2);
    if (const auto spread = number_at(event, "/half_spread_ppm"))
        text += "   +" + bps_text(*spread);
    const auto slot = text_at(event, "/slot");
    if (!slot.empty()) text += "   slot " + slot;
    return text;
}

Line result(const Json& event) {
    const auto outcome = text_at(event, "/outcome");
    const auto quote = "q " + short_id(text_at(event, "/quote_id")) + "   ";
    if (outcome == "accepted") {
        std::string text = "accepted by the relay";
        if (const auto us = number_at(event, "/relay_us"))
            text += " in " + figure(from_units(std::to_string(*us), 3), 2) + " ms";
        return {{}, "sent", text};
    }
    if (outcome == "refused")
        return {{}, "refused", quote + why_short(event, refusal_phrase, "/refusal")};
    const auto detail = text_at(event, "/detail");
    if (outcome == "rejected") {
        auto text = quote + rejection_phrase(text_at(event, "/rejection"));
        return {{}, "rejected", detail.empty() ? text : text + ": " + detail};
    }
    return {{}, "unknown", quote + "signed, and no verdict came; the promise stands"};
}

Line settlement(const Json& event) {
    const auto state = text_at(event, "/state");
    const auto quote = "q " + short_id(text_at(event, "/quote_id"));
    if (state == "matched") {
        const auto intent = text_at(event, "/intent_hash");
        return {
            {},
            state,
            quote + (intent.empty() ? "" : "   intent " + short_id(intent)) +
                "   waiting for the chain"};
    }
    if (state == "settled") {
        std::string text;
        const auto pair = text_at(event, "/pair");
        if (event.contains("moved") && event.at("moved").is_array()) {
            for (const auto& moved : event.at("moved")) {
                const auto symbol =
                    is_true_at(moved, "/is_base") ? base_symbol(pair) : quote_symbol(pair);
                text += signed_amount_text(text_at(moved, "/delta"), symbol) + "  ";
            }
        }
        const auto earned = text_at(event, "/earned");
        if (!earned.empty()) text += " earned " + figure(earned, 2) + " EURe";
        const auto tx = text_at(event, "/tx_hash");
        return {{}, state, text + (tx.empty() ? "" : "   tx " + short_id(tx))};
    }
    if (state == "failed")
        return {{}, state, quote + "   " + failure_phrase(text_at(event, "/failure"))};
    return {{}, state, quote + "   " + evidence_phrase(text_at(event, "/evidence"))};
}

Line control(const Json& event) {
    std::string text = text_at(event, "/service") + " " + text_at(event, "/did");
    if (event.contains("changes") && event.at("changes").is_array()) {
        for (const auto& change : event.at("changes")) {
            const auto name = text_at(change, "/name");
            if (name == "arming") continue;
            text += "   " + name + " " + text_at(change, "/before") + " -> " +
                    text_at(change, "/after");
        }
    }
    text += "   by " + text_at(event, "/actor");
    if (const auto ttl = number_at(event, "/ttl_seconds"))
        text += ", for " + age_text(std::chrono::seconds{*ttl});
    const auto reason = text_at(event, "/reason");
    return {{}, "control", reason.empty() ? text : text + ": " + reason};
}

Line liquidity(const Json& event) {
    std::string text = text_at(event, "/what") + " " + text_at(event, "/state");
    const auto amount = text_at(event, "/amount");
    if (!amount.empty()) text += "   " + amount_text(amount, text_at(event, "/symbol"));
    const auto detail = text_at(event, "/detail");
    return {{}, "stock", detail.empty() ? text : text + "   " + detail};
}

std::vector<Line> alert(const Json& event) {
    const bool is_over = text_at(event, "/state") == "cleared";
    // A trouble that lasts is repeated every minute; once is enough here.
    if (!is_over && number_at(event, "/repeats").value_or(0) > 0) return {};
    std::vector<Line> lines{{{}, is_over ? "over" : "ALERT", text_at(event, "/summary")}};
    const auto fix = text_at(event, "/fix");
    if (!is_over && !fix.empty()) lines.push_back({{}, "", "fix: " + fix});
    return lines;
}

constexpr std::string_view kReset = "\x1b[0m";

std::string_view colour_of(std::string_view word) {
    constexpr std::string_view kGreen = "\x1b[32m";
    constexpr std::string_view kYellow = "\x1b[33m";
    constexpr std::string_view kRed = "\x1b[31m";
    constexpr std::string_view kGrey = "\x1b[90m";
    if (word == "settled" || word == "over") return kGreen;
    if (word == "refused" || word == "rejected" || word == "unknown" || word == "control")
        return kYellow;
    if (word == "failed" || word == "ALERT") return kRed;
    if (word == "declined" || word == "·") return kGrey;
    return {};
}

/// Of these the end says why, and the fix is all end.
bool ends_with_why(std::string_view word) {
    constexpr std::array<std::string_view, 7> kWords{
        "", "ALERT", "declined", "refused", "rejected", "failed", "unknown"};
    return std::find(kWords.begin(), kWords.end(), word) != kWords.end();
}

}  // namespace

std::vector<Line> Narrator::tell(const Json& event) {
    const auto kind = text_at(event, "/kind");
    std::vector<Line> lines;
    if (kind == "decision") lines = decision(event);
    if (kind == "count") lines = count(event);
    if (kind == "alert") lines = alert(event);
    if (kind == "result") lines = {result(event)};
    if (kind == "settlement") lines = {settlement(event)};
    if (kind == "control") lines = {control(event)};
    if (kind == "liquidity") lines = {liquidity(event)};
    for (auto& line : lines)
        line.at = clock_text(text_at(event, "/at"), 3);
    return lines;
}

std::vector<Line> Narrator::decision(const Json& event) const {
    const auto many = number_at(event, "/stands_for").value_or(1);
    const auto times = many > 1 ? "   (and " + count_text(many - 1) + " like it)" : std::string{};
    if (text_at(event, "/outcome") != "approved" && !is_true_at(event, "/would_quote")) {
        return {
            {{},
             "declined",
             padded(asked(event), 38) + " " + why_short(event, decline_phrase, "/reason") + times}};
    }
    const auto partner = text_at(event, "/partner");
    Line quote{
        {},
        "quote",
        padded(asked(event), 38) + " q " + short_id(text_at(event, "/quote_id")) +
            (partner.empty() ? "" : "   partner " + partner)};
    if (text_at(event, "/outcome") == "approved") return {quote, {{}, "decision", deal(event)}};
    return {quote, {{}, "shadow", "would " + deal(event) + "   but is disarmed" + times}};
}

std::vector<Line> Narrator::count(const Json& event) {
    if (!event.contains("held") || !event.at("held").is_array()) return {};
    std::string changes;
    const bool is_first = held_.empty();
    for (const auto& token : event.at("held")) {
        const auto symbol = text_at(token, "/symbol");
        const auto amount = text_at(token, "/spendable");
        auto& before = held_[symbol];
        if (before != amount)
            changes += (changes.empty() ? "" : "   ") + amount_text(amount, symbol);
        before = amount;
    }
    if (changes.empty()) return {};
    return {
        {{},
         "count",
         (is_first ? "held " : "now ") + changes + "   block " +
             count_text(number_at(event, "/block_height").value_or(0))}};
}

std::string plain(const Line& line) {
    return padded(line.at, 12) + "  " + padded(line.word, kWordWidth) + line.text;
}

std::vector<std::string> rows_of(const Line& line, std::size_t columns) {
    const auto whole = plain(line);
    const auto before = width_of(plain({{}, {}, {}}));
    if (width_of(whole) <= columns || columns <= before || !ends_with_why(line.word))
        return {cut(whole, columns)};
    std::vector<std::string> rows{plain({line.at, line.word, {}})};
    bool is_first = true;
    std::istringstream words{line.text};
    for (std::string word; words >> word; is_first = false) {
        if (!is_first && width_of(rows.back()) + 1 + width_of(word) > columns) {
            rows.push_back(plain({{}, {}, word}));
        } else {
            rows.back() += (is_first ? "" : " ") + word;
        }
    }
    for (auto& row : rows)
        row = cut(row, columns);
    return rows;
}

std::string coloured(std::string_view word, const std::string& text) {
    const auto colour = colour_of(word);
    if (colour.empty()) return text;
    return std::string{colour} + text + std::string{kReset};
}

}  // namespace unrip::unripctl
