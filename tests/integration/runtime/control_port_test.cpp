// What the control port answers, seen from a socket.

#include "integration/runtime/caller.hpp"
#include "integration/runtime/spawned.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace unrip::test {
namespace {

using Json = nlohmann::json;
using testing::HasSubstr;

class ControlPort : public testing::Test {
  protected:
    static void SetUpTestSuite() {
        service = new Spawned;
        // Ready means that the body has opened all its routes.
        for (int attempt = 0; attempt < 1000 && ask(port(), "GET", "/readyz").status != 200;
             ++attempt)
            std::this_thread::sleep_for(std::chrono::milliseconds{10});
    }
    static void TearDownTestSuite() {
        delete service;
        service = nullptr;
    }
    static std::uint16_t port() { return service->port(); }

    static std::string error_code(const Answer& answer) {
        return Json::parse(answer.body).at("error").at("code").get<std::string>();
    }

    static inline Spawned* service = nullptr;
};

TEST_F(ControlPort, AnswersThatItIsAliveHealthyAndReady) {
    EXPECT_EQ(ask(port(), "GET", "/livez").status, 200);
    EXPECT_EQ(ask(port(), "GET", "/readyz").status, 200);
    const auto health = ask(port(), "GET", "/healthz");
    EXPECT_EQ(health.status, 200);
    EXPECT_EQ(health.headers.at("content-type"), "application/json");
    EXPECT_EQ(Json::parse(health.body).at("durability"), "lazy");
    EXPECT_EQ(Json::parse(health.body).at("checks").at(0).at("name"), "the loop turns");
}

TEST_F(ControlPort, IsHealthyWhileDisarmed) {
    ask(port(), "POST", "/disarm");
    const auto health = ask(port(), "GET", "/healthz");
    EXPECT_EQ(Json::parse(health.body).at("armed"), false);
    EXPECT_EQ(health.status, 200);
}

TEST_F(ControlPort, ShowsTheCommonPartOfTheStateAndTheServicesOwn) {
    const auto state = Json::parse(ask(port(), "GET", "/state").body);
    EXPECT_EQ(state.at("service"), "strategy-engine");
    EXPECT_EQ(state.at("policy_hash"), "3f9c1a");
    EXPECT_EQ(state.at("config_hash").get<std::string>().size(), 32U);
    EXPECT_EQ(state.at("last_errors").at(0).at("where"), "relay");
    EXPECT_EQ(state.at("detail").at("slots").at("open"), "31");
    for (const auto* name :
         {"version",
          "build",
          "instance",
          "started_at",
          "uptime_seconds",
          "armed",
          "arming",
          "health",
          "streams",
          "durability"}) {
        EXPECT_TRUE(state.contains(name)) << name;
    }
}

TEST_F(ControlPort, ServesMetricsWithOurPrefix) {
    const auto metrics = ask(port(), "GET", "/metrics");
    EXPECT_THAT(metrics.headers.at("content-type"), HasSubstr("text/plain; version=0.0.4"));
    EXPECT_THAT(metrics.body, HasSubstr("unrip_build_info{"));
    EXPECT_THAT(metrics.body, HasSubstr("unrip_process_resident_memory_bytes"));
    EXPECT_THAT(metrics.body, HasSubstr("unrip_control_requests_total{status=\"200\"}"));
    EXPECT_THAT(metrics.body, HasSubstr("unrip_loop_lag_seconds"));
}

TEST_F(ControlPort, ArmsAndDisarmsWithAndWithoutABody) {
    const auto armed = ask(port(), "POST", "/arm");
    EXPECT_EQ(armed.status, 200);
    EXPECT_EQ(Json::parse(armed.body).at("armed"), true);
    EXPECT_EQ(ask(port(), "POST", "/arm").status, 200);
    const auto off = tell(port(), "POST", "/disarm", R"({"who":"ops","reason":"lunch"})");
    EXPECT_EQ(Json::parse(off.body).at("armed"), false);
    EXPECT_EQ(Json::parse(off.body).at("arming").at("who"), "ops");
    EXPECT_EQ(Json::parse(off.body).at("arming").at("why"), "lunch");
    EXPECT_TRUE(service->says(R"("event":"published","fields":{"after":"armed"})"));
}

TEST_F(ControlPort, DisarmsByItselfWhenTheTtlHasPassed) {
    tell(port(), "POST", "/arm", R"({"ttl_seconds":1,"reason":"a short look"})");
    EXPECT_TRUE(service->says(R"("why":"the ttl has passed")"));
    EXPECT_EQ(Json::parse(ask(port(), "GET", "/state").body).at("armed"), false);
}

TEST_F(ControlPort, RefusesToArmOnFieldsItDoesNotUnderstand) {
    for (const auto* body :
         {R"({"ttl_second":60})",
          R"({"ttl_seconds":"60"})",
          R"({"ttl_seconds":0})",
          R"({"ttl_seconds":-1})",
          R"({"ttl_seconds":604801})",
          R"({"reason":5})",
          R"({"who":[]})",
          R"({"force":"yes"})"}) {
        EXPECT_EQ(tell(port(), "POST", "/arm", body).status, 400) << body;
    }
    EXPECT_EQ(Json::parse(ask(port(), "GET", "/state").body).at("armed"), false);
}

TEST_F(ControlPort, HandsBodyAndCallerToTheServicesOwnRoutes) {
    const auto answer =
        ask(port(),
            "PUT",
            "/limits",
            "Content-Type: application/json; charset=utf-8\r\nX-Unrip-Who: ops\r\n",
            R"({"max_notional_eure":5})");
    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(answer.body, R"({"you_said":{"max_notional_eure":5},"who":"ops"})");
}

TEST_F(ControlPort, DecodesTheQueryAndRefusesABrokenOne) {
    EXPECT_EQ(ask(port(), "GET", "/query?history=1h%2b+2").body, R"({"history":"1h+ 2"})");
    EXPECT_EQ(ask(port(), "GET", "/query?history=%zz").status, 400);
    EXPECT_EQ(ask(port(), "GET", "/query?history=%00").status, 400);
}

TEST_F(ControlPort, SaysWhatIsNotThereAndWhatIsNotAllowed) {
    const auto nothing = ask(port(), "GET", "/nothing");
    EXPECT_EQ(nothing.status, 404);
    EXPECT_EQ(error_code(nothing), "not_found");
    EXPECT_TRUE(Json::parse(nothing.body).at("error").at("details").is_object());
    EXPECT_EQ(ask(port(), "POST", "/refresh").status, 404);

    const auto wrong = ask(port(), "DELETE", "/arm");
    EXPECT_EQ(wrong.status, 405);
    EXPECT_EQ(wrong.headers.at("allow"), "POST");
    EXPECT_EQ(ask(port(), "GET", "/arm").headers.at("allow"), "POST");
    EXPECT_EQ(ask(port(), "BREW", "/livez").status, 405);
}

TEST_F(ControlPort, RefusesBodiesThatAreNotJson) {
    EXPECT_EQ(
        ask(port(), "POST", "/arm", "Content-Type: application/x-www-form-urlencoded\r\n", "{}")
            .status,
        415
    );
    EXPECT_EQ(ask(port(), "POST", "/arm", "", "{}").status, 415);
    EXPECT_EQ(tell(port(), "POST", "/arm", "{\"reason\":").status, 400);
    EXPECT_EQ(tell(port(), "POST", "/arm", "[]").status, 400);
    EXPECT_EQ(tell(port(), "POST", "/arm", std::string(60'000, '[')).status, 400);
}

TEST_F(ControlPort, PassesOnWhatAServiceRefuses) {
    const auto answer = tell(port(), "POST", "/withdraw", "{}");
    EXPECT_EQ(answer.status, 423);
    EXPECT_EQ(error_code(answer), "withdrawals_frozen");
}

TEST_F(ControlPort, SurvivesAHandlerThatThrowsAndTellsNobodyWhy) {
    const auto answer = ask(port(), "POST", "/broken");
    EXPECT_EQ(answer.status, 500);
    EXPECT_THAT(answer.body, testing::Not(HasSubstr("the handler broke")));
    EXPECT_TRUE(service->says("the handler broke"));
    EXPECT_EQ(ask(port(), "GET", "/livez").status, 200);
}

TEST_F(ControlPort, AnswersHeadWithoutABody) {
    const auto answer = ask(port(), "HEAD", "/state");
    EXPECT_EQ(answer.status, 200);
    EXPECT_TRUE(answer.body.empty());
}

TEST(ControlPortOfASickProcess, Answers503WithTheReason) {
    Spawned sick{"live", {{"UNRIP_INSTANCE", "sick"}}};
    ASSERT_TRUE(sick.port() != 0);
    Answer health;
    for (int attempt = 0; attempt < 1000 && health.status != 503; ++attempt)
        health = ask(sick.port(), "GET", "/healthz");
    EXPECT_EQ(health.status, 503);
    EXPECT_THAT(health.body, HasSubstr("no price for 14 s"));
    EXPECT_THAT(health.body, HasSubstr("\"age_ms\":14000"));
    EXPECT_EQ(ask(sick.port(), "GET", "/readyz").status, 503);
    EXPECT_EQ(ask(sick.port(), "GET", "/livez").status, 200);
}

TEST(ControlPortWithAGuard, Refuses409UnlessForced) {
    Spawned guarded{"live", {{"UNRIP_INSTANCE", "unregistered"}}};
    ASSERT_TRUE(guarded.port() != 0);
    for (int attempt = 0; attempt < 1000 && ask(guarded.port(), "GET", "/readyz").status != 200;
         ++attempt) {
    }
    const auto refused = ask(guarded.port(), "POST", "/arm");
    EXPECT_EQ(refused.status, 409);
    EXPECT_THAT(refused.body, HasSubstr("key_not_registered"));
    const auto forced = tell(guarded.port(), "POST", "/arm", R"({"force":true})");
    EXPECT_EQ(forced.status, 200);
    EXPECT_EQ(Json::parse(forced.body).at("armed"), true);
}

}  // namespace
}  // namespace unrip::test
