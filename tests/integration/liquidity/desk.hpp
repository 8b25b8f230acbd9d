#pragma once

#include "bus/typed.hpp"
#include "integration/bus/bus_fixture.hpp"
#include "integration/liquidity/fake_venue.hpp"
#include "messages/execute_intents.hpp"
#include "messages/liquidity_action.hpp"
#include "near/secret_key.hpp"
#include "support/service_process.hpp"
#include "support/temporary_directory.hpp"

#include <nlohmann/json.hpp>

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace unrip::test {

inline const std::string kBtc = "nep141:btc.omft.near";

/// liquidity-manager as a real process between a real NATS and a venue of the test's own. The test
/// plays inventory-sync, strategy-engine and trade-executor.
class Desk : public bus::BusTest {
  protected:
    using Json = nlohmann::json;
    using Environment = std::map<std::string, std::string>;

    Desk();

    /// The text of a key whose seed is all ones: nobody's.
    static std::string account_key();

    /// Starts it with these settings beside the usual ones, and waits until it has asked the
    /// bridge.
    void open(const Environment& more = {});
    /// Without waiting until it is ready: what it finds at the bridge may forbid that.
    void start(const Environment& more = {});
    void unfreeze() {
        ASSERT_EQ(manager->post("/freeze-withdrawals", R"({"frozen":false})").status, 200);
    }

    /// Everything that a withdrawal of 0.001 BTC needs, then the withdrawal; its action id.
    std::string withdraw(const std::string& key = "k-1");
    ServiceProcess::Answer ask(const std::string& body, const std::string& key = "");

    /// inventory-sync has counted.
    void count(const std::string& btc, std::uint64_t height = 131'200'000);
    /// strategy-engine has made room.
    void make_room(const std::string& action_id, const std::string& amount = "100000");
    /// trade-executor asks.
    messages::ExecuteIntentsReply execute(const messages::ExecuteIntents& request);

    Json shown(const std::string& action_id) const;
    /// Waits until the action stands so. False when it never does.
    bool comes_to(const std::string& action_id, const std::string& state) const;

    /// What the stream holds of an action: its states in order.
    std::vector<std::string> history(const std::string& action_id);
    /// Every step that was ever said, as the stream holds them.
    const std::vector<messages::LiquidityAction>& steps();

    /// The policy's section `liquidity`, as open() writes it.
    Json policy_section;
    FakeVenue venue;
    NatsServer nats{"", "200ms"};
    TemporaryDirectory directory;
    std::unique_ptr<bus::Connection> connection;
    std::unique_ptr<ServiceProcess> manager;
    near::SecretKey quote_key = near::SecretKey::from_seed(std::array<std::uint8_t, 32>{9});

  private:
    std::string write_policy() const;

    Environment environment_;
    std::vector<messages::LiquidityAction> steps_;
};

}  // namespace unrip::test
