#pragma once

#include "bus/typed.hpp"
#include "integration/bus/bus_fixture.hpp"
#include "messages/catalog.hpp"
#include "net/sleep.hpp"
#include "support/service_process.hpp"
#include "support/temporary_directory.hpp"

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace unrip::strategy_engine {

/// NATS with our streams, strategy-engine as a real process, and a test that says what the rest of
/// the house would say. Reference 60000 EURe per BTC, 75 bps, at most 5 EURe a quote.
struct TradingFloor : bus::BusTest {
    static constexpr auto kAccount = "maker.near";

    Server server{"", "always"};
    std::unique_ptr<bus::Connection> house;
    test::TemporaryDirectory directory;
    std::string declared_sync = "always";  ///< As NATS_SYNC, of engines made from now on.
    std::string max_notional = "5";        ///< As STRATEGY_MAX_NOTIONAL_EURE, of these, too.

    /// All that was said on the bus, an envelope each, in the order in which it was heard.
    std::vector<std::string> everything;
    std::vector<messages::Envelope<messages::TradeDecision>> decisions;
    std::vector<messages::Envelope<messages::ExecuteTrade>> commands;
    std::vector<messages::Envelope<messages::Slots>> notes;
    std::vector<messages::Envelope<messages::ServiceControl>> controls;
    std::vector<messages::Envelope<messages::Alert>> alerts;

    void SetUp() override;

    /// `unrip-streams`, with or without the first record of the account.
    void make_streams(bool with_record = true);
    std::unique_ptr<test::ServiceProcess> engine(const std::string& instance);
    /// Ready, and the active one.
    void start(test::ServiceProcess& process);
    static void arm(test::ServiceProcess& process);

    // What the house says.
    void say_price(std::string_view mid = "60000");
    void say_count(std::string_view btc_atoms = "1000000", std::string_view eure = "600");
    void say_venue();
    /// All of it, now.
    void say_facts();
    void say_withdrawal(
        messages::LiquidityState state,
        const std::string& amount,
        std::optional<std::uint64_t> height = std::nullopt
    );

    struct Fixed {
        bool user_sells_btc = true;
        std::optional<Amount> in;
        std::optional<Amount> out;
    };
    /// Asks, and waits for the decision.
    std::optional<messages::TradeDecision> ask(const Fixed& fixed);
    /// The same until it is approved, or until patience ends.
    std::optional<messages::TradeDecision> ask_until_approved(const Fixed& fixed);

    messages::Commitments record();
    /// Caps of all standing slots in the record, in base units of EURe.
    Amount promised_eure();

    template <class Body>
    void say(const messages::Envelope<Body>& envelope) {
        const auto said = bus::publish(*house, envelope);
        ASSERT_TRUE(said) << said.error().detail;
    }
    template <class Body>
    messages::Envelope<Body> envelope(const std::string& kind, Body body, std::string pair = {}) {
        messages::Envelope<Body> said;
        said.id = MessageId{kind + "-" + std::to_string(++said_)};
        said.source = "test/1";
        said.pair = std::move(pair);
        said.sent_at_ms = to_unix_ms(clock.now());
        said.body = std::move(body);
        return said;
    }

    /// Time passes, also while the loop has nothing to do.
    void wait(Milliseconds duration) { test::run_task(loop, net::sleep_for(duration)); }

    /// Turns the loop until the control port says this.
    bool comes_to_say(
        const test::ServiceProcess& process, std::string_view path, std::string_view text
    );

    /// The policy that the engines of this test trade by.
    std::string policy_file();

  private:
    template <class Body>
    void collect(std::vector<messages::Envelope<Body>>& into);

    std::vector<bus::Subscription> hearing_;
    std::uint64_t said_ = 0;
    std::uint64_t height_ = 131'204'000;
};

inline Amount eure(std::string_view text) {
    return *Amount::parse_tokens(text, 18);
}
inline Amount sat(std::uint64_t atoms) {
    return Amount{atoms};
}

}  // namespace unrip::strategy_engine
