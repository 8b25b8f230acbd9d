#include "fuzz/input.hpp"
#include "venue/relay/relay_http.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace unrip;
    const auto body = fuzz::as_text(data, size);
    static_cast<void>(venue::decode_published(body));
    static_cast<void>(venue::decode_intent_status(body));
    const auto quotes = venue::decode_taker_quotes(body);
    if (!quotes || quotes->offers.empty()) return 0;

    const auto& first = quotes->offers.front();
    venue::TakerQuoteRequest asked;
    asked.asset_in = first.asset_in;
    asked.asset_out = first.asset_out;
    asked.fixed_amount = first.amount_in;
    const auto* best = venue::best_offer(*quotes, asked);
    fuzz::must(best != nullptr && best->amount_out >= first.amount_out, "the best is the best");
    return 0;
}
