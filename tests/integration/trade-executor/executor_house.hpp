#pragma once

#include "bus/typed.hpp"
#include "integration/bus/bus_fixture.hpp"
#include "integration/trade-executor/near_node.hpp"
#include "messages/catalog.hpp"
#include "near/secret_key.hpp"
#include "support/service_process.hpp"

#include <map>
#include <string>
#include <vector>

namespace unrip::bus {

/// The real trade-executor between a real nats-server and a scripted NEAR node. The test is the
/// rest of the house: it says what strategy, inventory, reference and ingest would say.
struct ExecutorHouse : BusTest {
    /// `more` is what the executor's environment has besides.
    explicit ExecutorHouse(const std::map<std::string, std::string>& more = {});

    void SetUp() override;

    static std::map<std::string, std::string> environment(
        const Server& server,
        const test::NearNode& node,
        const std::string& instance,
        const std::map<std::string, std::string>& more = {}
    );

    // What the others say. `say_the_world` is all that the executor leans on, fresh.
    void say_the_world();
    void say_the_price();
    void open_slots(const std::string& batch, messages::SlotMode mode, std::uint32_t size);
    /// The word of it, not said yet.
    messages::Envelope<messages::Slots> slots_of(
        const std::string& batch, messages::SlotMode mode, std::uint32_t size
    );

    /// The next command: the user gives 5 EURe, we give 8271 satoshi.
    messages::Envelope<messages::ExecuteTrade> command_on(const std::string& slot);
    /// With a price of this moment, so that no test depends on how busy the machine is.
    void send(const messages::Envelope<messages::ExecuteTrade>& command);
    void say_matched(const QuoteHash& hash, const std::string& tx_hash);
    /// A count of this moment: 1 BTC and 1000 EURe, changed by these.
    void count(i128 btc_change = 0, i128 eure_change = 0);

    /// Answers the executor's requests from now on with this verdict; silent: not at all.
    void play_ingest(messages::ResponseVerdict verdict);

    void arm();

    /// The result of a command, as its stream holds it. Turns the loop until it is there.
    messages::Envelope<messages::TradeResult> result_of(const CommandId& command);
    /// The words said of a quote so far, in order.
    std::vector<messages::TradeSettlement> words_of(const QuoteHash& hash) const;
    bool comes_to(const QuoteHash& hash, messages::SettlementState state);
    std::size_t results_of(const CommandId& command) const;

    template <class Body>
    messages::Envelope<Body> envelope_of(std::string id, Body body) const {
        messages::Envelope<Body> envelope;
        envelope.id = MessageId{std::move(id)};
        envelope.source = "tester/1";
        envelope.pair = "btc-eure";
        envelope.sent_at_ms = to_unix_ms(clock.now());
        envelope.body = std::move(body);
        return envelope;
    }
    template <class Body>
    void say(std::string id, Body body) {
        const auto envelope = envelope_of(std::move(id), std::move(body));
        ASSERT_TRUE(bus::publish(*publisher, envelope));
        ASSERT_TRUE(get(publisher->settle(kLong)));
    }

    Server nats;
    test::NearNode node;
    near::SecretKey key = near::SecretKey::from_seed(std::array<std::uint8_t, 32>{1});
    test::ServiceProcess executor;
    std::unique_ptr<Connection> connection = connect(settings_for(nats));
    std::unique_ptr<TrackedPublisher> publisher =
        std::make_unique<TrackedPublisher>(*connection, clock);

    std::vector<messages::QuoteResponse> asked;  ///< What the ingest was asked to send.
    std::vector<messages::Envelope<messages::QuoteSigned>> signed_quotes;
    std::vector<messages::Envelope<messages::TradeResult>> results;
    std::vector<messages::Envelope<messages::TradeSettlement>> settlements;

  private:
    std::uint64_t said_ = 0;
    std::uint64_t height_ = 1'000;
    std::uint64_t revision_ = 0;
    std::map<std::string, messages::SlotBatch> batches_;
    messages::ResponseVerdict verdict_ = messages::ResponseVerdict::accepted;
    std::vector<Subscription> subscriptions_;
};

}  // namespace unrip::bus
