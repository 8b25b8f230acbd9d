// An answer of the executor, from its request on the bus to the relay's socket and back.

#include "bus/typed.hpp"
#include "integration/bus/bus_fixture.hpp"
#include "messages/catalog.hpp"
#include "support/scripted_server.hpp"
#include "support/service_process.hpp"
#include "venue/relay/signed_quote.hpp"

#include <nlohmann/json.hpp>

#include <atomic>

namespace unrip::bus {
namespace {

using Json = nlohmann::json;
using messages::QuoteResponse;
using messages::QuoteResponseReply;
using messages::RelayRejection;
using messages::ResponseVerdict;

/// A relay that answers by the quote's name: "late", "never", anything else is taken.
class AnsweringRelay {
  public:
    std::string url() const { return server_.url("ws") + "/ws"; }
    int responses() const { return responses_; }

  private:
    void play(test::ScriptedPeer& peer) {
        peer.accept_websocket();
        while (true) {
            const auto frame = peer.read_frame();
            if (frame.opcode == test::kClose) return;
            if (frame.opcode == test::kText) answer(peer, Json::parse(frame.payload));
        }
    }

    void answer(test::ScriptedPeer& peer, const Json& request) {
        Json reply{{"jsonrpc", "2.0"}, {"id", request.at("id")}};
        if (request.at("method") != "quote_response") {
            reply["result"] = "subscription-1";
            return peer.write_frame(test::kText, reply.dump());
        }
        ++responses_;
        const auto quote = request.at("params").at(0).at("quote_id").get<std::string>();
        if (quote == "never") return;
        if (quote == "late") {
            reply["error"] = {{"code", -32000}, {"message", "quote not found or already finished"}};
        } else {
            reply["result"] = "OK";
        }
        peer.write_frame(test::kText, reply.dump());
    }

    std::atomic<int> responses_ = 0;
    test::ScriptedServer server_{[this](test::ScriptedPeer& peer) { play(peer); }};
};

struct AnsweringTest : BusTest {
    Server nats;
    AnsweringRelay relay;
    test::ServiceProcess ingest{
        "near-intents-ingest",
        "NEAR_INTENTS_INGEST_PORT",
        {{"NATS_URL", nats.url()},
         {"NATS_SYNC", "1s"},
         {"NEAR_INTENTS_RELAY_WS_URL", relay.url()},
         {"UNRIP_POLICY_FILE", std::string{UNRIP_SOURCE_DIR} + "/deploy/policy/sandbox.json"},
         {"UNRIP_INSTANCE", "ingest-1"}}};
    std::unique_ptr<Connection> connection = connect(settings_for(nats));

    void SetUp() override {
        ingest.start();
        ingest.await_ready();
        ASSERT_TRUE(ingest.comes_to_say("/state", R"("hears_quotes":true)")) << ingest.log();
    }

    messages::Envelope<QuoteResponse> request_for(const std::string& quote_id) const {
        venue::QuoteAnswer answer;
        answer.quote_id = QuoteId{quote_id};
        answer.asset_in = *AssetId::parse("nep141:eure.near");
        answer.asset_out = *AssetId::parse("nep141:btc.near");
        answer.amount_in = "5000000000000000000";
        answer.amount_out = "8271";
        answer.signer_id = quote_id + ".near";
        answer.verifier = "intents.near";
        answer.deadline = clock.now() + std::chrono::minutes{1};
        const auto key = near::SecretKey::from_seed(std::array<std::uint8_t, 32>{1});
        const auto quote = *venue::sign_quote(answer, key);
        const auto& payload = quote.signed_payload.payload;

        messages::Envelope<QuoteResponse> envelope;
        envelope.id = MessageId{"rsp-" + quote.hash.text()};
        envelope.source = "trade-executor/tester";
        envelope.sent_at_ms = to_unix_ms(clock.now());
        auto& body = envelope.body;
        body.command_id = CommandId{"cmd-1"};
        body.quote_id = answer.quote_id;
        body.quote_hash = quote.hash;
        body.connection_id = "ingest-1-1";
        body.send_by_ms = envelope.sent_at_ms + kLong.count();
        body.quote_output = messages::QuoteOutput::amount_out;
        body.amount = Amount{8'271};
        body.signed_data = {
            payload.message,
            near::to_text(payload.nonce),
            payload.recipient,
            quote.signed_payload.public_key.to_string(),
            quote.signed_payload.signature.to_string()};
        body.handed_ns = to_unix_ns(clock.now());
        return envelope;
    }

    QuoteResponseReply ask(const messages::Envelope<QuoteResponse>& envelope) {
        auto subject = messages::quote_response_subject("ingest-1");
        auto reply = get(request<QuoteResponseReply>(*connection, subject, envelope, kLong));
        if (!reply) throw std::runtime_error{reply.error().detail + ingest.log()};
        EXPECT_EQ(reply->cause, envelope.id);
        EXPECT_EQ(reply->body.command_id, envelope.body.command_id);
        return reply->body;
    }
};

TEST_F(AnsweringTest, HandsBackWhatTheRelaySays) {
    const auto taken = ask(request_for("q-1"));
    EXPECT_EQ(taken.verdict, ResponseVerdict::accepted);
    ASSERT_TRUE(taken.sent_ns && taken.answered_ns);
    EXPECT_LE(*taken.sent_ns, *taken.answered_ns);

    const auto late = ask(request_for("late"));
    EXPECT_EQ(late.verdict, ResponseVerdict::rejected);
    EXPECT_EQ(late.rejection, RelayRejection::too_late);
    EXPECT_EQ(late.detail, "quote not found or already finished");

    const auto never = ask(request_for("never"));
    EXPECT_EQ(never.verdict, ResponseVerdict::unknown);
    EXPECT_TRUE(never.sent_ns);
    EXPECT_FALSE(never.answered_ns);
}

TEST_F(AnsweringTest, SendsAnAnswerOnceHoweverOftenItIsAsked) {
    const auto once = request_for("q-1");
    const auto first = ask(once);
    const auto again = ask(once);
    EXPECT_EQ(first, again);
    EXPECT_EQ(relay.responses(), 1);
}

TEST_F(AnsweringTest, SendsNothingThatIsLateOrAskedElsewhere) {
    auto late = request_for("q-1");
    late.body.send_by_ms = to_unix_ms(clock.now()) - 1;
    EXPECT_EQ(ask(late).rejection, RelayRejection::send_by_passed);

    auto gone = request_for("q-1");
    gone.body.connection_id = "ingest-1-7";
    const auto reply = ask(gone);
    EXPECT_EQ(reply.rejection, RelayRejection::connection_gone);
    EXPECT_FALSE(reply.sent_ns);

    auto changed = request_for("q-1");
    changed.body.signed_data.message += ' ';
    EXPECT_EQ(ask(changed).rejection, RelayRejection::relay_error);
    EXPECT_EQ(relay.responses(), 0);
}

TEST_F(AnsweringTest, SendsNothingWhileDisarmedAndTheSameAnswerAfterwards) {
    const auto answer = request_for("q-1");
    ASSERT_EQ(ingest.post("/disarm").status, 200);
    EXPECT_EQ(ask(answer).rejection, RelayRejection::ingest_absent);
    EXPECT_EQ(relay.responses(), 0);

    ASSERT_EQ(ingest.post("/arm").status, 200);
    EXPECT_EQ(ask(answer).verdict, ResponseVerdict::accepted);
    EXPECT_EQ(relay.responses(), 1);
}

}  // namespace
}  // namespace unrip::bus
