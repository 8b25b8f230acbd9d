#include "integration/liquidity/desk.hpp"

#include <gmock/gmock.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <sstream>

namespace unrip::test {
namespace {

using ::testing::HasSubstr;

class Refusals : public Desk {
  protected:
    static std::string text_of(pid_t process, const std::string& name) {
        std::ifstream file{"/proc/" + std::to_string(process) + "/" + name};
        std::ostringstream text;
        text << file.rdbuf();
        return text.str();
    }
    std::string code_of(const ServiceProcess::Answer& answer) const {
        return Json::parse(answer.body).at("error").at("code").get<std::string>();
    }
    static std::string body(const std::string& amount, const std::string& more = "") {
        return R"({"asset_id":")" + kBtc + R"(","amount":")" + amount + "\"" + more + "}";
    }
};

TEST_F(Refusals, FrozenAtEveryStartAndUntilAPersonSaysSo) {
    open();
    const auto refused = ask(body("100000"), "k");
    EXPECT_EQ(refused.status, 423);
    EXPECT_EQ(code_of(refused), "frozen");
    EXPECT_THAT(manager->get("/state").body, HasSubstr(R"("frozen":true)"));

    const auto unfrozen = manager->post("/freeze-withdrawals", R"({"frozen":false})");
    EXPECT_THAT(unfrozen.body, HasSubstr(R"("frozen":false)"));
    EXPECT_EQ(code_of(ask(body("100000"), "k")), "balance_unknown");
    EXPECT_EQ(manager->post("/freeze-withdrawals", R"({"frozen":"no"})").status, 400);

    ASSERT_EQ(manager->stop(), 0);
    manager->start();
    manager->await_ready();
    EXPECT_EQ(code_of(ask(body("100000"), "k")), "frozen");
    std::vector<std::string> said;
    for (const auto& delivery : contents(*connection, "TRADES")) {
        if (delivery.subject != "ops.service_control") continue;
        said.push_back(Json::parse(delivery.body).at("body").at("kind").get<std::string>());
    }
    EXPECT_THAT(said, ::testing::Contains("unfrozen"));
}

TEST_F(Refusals, WithoutTheAccountKey) {
    open({{"NEAR_ACCOUNT_PRIVATE_KEY", ""}});
    unfreeze();
    const auto refused = ask(body("100000"), "k");
    EXPECT_EQ(refused.status, 423);
    EXPECT_EQ(code_of(refused), "account_key_missing");
}

TEST_F(Refusals, WhereNatsDoesNotSync) {
    open({{"NATS_SYNC", ""}});
    unfreeze();
    const auto refused = ask(body("100000"), "k");
    EXPECT_EQ(refused.status, 423);
    EXPECT_EQ(code_of(refused), "durability_lazy");
}

TEST_F(Refusals, WhenTheBridgeCountsOtherwise) {
    venue.set([](auto& weather) { weather.btc_decimals = 6; });
    start();
    ASSERT_TRUE(manager->comes_to_say("/healthz", "8 in the policy, 6 at the bridge"));
    unfreeze();
    const auto refused = ask(body("100000"), "k");
    EXPECT_EQ(refused.status, 423);
    EXPECT_EQ(code_of(refused), "decimals_differ");
    EXPECT_EQ(manager->get("/healthz").status, 503);
}

TEST_F(Refusals, ToShowTheAccountKey) {
    open();
    const auto children = children_of(::getpid());
    const auto is_manager = [](pid_t child) {
        return text_of(child, "comm").starts_with("liquidity-manag");
    };
    const auto child = std::find_if(children.begin(), children.end(), is_manager);
    ASSERT_NE(child, children.end());
    const auto environment = text_of(*child, "environ");
    EXPECT_THAT(environment, HasSubstr("NEAR_INTENTS_ACCOUNT_ID=maker.near"));
    for (const auto& text :
         {environment, text_of(*child, "cmdline"), manager->get("/state").body, manager->log()}) {
        EXPECT_THAT(text, ::testing::Not(HasSubstr(account_key())));
    }
    EXPECT_THAT(text_of(*child, "limits"), HasSubstr("Max core file size        0"));
}

TEST_F(Refusals, OfWhatCannotBeCarriedOut) {
    open();
    unfreeze();
    count("500000");
    ASSERT_TRUE(until([&] { return code_of(ask(body("600000"), "k")) == "balance_too_small"; }));
    EXPECT_EQ(code_of(ask(body("2199"), "k")), "below_minimum");
    EXPECT_EQ(
        code_of(ask(
            body(
                "100000",
                R"(,"destination_address":"bc1qrp33g0q5c5txsp9arysrx4k6zdkfs4nce4xj0gdcccefvpysxf3qccfmv3")"
            ),
            "k"
        )),
        "address_not_allowed"
    );
    EXPECT_EQ(
        code_of(ask(R"({"asset_id":"nep141:x.omft.near","amount":"1"})", "k")), "asset_unknown"
    );
    EXPECT_EQ(
        code_of(ask(
            R"({"asset_id":"nep141:gnosis-0x420ca0f9b9b604ce0fd9c18ef134c705e5fa3430.omft.near","amount":"1"})",
            "k"
        )),
        "address_missing"
    );
    EXPECT_EQ(ask(R"({"asset_id":"nep141:btc.omft.near","amount":5})", "k").status, 400);
    EXPECT_EQ(ask(body("100000"), "two words").status, 400);
    EXPECT_EQ(manager->get("/withdrawals/none").status, 404);
    EXPECT_EQ(manager->get("/withdrawals").body, R"({"withdrawals":[]})");
}

TEST_F(Refusals, WhoComesBackKnowsTheLastCount) {
    open();
    unfreeze();
    count("500000");
    ASSERT_TRUE(until([&] { return code_of(ask(body("600000"), "k")) == "balance_too_small"; }));
    ASSERT_EQ(manager->stop(), 0);
    manager->start();
    manager->await_ready();
    unfreeze();
    EXPECT_EQ(code_of(ask(body("600000"), "k")), "balance_too_small");
}

TEST_F(Refusals, EstimatesAreGivenFrozenOrNot) {
    open();
    const auto good = manager->post("/withdrawal-estimate", body("100000"));
    ASSERT_EQ(good.status, 200) << good.body;
    EXPECT_EQ(
        good.body,
        R"({"asset_id":"nep141:btc.omft.near","chain":"btc:mainnet","destination_address":"bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq",)"
        R"("amount":"100000","fee":"1500","arrives":"98500","min_withdrawal_amount":"700",)"
        R"("acceptable":true,"reason":null})"
    );
    const auto too_little = manager->post("/withdrawal-estimate", body("2000"));
    EXPECT_EQ(too_little.status, 200);
    EXPECT_THAT(too_little.body, HasSubstr(R"("acceptable":false)"));
    EXPECT_THAT(too_little.body, HasSubstr(R"("arrives":null)"));
    EXPECT_EQ(manager->post("/refresh").status, 200);

    count("500000");
    ASSERT_TRUE(until([&] {
        const auto estimate = manager->post("/withdrawal-estimate", body("600000")).body;
        return estimate.find(R"("acceptable":false,"reason":"Spendable are)") != std::string::npos;
    }));
}

}  // namespace
}  // namespace unrip::test
