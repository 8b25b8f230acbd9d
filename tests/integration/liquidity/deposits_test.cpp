#include "integration/liquidity/desk.hpp"

#include <gmock/gmock.h>

namespace unrip::test {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

class Deposits : public Desk {
  protected:
    void tell(const std::string& status, const Json& mint = nullptr) {
        const Json deposit = {
            {"tx_hash", "c3b9"},
            {"mint_tx_hash", mint},
            {"chain", "btc:mainnet"},
            {"near_token_id", "btc.omft.near"},
            {"defuse_asset_identifier", "btc:mainnet:native"},
            {"decimals", 8},
            {"amount", 1'000'000},
            {"account_id", "maker.near"},
            {"address", "bc1qours"},
            {"status", status}};
        venue.set([&](auto& weather) { weather.deposits = Json::array({deposit}); });
    }
    bool is_said(const std::string& state) {
        return until([&] {
            const auto& all = steps();
            return !all.empty() && messages::to_text(all.back().state) == state;
        });
    }
};

TEST_F(Deposits, ArePendingUntilTheyAreCreditedOnce) {
    open();
    EXPECT_THAT(manager->get("/state").body, HasSubstr("deposit-to-btc:mainnet"));
    tell("PENDING");
    ASSERT_TRUE(is_said("pending")) << manager->log();
    EXPECT_TRUE(manager->comes_to_say("/state", R"("pending_deposits":[{"action_id":"dep-)"));
    const auto name = steps().back().action_id;

    venue.add_mint("5UMTkoeQdpJYAUsPrGeu9RXrdRMnCGnmGCCWdZQTu9mj");
    tell("CREDITED", "5UMTkoeQdpJYAUsPrGeu9RXrdRMnCGnmGCCWdZQTu9mj");
    ASSERT_TRUE(is_said("credited")) << manager->log();
    EXPECT_EQ(steps().back().block_height, 131'200'100U);
    EXPECT_TRUE(steps().back().balance_delta == i128{1'000'000});
    EXPECT_THAT(manager->get("/state").body, HasSubstr(R"("pending_deposits":[])"));

    tell("COMPLETED", "5UMTkoeQdpJYAUsPrGeu9RXrdRMnCGnmGCCWdZQTu9mj");
    manager->kill_9();
    manager->start();
    manager->await_ready();
    ASSERT_TRUE(manager->comes_to_say("/state", "deposit-to-btc:mainnet"));
    turn_for(Milliseconds{800});
    EXPECT_THAT(history(name), ElementsAre("pending", "credited"));
}

TEST_F(Deposits, AreCreditedAlsoWhereTheirBlockIsNotFound) {
    open();
    tell("COMPLETED");
    ASSERT_TRUE(is_said("credited")) << manager->log();
    EXPECT_FALSE(steps().back().block_height);
}

}  // namespace
}  // namespace unrip::test
