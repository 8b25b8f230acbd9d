// The door and the routes that every process has, asked without a socket.

#include "rubbish/spoil.hpp"
#include "runtime/arming.hpp"
#include "runtime/arming_routes.hpp"
#include "runtime/control.hpp"
#include "runtime/control_desk.hpp"
#include "runtime/health.hpp"
#include "runtime/http_target.hpp"
#include "runtime/metrics.hpp"
#include "runtime/processes.hpp"
#include "runtime/standard_routes.hpp"
#include "runtime/state.hpp"
#include "support/run_task.hpp"

#include <boost/asio/io_context.hpp>
#include <gtest/gtest.h>

#include <array>

namespace unrip::test {
namespace {

constexpr std::size_t kRequests = 24'000;

/// A desk with a token and the routes that every process has.
class Desk {
  public:
    Desk() {
        runtime::add_standard_routes(
            control_,
            {process_, instance_, hash_, clock_, phase_, health_, state_, metrics_, arming_, {}, {}}
        );
        runtime::DoorRules rules;
        rules.host_names = {"127.0.0.1", "localhost"};
        rules.token = runtime::Secret::taken_from("a-token-of-some-length");
        runtime::ControlEvents events;
        events.answered = [](std::string_view, std::string_view, int) {};
        events.handler_failed = [this](std::string_view path, std::string_view what) {
            mistakes_ += std::string{path} + ": " + std::string{what} + "\n";
        };
        desk_.emplace(control_, std::move(rules), clock_, std::move(events));
    }

    runtime::ControlResponse answer(net::ServedRequest request) {
        return run_task(loop_, desk_->answer(std::move(request)));
    }

    std::string switch_state() const { return runtime::arming_json(arming_); }
    void disarm() { arming_.disarm("again"); }
    const std::string& mistakes() const { return mistakes_; }

  private:
    const runtime::Process& process_ = *runtime::find_process("strategy-engine");
    std::string instance_ = "here";
    std::string hash_ = "hash";
    SystemClock clock_;
    runtime::Phase phase_ = runtime::Phase::ready;
    runtime::Health health_{clock_};
    runtime::State state_{clock_};
    runtime::Metrics metrics_;
    runtime::Arming arming_{process_.starts_as, clock_};
    runtime::Control control_;
    std::optional<runtime::ControlDesk> desk_;
    std::string mistakes_;
    boost::asio::io_context loop_;
};

std::string odd_target(Dice& dice) {
    static const std::vector<std::string> paths{
        "/livez", "/healthz", "/readyz", "/state", "/metrics", "/arm", "/disarm"};
    auto path = dice.one_of(paths);
    switch (dice.below(8)) {
        case 0:
            return path + "?" + odd_word(dice) + "=" + odd_word(dice);
        case 1:
            return path + "/" + odd_word(dice);
        case 2:
            return "/" + odd_word(dice) + path;
        case 3:
            return broken(path, dice);
        case 4:
            return odd_word(dice);
        default:
            return path;
    }
}

net::ServedRequest odd_request(Dice& dice, const Spoiler& body) {
    static const std::vector<std::string> methods{
        "GET", "POST", "PUT", "DELETE", "HEAD", "OPTIONS", "PATCH", "TRACE", "get", "BREW", ""};
    net::ServedRequest request;
    request.method = dice.one_in(3) ? dice.one_of(methods) : "POST";
    request.target = odd_target(dice);
    request.headers.emplace_back("host", dice.one_in(12) ? odd_word(dice) : "127.0.0.1:8086");
    if (!dice.one_in(10)) {
        const auto token = dice.one_in(20) ? odd_word(dice) : "Bearer a-token-of-some-length";
        request.headers.emplace_back("authorization", token);
    }
    if (!dice.one_in(15))
        request.headers.emplace_back(
            "content-type", dice.one_in(15) ? odd_word(dice) : "application/json"
        );
    if (dice.one_in(25)) request.headers.emplace_back("origin", odd_word(dice));
    if (dice.one_in(25)) request.headers.emplace_back("sec-fetch-site", odd_word(dice));
    if (dice.one_in(10)) request.headers.emplace_back("x-unrip-who", odd_word(dice));
    if (!dice.one_in(8)) request.body = body.spoilt(dice);
    return request;
}

/// {"error":{"code","message","details"}}, for programs and for people.
void expect_clear(const runtime::ControlResponse& answer) {
    const auto json = nlohmann::json::parse(answer.body, nullptr, false);
    ASSERT_FALSE(json.is_discarded()) << shown(answer.body);
    const auto& error = json.at("error");
    EXPECT_FALSE(error.at("code").get<std::string>().empty());
    EXPECT_GT(error.at("message").get<std::string>().size(), 10U);
    EXPECT_TRUE(error.at("details").is_object());
}

TEST(RubbishDesk, RefusesWithASentenceAndTheSwitchStays) {
    const auto plan = rubbish_plan("the control desk");
    Dice dice{plan.seed};
    Desk desk;
    const Spoiler body{R"({"who":"ops","reason":"morning","ttl_seconds":60,"force":false})"};
    const std::size_t inputs = plan.of(kRequests);
    std::size_t refused = 0;
    auto before = desk.switch_state();
    for (std::size_t i = 0; i < inputs; ++i) {
        auto request = odd_request(dice, body);
        const auto what = request.method + " " + request.target + " " + request.body;
        const auto answer = desk.answer(std::move(request));
        SCOPED_TRACE("input " + std::to_string(i) + ": " + shown(what));
        EXPECT_NE(answer.status, 500);
        if (answer.status < 400) {
            // It was no rubbish, or not enough: whoever armed it is undone.
            desk.disarm();
            before = desk.switch_state();
        } else {
            ++refused;
            expect_clear(answer);
            EXPECT_EQ(desk.switch_state(), before);
        }
        if (testing::Test::HasFailure()) return;
    }
    EXPECT_EQ(desk.mistakes(), "");
    tell_tried("the control desk", inputs, refused);
    EXPECT_GT(refused, inputs / 2);
}

TEST(RubbishDesk, TargetsAreTakenApartOrRefused) {
    const auto plan = rubbish_plan("targets");
    Dice dice{plan.seed};
    const std::size_t inputs = plan.of(8'000);
    std::size_t refused = 0;
    for (std::size_t i = 0; i < inputs; ++i) {
        const auto target = odd_target(dice);
        const auto read = runtime::parse_target(target);
        if (!read) {
            ++refused;
            EXPECT_GT(read.error().detail.size(), 10U);
            continue;
        }
        EXPECT_TRUE(read->path.starts_with('/')) << shown(target);
        EXPECT_EQ(read->path.find('?'), std::string::npos) << shown(target);
        for (const auto& [name, value] : read->query)
            EXPECT_EQ((name + value).find('\0'), std::string::npos) << shown(target);
    }
    tell_tried("targets", inputs, refused);
}

}  // namespace
}  // namespace unrip::test
