#include "integration/liquidity/desk.hpp"

#include <gmock/gmock.h>

namespace unrip::test {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

class Withdrawals : public Desk {};

TEST_F(Withdrawals, GoFromTheRequestToTheirArrival) {
    open();
    unfreeze();
    const auto name = withdraw();
    ASSERT_TRUE(comes_to(name, "reserving")) << manager->log();
    EXPECT_TRUE(venue.sent().empty()) << "nothing is sent before there is room";
    make_room(name);
    ASSERT_TRUE(comes_to(name, "executed")) << shown(name).dump() << manager->log();

    ASSERT_EQ(venue.calls().size(), 1U);
    const auto call = venue.calls().front();
    EXPECT_EQ(call.method, "ft_withdraw");
    EXPECT_EQ(call.deposit, "1");
    EXPECT_EQ(
        call.args.dump(),
        R"({"amount":"100000","memo":"WITHDRAW_TO:bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq","receiver_id":"btc.omft.near","token":"btc.omft.near"})"
    );

    venue.set([](auto& weather) { weather.bridge_status = "PENDING"; });
    ASSERT_TRUE(comes_to(name, "bridging")) << manager->log();
    venue.set([](auto& weather) { weather.bridge_status = "COMPLETED"; });
    ASSERT_TRUE(comes_to(name, "completed")) << manager->log();
    EXPECT_EQ(shown(name).at("outside_tx_hash"), "outside-tx");
    EXPECT_FALSE(shown(name).contains("signed_tx_base64"));

    EXPECT_THAT(
        history(name),
        ElementsAre("requested", "reserving", "prepared", "executed", "bridging", "completed")
    );
    const auto& prepared = steps().at(2);
    EXPECT_EQ(prepared.signed_tx_base64, venue.sent().front());
    EXPECT_EQ(prepared.tx_hash, call.tx_hash);
    EXPECT_EQ(prepared.commitments_revision, 12U);
    const auto& executed = steps().at(3);
    EXPECT_TRUE(executed.balance_delta == i128{-100'000});
    EXPECT_EQ(executed.block_height, 131'200'100U);
    EXPECT_EQ(manager->stop(), 0) << manager->log();
}

TEST_F(Withdrawals, AreTheSameUnderTheSameKey) {
    open();
    unfreeze();
    const auto name = withdraw("k-1");
    const auto same = R"({"asset_id":")" + kBtc + R"(","amount":"100000"})";
    const auto again = ask(same, "k-1");
    EXPECT_EQ(again.status, 202);
    EXPECT_THAT(again.body, HasSubstr(name));
    const auto with_the_default_address =
        R"({"asset_id":")" + kBtc +
        R"(","amount":"100000","destination_address":"bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq"})";
    EXPECT_THAT(ask(with_the_default_address, "k-1").body, HasSubstr(name));

    const auto other = R"({"asset_id":")" + kBtc + R"(","amount":"100001"})";
    EXPECT_EQ(ask(other, "k-1").status, 409);
    const auto elsewhere =
        R"({"asset_id":")" + kBtc +
        R"(","amount":"100000","destination_address":"bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4"})";
    EXPECT_EQ(ask(elsewhere, "k-1").status, 409);

    manager->post("/freeze-withdrawals", R"({"frozen":true})");
    EXPECT_THAT(ask(same, "k-1").body, HasSubstr(name)) << "frozen or not, it is there";
    EXPECT_EQ(ask(same, "k-2").status, 423);
    unfreeze();

    make_room(name);
    ASSERT_TRUE(comes_to(name, "executed"));
    venue.set([](auto& weather) { weather.bridge_status = "COMPLETED"; });
    ASSERT_TRUE(comes_to(name, "completed"));
    const auto after_the_end = ask(same, "k-1");
    EXPECT_EQ(after_the_end.status, 200);
    EXPECT_THAT(after_the_end.body, HasSubstr(name));
    EXPECT_EQ(venue.calls().size(), 1U);
}

TEST_F(Withdrawals, WithoutAKeyAreTheSameUntilTheyAreOver) {
    open();
    unfreeze();
    const auto name = withdraw("");
    const auto same = R"({"asset_id":")" + kBtc + R"(","amount":"100000"})";
    EXPECT_THAT(ask(same).body, HasSubstr(name));
    make_room(name);
    ASSERT_TRUE(comes_to(name, "executed"));
    venue.set([](auto& weather) { weather.bridge_status = "COMPLETED"; });
    ASSERT_TRUE(comes_to(name, "completed"));
    EXPECT_NE(withdraw(""), name);
}

TEST_F(Withdrawals, WaitForRoomThatFits) {
    open();
    unfreeze();
    const auto name = withdraw();
    ASSERT_TRUE(comes_to(name, "reserving"));
    make_room(name, "100001");  // Of another amount.
    make_room("wd-other");      // For another one.
    turn_for(Milliseconds{600});
    EXPECT_EQ(shown(name).at("state"), "reserving");
    EXPECT_TRUE(venue.sent().empty());
}

TEST_F(Withdrawals, AreGivenUpWhenNoRoomIsMadeInTime) {
    policy_section["room_wait_max_ms"] = 500;
    open();
    unfreeze();
    const auto name = withdraw();
    ASSERT_TRUE(comes_to(name, "cancelled")) << manager->log();
    EXPECT_THAT(shown(name).at("detail").get<std::string>(), HasSubstr("make room"));
    make_room(name);
    turn_for(Milliseconds{500});
    EXPECT_TRUE(venue.sent().empty());
    EXPECT_THAT(history(name), ElementsAre("requested", "reserving", "cancelled"));
}

TEST_F(Withdrawals, AskForRoomAgain) {
    open();
    unfreeze();
    int heard = 0;
    const auto listening = bus::subscribe<messages::LiquidityAction>(
        *connection,
        {},
        [&](const messages::Envelope<messages::LiquidityAction>& envelope, const bus::Incoming&) {
            if (envelope.body.state == messages::LiquidityState::reserving) ++heard;
        },
        [](const bus::Incoming&, const Error&) {}
    );
    const auto name = withdraw();
    EXPECT_TRUE(until([&] { return heard >= 2; }));
    EXPECT_THAT(history(name), ElementsAre("requested", "reserving")) << "it is stored once";
}

TEST_F(Withdrawals, ThatTheTokenRefusesAreRefunded) {
    venue.set([](auto& weather) { weather.token_refuses = true; });
    open();
    unfreeze();
    const auto name = withdraw();
    ASSERT_TRUE(comes_to(name, "reserving"));
    make_room(name);
    ASSERT_TRUE(comes_to(name, "refunded")) << manager->log();
    EXPECT_FALSE(shown(name).contains("balance_delta"));
    EXPECT_EQ(shown(name).at("block_height"), 131'200'100);
}

TEST_F(Withdrawals, ThatTheContractRefusesAreRejected) {
    venue.set([](auto& weather) { weather.contract_panics = true; });
    open();
    unfreeze();
    const auto name = withdraw();
    ASSERT_TRUE(comes_to(name, "reserving"));
    make_room(name);
    ASSERT_TRUE(comes_to(name, "rejected")) << manager->log();
    EXPECT_THAT(shown(name).at("detail").get<std::string>(), HasSubstr("insufficient balance"));
    EXPECT_FALSE(shown(name).contains("block_height"));
}

TEST_F(Withdrawals, FollowWhatTheBridgeSaysOfItsEnd) {
    venue.set([](auto& weather) { weather.bridge_status = "FAILED"; });
    open();
    unfreeze();
    const auto name = withdraw();
    ASSERT_TRUE(comes_to(name, "reserving"));
    make_room(name);
    ASSERT_TRUE(comes_to(name, "failed")) << manager->log();
    EXPECT_THAT(shown(name).at("detail").get<std::string>(), HasSubstr("FAILED"));
}

TEST_F(Withdrawals, MadeElsewhereAreFollowed) {
    open();
    const std::string hash = "8yFNEk7GmRcM3NMJihwCKXt8ZANLpL2koVFWWH1MEEj";
    const auto body = R"({"withdrawal_hash":")" + hash + R"(","asset_id":")" + kBtc +
                      R"(","chain":"btc:mainnet","amount":"100000"})";
    const auto answer = manager->post("/track-withdrawal", body);
    ASSERT_EQ(answer.status, 202) << answer.body;
    const auto name = Json::parse(answer.body).at("action_id").get<std::string>();
    ASSERT_TRUE(comes_to(name, "bridging")) << manager->log();  // The node does not know it.
    venue.set([](auto& weather) { weather.bridge_status = "COMPLETED"; });
    ASSERT_TRUE(comes_to(name, "completed")) << manager->log();
    EXPECT_EQ(manager->post("/track-withdrawal", body).status, 200);
    EXPECT_TRUE(venue.sent().empty());
}

}  // namespace
}  // namespace unrip::test
