#include "fuzz/input.hpp"
#include "venue/relay/relay_frame.hpp"
#include "venue/relay/relay_in_flight.hpp"
#include "venue/relay/relay_requests.hpp"
#include "venue/relay/signed_quote.hpp"

namespace {

using namespace unrip;

void check_quote(const venue::RelayQuoteRequest& request) {
    fuzz::must(!request.quote_id.empty(), "a quote has an id");
    fuzz::must(request.asset_in != request.asset_out, "a quote has two assets");
    fuzz::must(!request.fixed_amount.is_zero(), "a quote has an amount");
    fuzz::must(request.fixed_amount.atoms() <= static_cast<u128>(kI128Max), "an amount is a delta");
    const auto amount = Amount::parse(request.fixed_amount_text);
    fuzz::must(amount && *amount == request.fixed_amount, "the text says what the number says");
}

void check_status(const venue::RelayStatusEvent& status) {
    fuzz::must(!status.quote_hash.empty(), "a status has a hash");
    if (status.seq) venue::acknowledge_request(1, status.subscription, *status.seq);
}

void check_answer(const venue::RelayAnswer& answer) {
    venue::RelayInFlight in_flight{1};
    int calls = 0;
    in_flight.begin(Tick{}, [&](const Result<venue::RelayAnswer>&) { ++calls; });
    const auto problem = in_flight.settle(answer);
    fuzz::must(problem.has_value() == (calls == 0), "an answer is used or counted, not both");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto frame = venue::decode_relay_frame(fuzz::as_text(data, size));
    if (const auto* quote = std::get_if<venue::RelayQuoteEvent>(&frame)) {
        check_quote(quote->request);
    } else if (const auto* status = std::get_if<venue::RelayStatusEvent>(&frame)) {
        check_status(*status);
    } else if (const auto* answer = std::get_if<venue::RelayAnswer>(&frame)) {
        check_answer(*answer);
    } else {
        fuzz::must(!to_text(std::get<venue::IgnoredFrame>(frame).problem).empty(), "a reason");
    }
    return 0;
}
