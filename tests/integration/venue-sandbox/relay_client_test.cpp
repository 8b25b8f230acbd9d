// The sandbox's relay and the client that our services use understand each other.

#include "venue/relay/relay_client.hpp"

#include "integration/venue-sandbox/relay_visitors.hpp"
#include "venue/relay/signed_quote.hpp"

#include <gtest/gtest.h>

#include <optional>

namespace unrip::sandbox {
namespace {

class RelayWithOurClient : public testing::TestWithParam<bool> {
  protected:
    RelayWithOurClient() {
        port.venue.relay.rules().flat_envelope = GetParam();
        port.venue.relay.rules().bearer = true;
        venue::RelaySettings settings;
        settings.socket.url = port.url("ws", "/ws");
        settings.socket.backoff = {Milliseconds{2}, Milliseconds{10}};
        venue::RelayEvents events;
        events.on_quote = [this](const venue::HeardQuote& heard) { quote = heard; };
        events.on_status = [this](const venue::HeardStatus& heard) { statuses.push_back(heard); };
        const auto bearer = []() -> Result<std::string> { return std::string{"a key"}; };
        client.emplace(port.venue.loop.get_executor(), clock, settings, events, bearer);
        running.emplace(port.venue.loop, run());
        port.wait([this] { return client->state().hears_quotes && client->state().status_stream; });
    }

    Task<void> run() { (void)co_await client->run(); }

    venue::SignedQuote sign() const {
        venue::QuoteAnswer answer;
        answer.quote_id = quote->event.request.quote_id;
        answer.fixed_side = quote->event.request.fixed_side;
        answer.asset_in = quote->event.request.asset_in;
        answer.asset_out = quote->event.request.asset_out;
        answer.amount_in = quote->event.request.fixed_amount_text;
        answer.amount_out = "200";
        answer.signer_id = "maker.near";
        answer.verifier = "intents.near";
        const Draft draft;
        answer.deadline = draft.deadline;
        answer.nonce = nonce_of(draft);
        auto made = venue::sign_quote(answer, key_of(1));
        if (!made) throw std::runtime_error{made.error().detail};
        return *std::move(made);
    }

    RelayPort port;
    SystemClock clock;
    std::optional<venue::HeardQuote> quote;
    std::vector<venue::HeardStatus> statuses;
    std::optional<venue::RelayClient> client;
    std::optional<Beside> running;
};

TEST_P(RelayWithOurClient, FromTheQuestionToTheSettlement) {
    std::optional<Offer> best;
    port.venue.relay.ask(request_of(), [&best](AuctionResult& result) {
        if (!result.offers.empty()) best = result.offers.front();
    });
    port.wait([this] { return quote.has_value(); });
    const auto signed_quote = sign();
    auto sending = client->answer(quote->connection, signed_quote.params);
    const auto answer = test::run_task(port.venue.loop, std::move(sending));
    ASSERT_TRUE(answer) << answer.error().detail;
    EXPECT_TRUE(answer->ok) << answer->message;

    port.wait([&best] { return best.has_value(); });
    EXPECT_EQ(best->intent.hash, signed_quote.hash.text());
    const auto user = signed_intent(ChainWorld::counterpart());
    ASSERT_TRUE(port.venue.relay.publish(user, {*best}).ok());
    port.wait([this] { return !statuses.empty(); });
    EXPECT_EQ(statuses.front().event.quote_hash.text(), signed_quote.hash.text());
    EXPECT_EQ(statuses.front().event.intent_hash, user.hash);
    for (const auto problem : client->stats().problems)
        EXPECT_EQ(problem, 0U);
}

TEST_P(RelayWithOurClient, ALateAnswerIsKnownAsLate) {
    port.venue.relay.ask(request_of(), nullptr);
    port.wait([this] { return quote.has_value(); });
    port.wait([this] { return port.venue.relay.open_auctions() == 0; });
    auto sending = client->answer(quote->connection, sign().params);
    const auto answer = test::run_task(port.venue.loop, std::move(sending));
    ASSERT_TRUE(answer);
    EXPECT_FALSE(answer->ok);
    EXPECT_EQ(client->stats().refusals_late, 1U);
}

INSTANTIATE_TEST_SUITE_P(Envelopes, RelayWithOurClient, testing::Values(false, true));

}  // namespace
}  // namespace unrip::sandbox
