#include "why_text.hpp"

#include "figures.hpp"
#include "reasons.hpp"

namespace unrip::unripctl {
namespace {

constexpr std::size_t kTimeWidth = 15;
constexpr std::size_t kWordWidth = 11;
constexpr unsigned kTimePlaces = 4;

std::string words_with_numbers(std::string text, const Json& quote) {
    if (quote.contains("finding")) {
        const auto numbers = measured(quote.at("finding"));
        if (!numbers.empty()) text += ": " + numbers;
    }
    return text + ".";
}

std::string detail_of(const Json& quote) {
    const auto detail = text_at(quote, "/detail");
    return detail.empty() ? "" : " Its words: " + detail + ".";
}

std::string symbol_in(const Json& quote) {
    const auto pair = text_at(quote, "/pair");
    return text_at(quote, "/side") == "buy" ? base_symbol(pair) : quote_symbol(pair);
}
std::string symbol_out(const Json& quote) {
    const auto pair = text_at(quote, "/pair");
    return text_at(quote, "/side") == "buy" ? quote_symbol(pair) : base_symbol(pair);
}
bool knows_tokens(const Json& quote) {
    return !text_at(quote, "/side").empty();
}

std::string declined(const Json& quote, const std::string& name) {
    const auto reason = text_at(quote, "/reason");
    if (is_true_at(quote, "/would_quote")) {
        return "Quote " + name + " was not answered: " + decline_phrase(reason) +
               ". Otherwise it would have given " +
               amount_text(text_at(quote, "/amount_out"), symbol_out(quote)) + " for " +
               amount_text(text_at(quote, "/amount_in"), symbol_in(quote)) + ".";
    }
    return "Quote " + name + " was declined: " + words_with_numbers(decline_phrase(reason), quote);
}

std::string not_settled(const Json& quote, const std::string& ended, const std::string& name) {
    if (ended == "matched")
        return "Quote " + name + " was taken; the chain has not settled it yet.";
    if (ended == "failed") {
        return "Quote " + name + " was taken, but its transaction failed: " +
               failure_phrase(text_at(quote, "/reason")) + "." + detail_of(quote);
    }
    if (ended == "expired") {
        return "Quote " + name + " was answered and not taken: it expired. Proof: " +
               evidence_phrase(text_at(quote, "/evidence")) + ".";
    }
    return "What became of quote " + name +
           " can't be proven: " + evidence_phrase(text_at(quote, "/evidence")) +
           ". It counts as unknown, never as expired; compare the account's activity on the chain.";
}

std::string answered(const Json& quote, const std::string& ended, const std::string& name) {
    const auto until = clock_text(text_at(quote, "/deadline"), 0);
    if (ended == "accepted") {
        if (is_true_at(quote, "/is_past_deadline")) {
            return "Quote " + name + " was answered and in the auction. Its deadline (" + until +
                   ") has passed; the proof that nobody took it is still to come.";
        }
        return "Quote " + name +
               " was answered and is in the auction; nobody has taken it yet. It "
               "is valid until " +
               until + ".";
    }
    if (ended == "rejected") {
        return "Quote " + name + " was signed, but is not in the auction: " +
               rejection_phrase(text_at(quote, "/reason")) + "." + detail_of(quote) +
               " The promise stands until " + until + " all the same.";
    }
    return "Quote " + name + " was signed and perhaps sent: no verdict of the relay came." +
           detail_of(quote) + " The promise stands until " + until + ".";
}

/// Of quotes on one lane at one price in one millisecond the signed bytes are the same.
std::string twin_of(const Json& quote) {
    return text_at(quote, "/same_bytes_as");
}

std::string same_bytes(const Json& quote, const std::string& ended, const std::string& name) {
    const auto other = short_id(twin_of(quote));
    const auto word = text_at(quote, "/same_bytes_ended");
    return "Quote " + name + " was answered (" + ended + ") with the same bytes as quote " + other +
           ": one signature, which can settle once. What became of it is told there: " +
           (word.empty() ? "not recorded yet" : word) + ".";
}

struct Life {
    std::string text;

    void line(const std::string& time, std::string_view word, const std::string& said) {
        text += "  " + padded(time.empty() ? "" : clock_text(time, kTimePlaces), kTimeWidth) +
                padded(word, kWordWidth) + said + "\n";
    }
    void more(const std::string& said) { line({}, {}, said); }
};

void asked(Life& life, const Json& quote) {
    const bool is_in_fixed = is_true_at(quote, "/is_amount_in_fixed");
    std::string said;
    if (knows_tokens(quote)) {
        said = is_in_fixed ? amount_text(text_at(quote, "/amount_in"), symbol_in(quote)) + " for " +
                                 symbol_out(quote)
                           : amount_text(text_at(quote, "/amount_out"), symbol_out(quote)) +
                                 ", to be paid in " + symbol_in(quote);
    } else {
        said = text_at(quote, "/asset_in") + " for " + text_at(quote, "/asset_out");
    }
    if (const auto valid = number_at(quote, "/min_deadline_ms"))
        said += ", valid " + age_text(Milliseconds{*valid});
    const auto partner = text_at(quote, "/partner_id");
    if (!partner.empty()) said += ", partner " + partner;
    life.line(text_at(quote, "/asked_at"), "asked", said);
}

std::string fair_price(const Json& quote) {
    std::string said = "fair " + figure(text_at(quote, "/mid"), 2);
    std::string sources;
    if (quote.contains("sources") && quote.at("sources").is_array()) {
        for (const auto& source : quote.at("sources")) {
            const auto use = text_at(source, "/use");
            sources += (sources.empty() ? "" : ", ") + text_at(source, "/source");
            sources += use == "used" ? " " + figure(text_at(source, "/bid"), 1) : " " + use;
        }
    }
    if (const auto age = number_at(quote, "/inputs/price_age_ms"))
        sources +=
            (sources.empty() ? "" : "; ") + std::string{"age "} + age_text(Milliseconds{*age});
    return sources.empty() ? said : said + " (" + sources + ")";
}

std::string spread_of(const Json& quote) {
    const auto total = number_at(quote, "/half_spread_ppm");
    if (!total) return {};
    std::string parts;
    if (quote.contains("spread") && quote.at("spread").is_array()) {
        for (const auto& part : quote.at("spread")) {
            auto bps = bps_text(number_at(part, "/ppm").value_or(0));
            bps.resize(bps.size() - 4);  // The unit stands once.
            parts += (parts.empty() ? " = " : " + ") + text_at(part, "/name") + " " + bps;
        }
    }
    return "spread " + bps_text(*total) + parts;
}

void inputs(Life& life, const Json& quote) {
    const auto symbol = symbol_out(quote);
    const auto amount = [&](const char* name) { return text_at(quote, name); };
    if (!amount("/spendable_out").empty()) {
        auto said = "counted " + amount_text(amount("/spendable_out"), symbol);
        if (!amount("/promised_out").empty())
            said += ", promised " + amount_text(amount("/promised_out"), symbol);
        life.more(said);
    }
    if (!amount("/spendable_out_after").empty())
        life.more(
            "inventory after the trade " + amount_text(amount("/spendable_out_after"), symbol)
        );
    std::string ages;
    const auto age = [&](const char* pointer, const char* name) {
        const auto ms = number_at(quote, pointer);
        if (ms)
            ages +=
                (ages.empty() ? "" : ", ") + std::string{name} + " " + age_text(Milliseconds{*ms});
    };
    age("/inputs/inventory_age_ms", "count");
    age("/inputs/venue_age_ms", "salt and fee");
    age("/inputs/clock_skew_ms", "block time behind");
    if (!ages.empty()) life.more("ages: " + ages);
    if (const auto unacked = number_at(quote, "/inputs/journal_unacked"); unacked && *unacked > 0)
        life.more(count_text(*unacked) + " records were not acknowledged yet");
}

void decided(Life& life, const Json& quote) {
    const auto at = text_at(quote, "/decided_at");
    if (at.empty()) return;
    if (text_at(quote, "/mid").empty()) {
        life.line(at, "decided", "without a price");
    } else {
        life.line(at, "decided", fair_price(quote));
    }
    const auto spread = spread_of(quote);
    if (!spread.empty()) life.more(spread);
    const auto price = text_at(quote, "/quoted_price");
    if (!price.empty() && knows_tokens(quote)) {
        life.more(
            text_at(quote, "/side") + " at " + figure(price, 2) + ": gives " +
            amount_text(text_at(quote, "/amount_out"), symbol_out(quote)) + " for " +
            amount_text(text_at(quote, "/amount_in"), symbol_in(quote))
        );
    }
    if (knows_tokens(quote)) inputs(life, quote);
    const auto slot = text_at(quote, "/slot");
    if (!slot.empty()) {
        life.more(
            "slot " + slot + ", quote valid until " + clock_text(text_at(quote, "/deadline"), 0)
        );
    }
    if (text_at(quote, "/outcome") == "declined") {
        auto said = decline_phrase(text_at(quote, "/reason"));
        life.line(at, "declined", words_with_numbers(std::move(said), quote));
    }
}

void sent(Life& life, const Json& quote) {
    if (!text_at(quote, "/signed_at").empty())
        life.line(text_at(quote, "/signed_at"), "signed", "hash " + text_at(quote, "/quote_hash"));
    if (!twin_of(quote).empty()) {
        life.more("the same bytes as for another quote: one signature, recorded once, there");
        life.more("unripctl why " + twin_of(quote));
    }
    const auto result = text_at(quote, "/result");
    if (result.empty()) return;
    const auto at = text_at(quote, "/result_at");
    if (result == "accepted") {
        const auto us = number_at(quote, "/relay_us");
        life.line(
            at,
            "accepted",
            us ? "by the relay after " + figure(from_units(std::to_string(*us), 3), 2) + " ms"
               : "by the relay"
        );
    } else if (result == "refused") {
        life.line(
            at, "refused", words_with_numbers(refusal_phrase(text_at(quote, "/refusal")), quote)
        );
    } else if (result == "rejected") {
        life.line(at, "rejected", rejection_phrase(text_at(quote, "/rejection")));
    } else {
        life.line(at, "unknown", "no verdict of the relay came");
    }
}

void ended_up(Life& life, const Json& quote) {
    if (!text_at(quote, "/matched_at").empty()) {
        const auto intent = text_at(quote, "/intent_hash");
        life.line(
            text_at(quote, "/matched_at"), "matched", intent.empty() ? "" : "intent " + intent
        );
    }
    const auto ended = text_at(quote, "/ended");
    if (ended == "settled") {
        auto said = "block " + count_text(number_at(quote, "/block_height").value_or(0));
        const auto earned = text_at(quote, "/realised_pnl_eure");
        if (!earned.empty()) said += ", earned " + figure(earned, 2) + " EURe against fair";
        life.line(text_at(quote, "/settled_at"), "settled", said);
        life.more("tx " + text_at(quote, "/tx_hash"));
    } else if (ended == "failed" || ended == "expired" || ended == "settlement_unknown") {
        const auto word = ended == "settlement_unknown" ? "unknown" : ended;
        const auto said = ended == "failed" ? failure_phrase(text_at(quote, "/reason"))
                                            : evidence_phrase(text_at(quote, "/evidence"));
        life.line(text_at(quote, "/last_word_at"), word, said);
    }
}

}  // namespace

std::string ending(const Json& quote) {
    const auto name = short_id(text_at(quote, "/quote_id"));
    const auto ended = text_at(quote, "/ended");
    if (ended == "settled") return "Quote " + name + " was answered and settled.";
    if (ended == "declined") return declined(quote, name);
    if (ended == "undecided") {
        return "No decision on quote " + name +
               " is recorded: it was sampled out in a flood, or the strategy-engine was not there.";
    }
    if (ended == "not_commanded") {
        return "Quote " + name +
               " was approved, but no command is recorded: the strategy-engine stopped in between, "
               "or the command is not written yet.";
    }
    if (ended == "commanded")
        return "Quote " + name + " is commanded; the executor has not answered yet.";
    if (ended == "executor_absent") {
        return "Quote " + name +
               " was commanded, but no executor answered before the command "
               "expired. Is trade-executor running? See unripctl status.";
    }
    if (ended == "refused") {
        return "Quote " + name + " was not signed: " +
               words_with_numbers(refusal_phrase(text_at(quote, "/reason")), quote);
    }
    if (ended == "accepted" || ended == "rejected" || ended == "unknown") {
        if (!twin_of(quote).empty()) return same_bytes(quote, ended, name);
        return answered(quote, ended, name);
    }
    return not_settled(quote, ended, name);
}

std::string why_text(const Json& quote) {
    Life life;
    asked(life, quote);
    decided(life, quote);
    sent(life, quote);
    ended_up(life, quote);
    auto text = ending(quote) + "\n\n" + life.text;
    const auto hash = text_at(quote, "/policy_hash");
    if (!hash.empty()) {
        text += "\n  policy " + hash.substr(0, 12) + "   limits " +
                text_at(quote, "/limits_hash").substr(0, 12) + "   quote " +
                text_at(quote, "/quote_id") + "\n";
    }
    return text;
}

}  // namespace unrip::unripctl
