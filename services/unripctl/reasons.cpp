#include "reasons.hpp"

#include "figures.hpp"

#include <array>
#include <cctype>
#include <charconv>
#include <span>

namespace unrip::unripctl {
namespace {

struct Phrase {
    std::string_view word;
    std::string_view said;
};

constexpr std::array kDeclines = std::to_array<Phrase>({
    {"unsupported_pair", "the policy has no such pair"},
    {"malformed_request", "the request made no sense: both or no amount, or an impossible one"},
    {"disarmed", "the strategy was disarmed; everything else was right"},
    {"not_active", "another strategy-engine held the lease"},
    {"no_price", "no price had been heard yet"},
    {"stale_price", "the newest price was too old"},
    {"no_inventory", "no count of the balances had been heard yet"},
    {"stale_inventory", "the newest count of the balances was too old"},
    {"no_salt", "the Verifier's salt had not been heard yet"},
    {"stale_salt", "the newest state of the Verifier was too old"},
    {"account_locked", "the Verifier has locked the account"},
    {"venue_paused", "the Verifier refuses intents"},
    {"clock_skew", "our clock can't be trusted"},
    {"bus_lost", "the bus (NATS) was away"},
    {"journal_behind", "too much of what was said was not recorded yet"},
    {"over_committed", "a count fell below what is promised"},
    {"too_few_sources", "too few price sources were fresh"},
    {"sources_disagree", "the price sources were too far apart"},
    {"arithmetic_overflow", "the amounts leave 128 bits"},
    {"amount_too_small", "the amount is too small"},
    {"over_notional_limit", "worth more than one quote may be"},
    {"over_size_limit", "more of a token than one quote may move"},
    {"over_rate_limit", "too many quotes in a short time"},
    {"deadline_too_long", "the answer would have to stay valid for too long"},
    {"too_late", "the auction ends before an answer can arrive"},
    {"already_answered", "this very quote was answered before"},
    {"price_probe", "the requester only looks, and the policy does not sign for lookers"},
    {"partner_refused", "the policy does not quote to this partner"},
    {"inventory_band", "the trade would leave the pair's inventory band"},
    {"insufficient_inventory", "we hold less than it asks for"},
    {"withdrawal_pending", "what is left is being withdrawn"},
    {"slot_cap_exceeded", "no slot has a cap as large as this"},
    {"no_slot", "all slots were taken, or none could be opened"},
});

constexpr std::array kRefusals = std::to_array<Phrase>({
    {"disarmed", "the executor was disarmed"},
    {"not_active", "another executor held the lease"},
    {"malformed_command", "the command contradicted itself"},
    {"command_expired", "the command came too late"},
    {"stale_epoch", "a newer strategy-engine had spoken"},
    {"unknown_slot", "the slot was never said to be open"},
    {"slot_closed", "the slot was closed"},
    {"over_slot_cap", "it was more than the slot may give"},
    {"lane_full", "too many quotes were open on the slot"},
    {"nonce_mismatch", "the nonce was not the slot's"},
    {"nonce_used", "the nonce was seen used"},
    {"deadline_too_late", "its deadline was too late"},
    {"deadline_too_soon", "its deadline was too soon"},
    {"unsupported_asset", "a token is not in the executor's policy"},
    {"wrong_account", "it named another account or contract than ours"},
    {"over_notional_limit", "it was worth more than one quote may be"},
    {"signed_notional_limit", "the rolling limit of signed notional was used up"},
    {"settled_notional_limit", "the rolling limit of settled notional was used up"},
    {"realised_loss_limit", "the rolling limit of realised loss was used up"},
    {"failed_settlements_limit", "too many settlements in a row had failed"},
    {"price_out_of_band", "the price was too far from the executor's own reference"},
    {"no_reference", "the executor had heard no price"},
    {"stale_reference", "the executor's newest price was too old"},
    {"stale_inventory", "the executor's newest count was too old"},
    {"stale_salt", "the executor's newest state of the Verifier was too old"},
    {"invalid_salt", "the nonce's salt was no longer valid"},
    {"account_locked", "the Verifier has locked the account"},
    {"venue_paused", "the Verifier refuses intents"},
    {"key_not_registered", "the signer key is not registered on the Verifier"},
    {"clock_skew", "the executor's clock could not be trusted"},
    {"bus_lost", "the bus (NATS) was away"},
    {"journal_behind", "the promise could not be recorded"},
});

constexpr std::array kRejections = std::to_array<Phrase>({
    {"too_late", "the relay no longer knew the quote"},
    {"send_by_passed", "it was not sent: its time was over"},
    {"connection_gone", "it was not sent: the socket that was asked is gone"},
    {"ingest_absent", "it was not sent: the ingest that was asked did not answer"},
    {"relay_error", "the relay refused it"},
});

constexpr std::array kFailures = std::to_array<Phrase>({
    {"nonce_used", "another quote of the same lane was first"},
    {"insufficient_balance", "we did not hold enough"},
    {"counterparty", "the user's side failed"},
    {"deadline_expired", "it came after the deadline"},
    {"invalid_salt", "the salt had been invalidated"},
    {"venue_paused", "the Verifier refused intents"},
    {"other", "for a reason that the contract tells"},
});

constexpr std::array kEvidence = std::to_array<Phrase>({
    {"relay_status", "the relay said so"},
    {"transaction_logs", "the Verifier's logs on a final block"},
    {"books_balance", "a later count leaves no room for an unknown trade"},
    {"nonce_unused", "the nonce was not used when its deadline had passed"},
    {"sibling_settled", "another quote with the same nonce settled"},
    {"none", "nothing proves what became of it"},
});

std::string said(std::span<const Phrase> phrases, std::string_view word) {
    for (const auto& phrase : phrases) {
        if (phrase.word == word) return std::string{phrase.said};
    }
    return std::string{word};
}

std::string with_unit(std::string_view name, const std::string& value) {
    std::int64_t number = 0;
    const auto read = std::from_chars(value.data(), value.data() + value.size(), number);
    const bool is_whole = read.ec == std::errc{} && read.ptr == value.data() + value.size();
    if (name.ends_with("_ms") && is_whole) {
        const auto text = age_text(Milliseconds{number < 0 ? -number : number});
        return number < 0 ? "-" + text : text;
    }
    if (name.ends_with("_ppm") && is_whole) return bps_text(number);
    if (name.ends_with("_eure")) return figure(value, 2) + " EURe";
    return value;
}

}  // namespace

std::string decline_phrase(std::string_view reason) {
    return said(kDeclines, reason);
}
std::string refusal_phrase(std::string_view refusal) {
    return said(kRefusals, refusal);
}
std::string rejection_phrase(std::string_view rejection) {
    return said(kRejections, rejection);
}
std::string failure_phrase(std::string_view failure) {
    return said(kFailures, failure);
}
std::string evidence_phrase(std::string_view evidence) {
    return said(kEvidence, evidence);
}

std::string measured(const Json& finding) {
    const auto value = text_at(finding, "/value");
    if (value.empty()) return {};
    const auto name = text_at(finding, "/name");
    const auto limit = text_at(finding, "/limit");
    auto text = with_unit(name, value);
    if (!limit.empty()) text += "; the limit is " + with_unit(name, limit);
    return text;
}

std::string symbol_of(std::string_view slug) {
    if (slug == "eure") return "EURe";
    std::string symbol{slug};
    for (auto& letter : symbol)
        letter = static_cast<char>(std::toupper(static_cast<unsigned char>(letter)));
    return symbol;
}

std::string base_symbol(std::string_view pair) {
    return symbol_of(pair.substr(0, pair.find('-')));
}

std::string quote_symbol(std::string_view pair) {
    const auto dash = pair.find('-');
    return dash == std::string_view::npos ? std::string{} : symbol_of(pair.substr(dash + 1));
}

}  // namespace unrip::unripctl
