#include "unit/venue-sandbox/relay_world.hpp"

#include "near/json_text.hpp"

#include <utility>

namespace unrip::sandbox {

RelayWorld::RelayWorld(RelayRules rules)
    : relay{loop.get_executor(), clock, world.chain, std::move(rules), 1} {}

void RelayWorld::pass(Milliseconds duration) {
    for (Milliseconds passed{0}; passed < duration; ++passed) {
        clock.advance(Milliseconds{1});
        world.now = clock.now();
        world.chain.advance(world.now);
        relay.advance();
    }
}

QuoteRequest request_of(std::string quote_id) {
    QuoteRequest request;
    request.quote_id = std::move(quote_id);
    request.asset_in = kGive;
    request.asset_out = kTake;
    request.exact_in = 100;
    request.min_deadline = Milliseconds{30'000};
    return request;
}

std::string answer_of(const Draft& draft, std::string_view quote_id) {
    const auto& given = draft.diff.back().second;
    near::JsonObject output;
    output.text("amount_out", given.substr(1));
    return answer_of(draft, quote_id, std::move(output).str());
}

std::string answer_of(
    const Draft& draft, std::string_view quote_id, std::string_view quote_output
) {
    near::JsonObject answer;
    answer.text("quote_id", quote_id)
        .raw("quote_output", quote_output)
        .raw("signed_data", signed_json(draft));
    return std::move(answer).str();
}

Draft offering(int amount, std::uint8_t nonce_number) {
    Draft draft;
    draft.nonce_number = nonce_number;
    draft.diff = {{kGive, "100"}, {kTake, "-" + std::to_string(amount)}};
    return draft;
}

}  // namespace unrip::sandbox
