#include "integration/venue-sandbox/relay_visitors.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace unrip::sandbox {
namespace {

using testing::HasSubstr;

class RelaySocket : public testing::Test {
  protected:
    std::string subscribe(ScriptedSolver& solver, const char* params) {
        solver.call(1, "subscribe", params);
        return solver.hear().at("result").get<std::string>();
    }
    void ask(const char* id = "q-1") { port.venue.relay.ask(request_of(id), nullptr); }
    /// The best offer of an auction that is waited for.
    std::optional<Offer> auction(ScriptedSolver& solver, const std::string& answer) {
        std::optional<Offer> best;
        bool is_over = false;
        port.venue.relay.ask(request_of(), [&](AuctionResult& result) {
            is_over = true;
            if (!result.offers.empty()) best = result.offers.front();
        });
        solver.call(7, "quote_response", "[" + answer + "]");
        port.wait([&] { return is_over; });
        return best;
    }

    RelayPort port;
};

TEST_F(RelaySocket, AnswersSubscriptions) {
    ScriptedSolver solver{port};
    const auto quotes = subscribe(solver, R"(["quote"])");
    EXPECT_EQ(quotes.size(), 36U);
    EXPECT_NE(quotes, subscribe(solver, R"(["quote_status"])"));
    solver.call(3, "subscribe", R"(["quote_status", null, true])");
    EXPECT_THAT(solver.hear().at("error").at("message"), HasSubstr("guaranteed delivery"));
    solver.call(4, "subscribe", R"(["quote", null, true])");
    EXPECT_EQ(
        solver.hear().at("error").at("message"),
        "guaranteed delivery is only available on quote_status and shield_status"
    );
    solver.call(5, "subscribe", R"(["prices"])");
    EXPECT_TRUE(solver.hear().contains("error"));
    solver.call(6, "unsubscribe", "[\"" + quotes + "\"]");
    EXPECT_EQ(solver.hear(), Json::parse(R"({"jsonrpc":"2.0","id":6,"result":"OK"})"));
    solver.call(7, "unsubscribe", "[\"" + quotes + "\"]");
    EXPECT_TRUE(solver.hear().contains("error"));
}

TEST_F(RelaySocket, TellsRequestsToWhoeverHasSubscribed) {
    ScriptedSolver solver{port};
    ScriptedSolver silent{port};
    const auto subscription = subscribe(solver, R"(["quote"])");
    silent.call(1, "subscribe", R"(["quote_status"])");
    silent.hear();
    ask();
    const auto event = solver.hear();
    EXPECT_EQ(event.at("method"), "event");
    EXPECT_EQ(event.at("params").at("subscription"), subscription);
    EXPECT_EQ(event.at("params").at("data").at("quote_id"), "q-1");
    EXPECT_EQ(event.at("params").at("data").at("exact_amount_in"), "100");
    EXPECT_EQ(silent.unheard(), 0U);
}

TEST_F(RelaySocket, KeepsToTheTokensThatWereAskedFor) {
    ScriptedSolver solver{port};
    subscribe(solver, R"(["quote",{"tokens_in":["nep141:other.near"],"tokens_out":[]}])");
    ask("q-1");
    const auto again = R"(["quote",{"tokens_in":["nep141:usdt.tether-token.near"]}])";
    subscribe(solver, again);
    ask("q-2");
    EXPECT_EQ(solver.hear().at("params").at("data").at("quote_id"), "q-2");
}

TEST_F(RelaySocket, WrapsEventsAsTheDocumentationSays) {
    port.venue.relay.rules().flat_envelope = true;
    ScriptedSolver solver{port};
    const auto subscription = subscribe(solver, R"(["quote"])");
    ask();
    const auto event = solver.hear();
    EXPECT_EQ(event.at("method"), "subscribe");
    EXPECT_EQ(event.at("params").at("quote_id"), "q-1");
    EXPECT_EQ(event.at("params").at("subscription"), subscription);
}

TEST_F(RelaySocket, LetsNobodyInWithoutAKey) {
    port.venue.relay.rules().bearer = true;
    port.venue.relay.rules().bearer_token = "good";
    ScriptedSolver nobody{port};
    ScriptedSolver stranger{port, "bad"};
    ScriptedSolver friendly{port, "good"};
    port.wait([&] { return nobody.socket.status().http_status == 401U; });
    port.wait([&] { return stranger.socket.status().http_status == 403U; });
    EXPECT_EQ(subscribe(friendly, R"(["quote"])").size(), 36U);
    EXPECT_EQ(port.venue.relay.sessions(), 1U);
}

TEST_F(RelaySocket, TakesAnAnswerAndRefusesASecondAndALateOne) {
    ScriptedSolver solver{port};
    const auto best = auction(solver, answer_of(offering(200)));
    EXPECT_EQ(solver.hear(), Json::parse(R"({"jsonrpc":"2.0","id":7,"result":"OK"})"));
    ASSERT_TRUE(best);
    EXPECT_EQ(best->amount_out, 200U);

    solver.call(8, "quote_response", "[" + answer_of(offering(201, 2)) + "]");
    EXPECT_EQ(solver.hear().at("error").at("message"), "quote not found or already finished");

    ask("q-2");
    for (const int id : {9, 10})
        solver.call(id, "quote_response", "[" + answer_of(offering(200, 3), "q-2") + "]");
    EXPECT_EQ(solver.hear().at("result"), "OK");
    EXPECT_THAT(solver.hear().at("error").at("message"), HasSubstr("already"));
}

TEST_F(RelaySocket, SaysWhatIsWrongWithAnAnswer) {
    ScriptedSolver solver{port};
    auto draft = offering(200);
    draft.salt = {9, 9, 9, 9};
    EXPECT_FALSE(auction(solver, answer_of(draft)));
    EXPECT_THAT(solver.hear().at("error").at("message"), HasSubstr("invalid salt"));
}

TEST_F(RelaySocket, TakesARefusalForAnAnswer) {
    ScriptedSolver solver{port};
    const auto refusal = R"({"quote_id":"q-1","quote_output":{"type":"NO_LIQUIDITY"}})";
    EXPECT_FALSE(auction(solver, refusal));
    EXPECT_EQ(solver.hear().at("result"), "OK");
}

TEST_F(RelaySocket, SurvivesNonsense) {
    ScriptedSolver solver{port};
    for (const auto* text :
         {"",
          "nonsense",
          "[]",
          "7",
          R"({"jsonrpc":"2.0",)",
          R"({"id":1})",
          R"({"id":1,"method":7})",
          R"({"id":1,"method":"dance","params":[]})",
          R"({"id":1,"method":"subscribe"})",
          R"({"id":1,"method":"subscribe","params":[7]})",
          R"({"id":1,"method":"subscribe","params":["quote",{"tokens_in":7}]})",
          R"({"id":1,"method":"unsubscribe","params":{}})",
          R"({"id":1,"method":"quote_response","params":{}})",
          R"({"id":1,"method":"quote_response","params":[7]})",
          R"({"id":1,"method":"quote_response","params":[{}]})",
          R"({"id":1,"method":"quote_response","params":[{"quote_id":7}]})",
          R"({"id":1,"method":"quote_response","params":[{"quote_id":"q","quote_output":7,"signed_data":7}]})"}) {
        solver.say(text);
        EXPECT_TRUE(solver.hear().contains("error")) << text;
    }
    EXPECT_EQ(subscribe(solver, R"(["quote"])").size(), 36U);
    EXPECT_EQ(port.venue.relay.stats().connections, 1U);
}

TEST_F(RelaySocket, TellsWhatBecomesOfATrade) {
    ScriptedSolver solver{port};
    ScriptedSolver curious{port};
    subscribe(solver, R"(["quote_status"])");
    subscribe(curious, R"(["quote_status_extended"])");
    const auto best = auction(solver, answer_of(offering(200)));
    solver.hear();
    const auto user = signed_intent(ChainWorld::counterpart());
    ASSERT_TRUE(port.venue.relay.publish(user, {best.value()}).ok());

    const auto status = solver.hear().at("params").at("data");
    EXPECT_EQ(status.at("quote_hash"), best->intent.hash);
    EXPECT_EQ(status.at("intent_hash"), user.hash);
    EXPECT_FALSE(status.at("tx_hash").get<std::string>().empty());
    EXPECT_EQ(curious.hear().at("params").at("data").at("event_type"), "quote_ready_to_settle");
    const auto over = curious.hear().at("params").at("data");
    EXPECT_EQ(over.at("event_type"), "quote_settle_successful");
    EXPECT_EQ(over.at("tx_hash"), status.at("tx_hash"));
    EXPECT_EQ(solver.unheard(), 0U);
}

TEST_F(RelaySocket, TellsWhenATradeFails) {
    ScriptedSolver solver{port};
    subscribe(solver, R"(["quote_status_extended"])");
    const auto best = auction(solver, answer_of(offering(200)));
    solver.hear();
    port.venue.relay.publish(signed_intent(ChainWorld::counterpart()), {best.value()});
    port.venue.world.chain.set_balance("maker.near", kTake, 0);
    EXPECT_EQ(solver.hear().at("params").at("data").at("event_type"), "quote_ready_to_settle");
    EXPECT_EQ(solver.hear().at("params").at("data").at("event_type"), "quote_settle_failed");
}

TEST_F(RelaySocket, ForgetsAllOfItWhenItRestarts) {
    ScriptedSolver solver{port};
    const auto before = subscribe(solver, R"(["quote"])");
    ask();
    solver.hear();
    port.venue.relay.restart();
    EXPECT_EQ(port.venue.relay.open_auctions(), 0U);
    port.wait([&] { return solver.socket.status().connects == 2; });
    EXPECT_NE(subscribe(solver, R"(["quote"])"), before);
}

}  // namespace
}  // namespace unrip::sandbox
