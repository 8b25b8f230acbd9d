#include "venue/relay/relay_requests.hpp"

#include <gtest/gtest.h>

namespace unrip::venue {
namespace {

AssetId asset(const char* text) {
    return *AssetId::parse(text);
}

TEST(RelayRequests, SubscribeWithAndWithoutAFilter) {
    EXPECT_EQ(
        subscribe_request(1, RelayStream::quote, {}),
        R"({"jsonrpc":"2.0","id":1,"method":"subscribe","params":["quote"]})"
    );
    EXPECT_EQ(
        subscribe_request(
            2, RelayStream::quote, {{asset("nep141:a.near"), asset("nep141:b.near")}, {}}
        ),
        R"({"jsonrpc":"2.0","id":2,"method":"subscribe","params":["quote",)"
        R"({"tokens_in":["nep141:a.near","nep141:b.near"]}]})"
    );
    EXPECT_EQ(
        subscribe_request(
            3, RelayStream::quote, {{asset("nep141:a.near")}, {asset("nep141:b.near")}}
        ),
        R"({"jsonrpc":"2.0","id":3,"method":"subscribe","params":["quote",)"
        R"({"tokens_in":["nep141:a.near"],"tokens_out":["nep141:b.near"]}]})"
    );
}

TEST(RelayRequests, EscapeWhatTheRelayGaveUsBack) {
    EXPECT_EQ(
        unsubscribe_request(3, "a\"b\\\n"),
        R"({"jsonrpc":"2.0","id":3,"method":"unsubscribe","params":["a\"b\\\u000a"]})"
    );
}

TEST(RelayRequests, DeclineWithWhatHelpsTheAsker) {
    NoQuote no_quote;
    no_quote.quote_id = QuoteId{"q"};
    no_quote.reason = NoQuoteReason::insufficient_amount;
    no_quote.min_amount = Amount{5000};
    no_quote.time_to_liquidity = Milliseconds{250};
    EXPECT_EQ(
        no_quote_params(no_quote),
        R"({"quote_id":"q","quote_output":{"type":"INSUFFICIENT_AMOUNT","min_amount":"5000",)"
        R"("time_to_liquidity_ms":250}})"
    );
}

TEST(RelayRequests, SendSignedParamsUntouched) {
    EXPECT_EQ(
        quote_response_request(7, R"({"a" : 1})"),
        R"({"jsonrpc":"2.0","id":7,"method":"quote_response","params":[{"a" : 1}]})"
    );
}

}  // namespace
}  // namespace unrip::venue
