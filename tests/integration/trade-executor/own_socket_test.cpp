// RELAY_ANSWER_ON=own-socket: the real process answers on a socket of its own what it heard there,
// and nothing else.

#include "integration/trade-executor/executor_house.hpp"
#include "net/http_server.hpp"
#include "support/loopback.hpp"

#include <nlohmann/json.hpp>

namespace unrip::bus {
namespace {

using messages::RelayRejection;
using messages::ResultOutcome;
using messages::SlotMode;
using nlohmann::json;

/// The relay's side of the socket: agrees to whatever is asked of it, and asks.
class OneRelay {
  public:
    OneRelay(boost::asio::io_context& loop, const Clock& clock, std::uint16_t port)
        : loop_{loop}, server_{loop.get_executor(), clock, handlers()} {
        const auto opened = server_.open("127.0.0.1", port);
        if (!opened) throw std::runtime_error{opened.error().detail};
    }
    OneRelay(const OneRelay&) = delete;
    OneRelay& operator=(const OneRelay&) = delete;
    ~OneRelay() { test::run_task(loop_, server_.close()); }

    void ask(const QuoteId& quote) {
        const json event{
            {"jsonrpc", "2.0"},
            {"method", "event"},
            {"params",
             {{"subscription", "sub-1"},
              {"data",
               {{"quote_id", quote.text()},
                {"defuse_asset_identifier_in",
                 "nep141:gnosis-0x420ca0f9b9b604ce0fd9c18ef134c705e5fa3430.omft.near"},
                {"defuse_asset_identifier_out", "nep141:btc.omft.near"},
                {"exact_amount_in", "5000000000000000000"},
                {"min_deadline_ms", 60'000}}}}}};
        ASSERT_TRUE(socket && socket->try_send(event.dump()));
    }

    std::shared_ptr<net::ServerSocket> socket;  ///< The newest connection.
    std::vector<std::string> subscribed;        ///< The streams asked for, in order.
    std::vector<json> answers;                  ///< The parameters of each quote_response.
    std::string refusal;                        ///< Said to each answer; empty: it is taken.

  private:
    net::HttpServerHandlers handlers() {
        net::HttpServerHandlers handlers;
        handlers.on_request = [](net::ServedRequest) -> Task<net::ServedAnswer> {
            co_return net::ServedAnswer{};
        };
        handlers.on_socket = [this](
                                 std::shared_ptr<net::ServerSocket> accepted, net::ServedRequest
                             ) { return converse(std::move(accepted)); };
        return handlers;
    }

    Task<void> converse(std::shared_ptr<net::ServerSocket> accepted) {
        socket = accepted;
        while (true) {
            const auto frame = co_await accepted->receive();
            if (!frame) co_return;
            accepted->try_send(reply_to(json::parse(*frame)));
        }
    }

    std::string reply_to(const json& request) {
        json reply{{"jsonrpc", "2.0"}, {"id", request.at("id")}, {"result", "OK"}};
        if (request.at("method") == "subscribe") {
            subscribed.push_back(request.at("params").at(0).get<std::string>());
        } else {
            answers.push_back(request.at("params").at(0));
            if (!refusal.empty()) {
                reply.erase("result");
                reply["error"] = {{"code", -32'000}, {"message", refusal}};
            }
        }
        return reply.dump();
    }

    boost::asio::io_context& loop_;
    net::HttpServer server_;
};

struct OwnSocketTest : ExecutorHouse {
    OwnSocketTest() : OwnSocketTest{test::free_port()} {}

    void SetUp() override {
        executor.start();
        ASSERT_TRUE(until([&] { return relay.subscribed.size() == 1; })) << executor.log();
        ASSERT_TRUE(until([&] {
            return executor.get("/state").body.find(R"("is_up_to_date":true)") != std::string::npos;
        })) << executor.log();
        say_the_world();
        open_slots("7-1", SlotMode::reserve, 4);
        play_ingest(messages::ResponseVerdict::accepted);
        ASSERT_TRUE(until([&] {
            return executor.get("/state").body.find(R"("open":4)") != std::string::npos;
        })) << executor.log();
        arm();
    }

    messages::TradeResult came_of(const messages::Envelope<messages::ExecuteTrade>& command) {
        return result_of(CommandId{command.id.text()}).body;
    }

    OneRelay relay;

  private:
    explicit OwnSocketTest(std::uint16_t port)
        : ExecutorHouse{{{"RELAY_ANSWER_ON", "own-socket"},
                         {"NEAR_INTENTS_RELAY_WS_URL",
                          "ws://127.0.0.1:" + std::to_string(port) + "/ws"}}},
          relay{loop, clock, port} {}
};

TEST_F(OwnSocketTest, AnswersThereWhatItHeardThere) {
    EXPECT_EQ(relay.subscribed, std::vector<std::string>{"quote"});
    const auto command = command_on("7-1/0");
    relay.ask(command.body.quote_id);
    send(command);
    const auto result = came_of(command);
    EXPECT_EQ(result.outcome, ResultOutcome::accepted) << messages::encode_body(result);
    EXPECT_TRUE(result.sent_ns && result.answered_ns);
    ASSERT_EQ(relay.answers.size(), 1U);
    EXPECT_EQ(relay.answers[0].at("quote_id"), command.body.quote_id.text());
    EXPECT_EQ(relay.answers[0].at("quote_output").at("amount_out"), "8271");
    EXPECT_EQ(relay.answers[0].at("signed_data").at("payload").at("nonce"), command.body.nonce);
    EXPECT_TRUE(asked.empty()) << "the ingest was asked, too";
    ASSERT_TRUE(until([&] { return !signed_quotes.empty(); })) << "it is heard apart";
    ASSERT_EQ(signed_quotes.size(), 1U);
    EXPECT_EQ(signed_quotes[0].body.quote_hash, result.quote_hash);
}

TEST_F(OwnSocketTest, WaitsForAQuestionThatComesAfterItsCommand) {
    const auto command = command_on("7-1/0");
    send(command);
    ASSERT_TRUE(until([&] { return !signed_quotes.empty(); })) << executor.log();
    EXPECT_TRUE(relay.answers.empty());
    relay.ask(command.body.quote_id);
    EXPECT_EQ(came_of(command).outcome, ResultOutcome::accepted);
    EXPECT_EQ(relay.answers.size(), 1U);
}

TEST_F(OwnSocketTest, NeverAnswersWhatItDidNotHear) {
    auto command = command_on("7-1/0");
    command.body.expires_at_ms = to_unix_ms(clock.now()) + 1'500;
    relay.ask(QuoteId{"another one"});
    send(command);
    const auto result = came_of(command);
    // On a machine so busy that the command itself came late it was not even signed.
    if (result.outcome != ResultOutcome::refused) {
        EXPECT_EQ(result.outcome, ResultOutcome::rejected);
        EXPECT_EQ(result.rejection, RelayRejection::connection_gone);
        EXPECT_FALSE(result.sent_ns);
    }
    EXPECT_TRUE(relay.answers.empty());
    EXPECT_TRUE(asked.empty());
}

TEST_F(OwnSocketTest, NeverAnswersOnAnotherConnectionThanItHeardItOn) {
    auto command = command_on("7-1/0");
    relay.ask(command.body.quote_id);
    relay.socket->drop();
    ASSERT_TRUE(until([&] { return relay.subscribed.size() == 2; })) << executor.log();
    command.body.expires_at_ms = to_unix_ms(clock.now()) + 1'500;
    send(command);
    EXPECT_NE(came_of(command).outcome, ResultOutcome::accepted);
    EXPECT_TRUE(relay.answers.empty());
}

TEST_F(OwnSocketTest, TellsWhatTheRelaySaid) {
    relay.refusal = "quote not found or already finished";
    const auto command = command_on("7-1/0");
    relay.ask(command.body.quote_id);
    send(command);
    const auto result = came_of(command);
    EXPECT_EQ(result.outcome, ResultOutcome::rejected);
    EXPECT_EQ(result.rejection, RelayRejection::too_late);
    EXPECT_EQ(result.detail, relay.refusal);
}

}  // namespace
}  // namespace unrip::bus
