// Faults between client and place, and those of the venue itself.

#include "integration/venue-sandbox/sandbox_fixture.hpp"

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

namespace unrip::sandbox {
namespace {

using nlohmann::json;
using testing::HasSubstr;

constexpr auto kStill = R"({"takers":[]})";
constexpr auto kTicker = "/kraken/0/public/Ticker?pair=XBTEUR";

class DoorTest : public SandboxTest {
  protected:
    std::string status_request(const char* method) const {
        return json{{"jsonrpc", "2.0"}, {"id", "1"}, {"method", method}, {"params", json::array()}}
            .dump();
    }
};

TEST_F(DoorTest, EveryPlaceIsUnderOnePort) {
    start(kStill);
    EXPECT_EQ(get(kTicker)->status, 200U);
    EXPECT_EQ(get("/nowhere")->status, 404U);
    EXPECT_EQ(get("/ws")->status, 404U);
    EXPECT_THAT(post("/near", status_request("status"))->body, HasSubstr("latest_block_height"));
    EXPECT_EQ(post("/rpc", status_request("dance"))->status, 200U);
}

TEST_F(DoorTest, RefusesWhatItIsToldToRefuseAndNothingElse) {
    start(kStill);
    ordered(R"({"what":"refuse","place":"kraken","status":429,"for_ms":60000})");
    const auto refused = get(kTicker);
    EXPECT_EQ(refused->status, 429U);
    EXPECT_EQ(net::find_header(refused->headers, "Retry-After"), "1");
    EXPECT_EQ(get("/coinbase/products/BTC-EUR/ticker")->status, 200U);
    sandbox->faults().end(std::nullopt);
    EXPECT_EQ(get(kTicker)->status, 200U);
}

TEST_F(DoorTest, LosesAnswersAndSendsGarbage) {
    start(kStill);
    ordered(R"({"what":"lose","place":"near","for_ms":60000})");
    EXPECT_FALSE(post("/near", status_request("status")));
    sandbox->faults().end(std::nullopt);
    ordered(R"({"what":"garbage","place":"near","for_ms":60000})");
    EXPECT_FALSE(json::accept(post("/near", status_request("status"))->body));
    sandbox->faults().end(std::nullopt);
    ordered(R"({"what":"wrong_shape","place":"near","for_ms":60000})");
    EXPECT_TRUE(json::parse(post("/near", status_request("status"))->body).at("id").is_array());
}

TEST_F(DoorTest, SaysWhatIsWrongWithAnOrder) {
    start(kStill);
    EXPECT_THAT(ordered(R"({"what":"earthquake"})"), HasSubstr("/what is \"earthquake\""));
    EXPECT_THAT(ordered(R"({"what":"refuse","status":200})"), HasSubstr("/status is 200"));
    EXPECT_THAT(ordered(R"({"what":"block_time","offset":5})"), HasSubstr("/offset is not known"));
    EXPECT_THAT(ordered("[]"), HasSubstr("JSON object"));
    EXPECT_TRUE(sandbox->faults().none());
    EXPECT_TRUE(sandbox->venue_faults().in_force().empty());
}

TEST_F(DoorTest, BlocksStopAndGoOn) {
    start(R"({"takers":[],"chain":{"block_every_ms":20}})");
    wait_until([&] { return sandbox->chain().stats().height > 187'000'003; });
    EXPECT_EQ(ordered(R"({"what":"halt_blocks","for_ms":60000})"), "no blocks are made");
    const auto height = sandbox->chain().stats().height;
    test::run_task(loop, net::sleep_for(Milliseconds{100}));
    EXPECT_EQ(sandbox->chain().stats().height, height);
    EXPECT_EQ(sandbox->venue_faults().end_all(), 1U);
    wait_until([&] { return sandbox->chain().stats().height > height; });
}

TEST_F(DoorTest, OrdersEndByThemselves) {
    start(kStill);
    ordered(R"({"what":"pause","for_ms":100})");
    EXPECT_TRUE(sandbox->chain().verifier().is_paused());
    wait_until([&] { return !sandbox->chain().verifier().is_paused(); });
    ordered(R"({"what":"fee","pips":500,"for_ms":60000})");
    ordered(R"({"what":"fee","pips":900,"for_ms":100})");
    wait_until([&] { return sandbox->venue_faults().in_force().empty(); });
    EXPECT_EQ(sandbox->chain().verifier().fee_pips(), 1U);
}

TEST_F(DoorTest, SaltsRotateAndTheFormerOneIsVoidWhenToldSo) {
    start(kStill);
    EXPECT_THAT(ordered(R"({"what":"rotate_salt"})"), HasSubstr("still good"));
    EXPECT_THAT(ordered(R"({"what":"rotate_salt","invalidate_former":true})"), HasSubstr("void"));
}

TEST_F(DoorTest, AScenarioSchedulesFaults) {
    start(
        R"({"takers":[],"faults":[{"at_ms":100,"fault":{"what":"refuse","place":"kraken","status":503,"for_ms":60000}},
            {"at_ms":50,"fault":{"what":"earthquake"}}]})"
    );
    EXPECT_EQ(get(kTicker)->status, 200U);
    wait_until([&] { return !sandbox->faults().none(); });
    EXPECT_EQ(get(kTicker)->status, 503U);
    EXPECT_THAT(sandbox->last_mistake(), HasSubstr("earthquake"));
}

}  // namespace
}  // namespace unrip::sandbox
