#include "bench/house/questions.hpp"

#include "near/nep413.hpp"
#include "relay/quote_request.hpp"

#include <nlohmann/json.hpp>

#include <charconv>

namespace unrip::bench {
namespace {

constexpr auto kBtc = "nep141:btc.omft.near";
constexpr auto kEure = "nep141:gnosis-0x420ca0f9b9b604ce0fd9c18ef134c705e5fa3430.omft.near";
constexpr std::string_view kIdHead = "00000000-0000-4000-8000-";
constexpr std::string_view kNoNumber = "000000000000";
constexpr u128 kSats = 5'000;
constexpr u128 kWei = 3'000'000'000'000'000'000U;
/// Short, so that what nobody takes up is soon over.
constexpr Milliseconds kDeadline{10'000};

sandbox::QuoteRequest request(bool gives_base, bool fixes_base) {
    sandbox::QuoteRequest request;
    request.quote_id = std::string{kIdHead} + std::string{kNoNumber};
    request.asset_in = gives_base ? kBtc : kEure;
    request.asset_out = gives_base ? kEure : kBtc;
    auto& fixed = gives_base == fixes_base ? request.exact_in : request.exact_out;
    fixed = fixes_base ? kSats : kWei;
    request.min_deadline = kDeadline;
    request.partner_id = "router-solver";
    return request;
}

std::string_view text_after(std::string_view text, std::string_view name) {
    const auto at = text.find(name);
    return at == std::string_view::npos ? std::string_view{} : text.substr(at + name.size());
}

}  // namespace

Questions::Questions() {
    const sandbox::Envelope envelope{false, "6c2f2b5e-41cf-4a37-92aa-5d6f6c2e8b11"};
    for (const bool gives_base : {true, false}) {
        for (const bool fixes_base : {true, false}) {
            templates_.push_back(sandbox::quote_event_text(
                request(gives_base, fixes_base), envelope, std::chrono::system_clock::now()
            ));
        }
    }
}

std::string Questions::text(std::uint64_t number) const {
    auto text = templates_[number % templates_.size()];
    auto digits = std::to_string(number);
    digits.insert(0, kNoNumber.size() - digits.size(), '0');
    text.replace(text.find(kIdHead) + kIdHead.size(), kNoNumber.size(), digits);
    return text;
}

std::optional<std::uint64_t> number_of(std::string_view frame) {
    if (frame.find("quote_response") == std::string_view::npos) return std::nullopt;
    const auto digits = text_after(frame, kIdHead).substr(0, kNoNumber.size());
    std::uint64_t number = 0;
    const auto* end = digits.data() + digits.size();
    if (std::from_chars(digits.data(), end, number).ptr != end) return std::nullopt;
    return number;
}

bool subscribes_to_quotes(std::string_view frame) {
    return frame.find("\"subscribe\"") != std::string_view::npos &&
           frame.find("[\"quote\"") != std::string_view::npos;
}

std::string reply_to(std::string_view frame) {
    const auto rest = text_after(frame, "\"id\":");
    const auto id = rest.substr(0, rest.find_first_of(",}"));
    return R"({"jsonrpc":"2.0","id":)" + std::string{id} + R"(,"result":"OK"})";
}

bool is_signed_well(std::string_view frame) {
    const auto read = nlohmann::json::parse(frame, nullptr, false);
    if (!read.is_object()) return false;
    const auto signed_data = read.at("params").at(0).at("signed_data").dump();
    const auto signed_payload = near::parse_signed_nep413(signed_data);
    return signed_payload && near::verify(*signed_payload);
}

}  // namespace unrip::bench
