#include "venue/relay/relay_client.hpp"

#include "integration/venue/background.hpp"
#include "support/scripted_server.hpp"

#include <boost/asio/io_context.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <atomic>

namespace unrip::venue {
namespace {

using nlohmann::json;
using test::ScriptedPeer;
using test::ScriptedServer;
using testing::HasSubstr;

const std::string kQuote =
    R"({"method":"event","params":{"subscription":"q","data":{"quote_id":"q1",)"
    R"("defuse_asset_identifier_in":"nep141:a.near","defuse_asset_identifier_out":"nep141:b.near",)"
    R"("exact_amount_in":"1000","min_deadline_ms":60000}}})";

std::string status_event(int seq) {
    return R"({"method":"event","params":{"subscription":"st","data":{"quote_hash":"h"},"seq":)" +
           std::to_string(seq) + "}}";
}

/// The relay's end of one connection.
class Relay {
  public:
    explicit Relay(ScriptedPeer& peer) : peer_{peer}, head_{peer.accept_websocket()} {}

    const std::string& head() const { return head_; }
    void say(const std::string& text) { peer_.write_frame(test::kText, text); }

    /// The next request of the client.
    json hear() {
        while (true) {
            const auto frame = peer_.read_frame();
            if (frame.opcode == test::kText) return json::parse(frame.payload);
        }
    }

    void accept(const json& request, const json& result) {
        say(json{{"jsonrpc", "2.0"}, {"id", request.at("id")}, {"result", result}}.dump());
    }
    void refuse(const json& request, const std::string& message) {
        const json error{{"code", -32000}, {"message", message}};
        say(json{{"jsonrpc", "2.0"}, {"id", request.at("id")}, {"error", error}}.dump());
    }

    /// Grants both subscriptions.
    void welcome() {
        accept(hear(), "q");
        accept(hear(), "st");
    }

  private:
    ScriptedPeer& peer_;
    std::string head_;
};

class RelayClientTest : public testing::Test {
  protected:
    RelayClient& connect(const ScriptedServer& server) {
        settings.socket.url = server.url("ws") + "/ws";
        settings.socket.backoff = {.first = Milliseconds{10}, .cap = Milliseconds{20}};
        RelayEvents events;
        events.on_quote = [this](HeardQuote quote) { quotes.push_back(std::move(quote)); };
        events.on_status = [this](HeardStatus status) { statuses.push_back(std::move(status)); };
        client = std::make_unique<RelayClient>(
            loop.get_executor(), clock, settings, std::move(events), bearer
        );
        running = std::make_unique<test::Background>(loop, client->run());
        return *client;
    }

    RelayClient& connect_and_subscribe(const ScriptedServer& server) {
        auto& relay = connect(server);
        wait_until([&] { return relay.state().hears_quotes && relay.state().status_stream; });
        return relay;
    }

    void wait_until(const std::function<bool()>& holds) { test::wait_until(loop, holds); }

    Result<RelayAnswer> answer(net::ConnectionId connection, std::string params) {
        return test::run_task(loop, client->answer(connection, std::move(params)));
    }

    std::uint64_t problems(FrameProblem problem) const {
        return client->stats().problems.at(static_cast<std::size_t>(problem));
    }

    boost::asio::io_context loop;
    SystemClock clock;
    RelaySettings settings;
    RelayClient::Bearer bearer;
    std::vector<HeardQuote> quotes;
    std::vector<HeardStatus> statuses;
    std::unique_ptr<RelayClient> client;
    std::unique_ptr<test::Background> running;
};

TEST_F(RelayClientTest, SubscribesAndHearsQuotes) {
    ScriptedServer server{[](ScriptedPeer& peer) {
        Relay relay{peer};
        const auto quotes_wanted = relay.hear();
        EXPECT_EQ(quotes_wanted.at("params").at(0), "quote");
        EXPECT_EQ(quotes_wanted.at("params").at(1).at("tokens_in"), json::array({"nep141:a.near"}));
        relay.accept(quotes_wanted, "q");
        relay.accept(relay.hear(), "st");
        relay.say(kQuote);
        peer.wait_for_close();
    }};
    settings.filter.tokens_in = {*AssetId::parse("nep141:a.near")};
    auto& relay = connect(server);
    wait_until([&] { return quotes.size() == 1; });
    ASSERT_EQ(quotes.size(), 1U);
    EXPECT_EQ(quotes.front().event.request.quote_id.text(), "q1");
    EXPECT_EQ(quotes.front().connection, relay.state().connection);
    EXPECT_TRUE(relay.state().hears_quotes);
    EXPECT_EQ(relay.state().status_stream, RelayStream::quote_status_extended);
}

TEST_F(RelayClientTest, FallsBackToThePlainStatusStream) {
    ScriptedServer server{[](ScriptedPeer& peer) {
        Relay relay{peer};
        relay.accept(relay.hear(), "q");
        const auto extended = relay.hear();
        EXPECT_EQ(extended.at("params").at(0), "quote_status_extended");
        relay.refuse(extended, "unknown stream");
        const auto plain = relay.hear();
        EXPECT_EQ(plain.at("params"), json::array({"quote_status"}));
        relay.accept(plain, "st");
        peer.wait_for_close();
    }};
    auto& relay = connect_and_subscribe(server);
    EXPECT_EQ(relay.state().status_stream, RelayStream::quote_status);
    EXPECT_EQ(relay.state().last_refusal, "unknown stream");
    EXPECT_EQ(relay.stats().subscribe_refusals, 1U);
}

TEST_F(RelayClientTest, HandsEachAnswerToWhoAsked) {
    ScriptedServer server{[](ScriptedPeer& peer) {
        Relay relay{peer};
        relay.welcome();
        const auto first = relay.hear();
        EXPECT_EQ(first.at("method"), "quote_response");
        EXPECT_EQ(first.at("params").at(0).at("quote_id"), "one");
        relay.say(R"({"jsonrpc":"2.0","id":999999,"result":"OK"})");
        relay.accept(first, "OK");
        relay.accept(first, "OK");
        relay.refuse(relay.hear(), "quote not found or already finished");
        peer.wait_for_close();
    }};
    auto& relay = connect_and_subscribe(server);
    const auto connection = relay.state().connection;
    const auto accepted = answer(connection, R"({"quote_id":"one"})");
    ASSERT_TRUE(accepted);
    EXPECT_TRUE(accepted->ok);
    const auto late = answer(connection, R"({"quote_id":"two"})");
    ASSERT_TRUE(late);
    EXPECT_EQ(late->refusal, RelayRefusal::late);
    EXPECT_EQ(relay.stats().refusals_late, 1U);
    EXPECT_EQ(problems(FrameProblem::answer_unknown), 1U);
    EXPECT_EQ(problems(FrameProblem::answer_late), 1U);
}

TEST_F(RelayClientTest, RefusesAnAnswerOnAConnectionThatIsGone) {
    ScriptedServer server{[](ScriptedPeer& peer) {
        Relay relay{peer};
        relay.welcome();
        peer.wait_for_close();
    }};
    auto& relay = connect_and_subscribe(server);
    const auto gone = answer(relay.state().connection + 1, "{}");
    ASSERT_FALSE(gone);
    EXPECT_EQ(gone.error().kind, Error::Kind::refused);
    EXPECT_EQ(relay.stats().not_sent, 1U);
}

TEST_F(RelayClientTest, DoesNotKnowTheOutcomeWhenNoAnswerComes) {
    ScriptedServer server{[](ScriptedPeer& peer) {
        Relay relay{peer};
        relay.welcome();
        peer.wait_for_close();
    }};
    settings.answer_limit = Milliseconds{50};
    auto& relay = connect_and_subscribe(server);
    const auto silence = answer(relay.state().connection, "{}");
    ASSERT_FALSE(silence);
    EXPECT_EQ(silence.error().kind, Error::Kind::timed_out);
    EXPECT_EQ(relay.stats().timeouts, 1U);
}

TEST_F(RelayClientTest, DoesNotKnowTheOutcomeWhenTheConnectionEndsFirst) {
    ScriptedServer server{[](ScriptedPeer& peer) {
        Relay relay{peer};
        relay.welcome();
        relay.hear();
    }};
    auto& relay = connect_and_subscribe(server);
    const auto lost = answer(relay.state().connection, "{}");
    ASSERT_FALSE(lost);
    EXPECT_EQ(lost.error().kind, Error::Kind::timed_out);
    EXPECT_GE(relay.stats().lost_in_flight, 1U);
}

TEST_F(RelayClientTest, ComesBackSubscribesAnewAndReadsItsTokenAnew) {
    std::atomic<int> connections{0};
    std::vector<std::string> heads(2);
    ScriptedServer server{[&](ScriptedPeer& peer) {
        Relay relay{peer};
        const int number = connections++;
        if (number < 2) heads[static_cast<std::size_t>(number)] = relay.head();
        relay.welcome();
        if (number == 0) return;  // The first connection ends here.
        relay.say(kQuote);
        peer.wait_for_close();
    }};
    int asked = 0;
    bearer = [&]() -> Result<std::string> { return "token" + std::to_string(++asked); };
    auto& relay = connect(server);
    wait_until([&] { return quotes.size() == 1; });
    EXPECT_GT(relay.state().connection, 1U);
    running.reset();
    server.stop();
    EXPECT_THAT(heads[0], HasSubstr("Authorization: Bearer token1"));
    EXPECT_THAT(heads[1], HasSubstr("Authorization: Bearer token2"));
}

TEST_F(RelayClientTest, AcknowledgesWhatIsDeliveredForSure) {
    std::atomic<bool> acknowledged{false};
    std::string head;
    ScriptedServer server{[&](ScriptedPeer& peer) {
        Relay relay{peer};
        head = relay.head();
        relay.accept(relay.hear(), "q");
        const auto guaranteed = relay.hear();
        EXPECT_EQ(guaranteed.at("params"), json::array({"quote_status", nullptr, true}));
        relay.accept(guaranteed, "st");
        relay.say(status_event(17));
        const auto acknowledgement = relay.hear();
        EXPECT_EQ(acknowledgement.at("method"), "acknowledge");
        EXPECT_EQ(acknowledgement.at("params"), json::array({"st", 17}));
        relay.accept(acknowledgement, "OK");
        acknowledged = true;
        peer.wait_for_close();
    }};
    settings.instance_id = "unrip 1";
    auto& relay = connect(server);
    wait_until([&] { return statuses.size() == 1; });
    ASSERT_EQ(statuses.size(), 1U);
    EXPECT_TRUE(relay.state().guaranteed);
    EXPECT_TRUE(relay.acknowledge(statuses.front()));
    wait_until([&] { return acknowledged.load(); });
    EXPECT_THAT(head, HasSubstr("GET /ws?instance_id=unrip%201 HTTP/1.1"));
}

TEST_F(RelayClientTest, SurvivesEveryFrameThatMakesNoSense) {
    ScriptedServer server{[](ScriptedPeer& peer) {
        Relay relay{peer};
        relay.welcome();
        for (const auto* text : {"", "{", "[]", "null", "{}", R"({"method":"event","params":{}})"})
            relay.say(text);
        relay.say(std::string(2U << 20U, ' '));
        relay.say(kQuote);
        peer.wait_for_close();
    }};
    auto& relay = connect(server);
    wait_until([&] { return quotes.size() == 1; });
    EXPECT_EQ(relay.socket().reconnects, 0U);
    EXPECT_EQ(problems(FrameProblem::not_json), 2U);
    EXPECT_EQ(problems(FrameProblem::not_an_object), 2U);
    EXPECT_EQ(problems(FrameProblem::oversized), 1U);
    EXPECT_EQ(problems(FrameProblem::unknown_event), 1U);
}

TEST_F(RelayClientTest, DeclinesWithoutWaiting) {
    std::atomic<bool> heard{false};
    ScriptedServer server{[&](ScriptedPeer& peer) {
        Relay relay{peer};
        relay.welcome();
        const auto declined = relay.hear();
        EXPECT_EQ(declined.at("params").at(0).at("quote_output").at("type"), "STALE_DATA");
        relay.accept(declined, nullptr);
        heard = true;
        peer.wait_for_close();
    }};
    auto& relay = connect_and_subscribe(server);
    NoQuote no_quote;
    no_quote.quote_id = QuoteId{"q1"};
    no_quote.reason = NoQuoteReason::stale_data;
    EXPECT_TRUE(relay.decline(relay.state().connection, no_quote));
    wait_until([&] { return heard.load(); });
}

}  // namespace
}  // namespace unrip::venue
