// What an operator reads of a house that trades: pages, dashboards and unripctl, each against the
// real thing.

#include "e2e/trading_house.hpp"
#include "support/child_process.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <regex>
#include <set>
#include <sstream>

namespace unrip::test {
namespace {

using nlohmann::json;

/// One house for all of them, since each only looks. The last one disarms it.
struct OpenHouse : testing::Test {
    static void SetUpTestSuite() {
        house_ = std::make_unique<TradingHouse>(TradingHouse::Plan{});
        house_->open();
        house_->arm();
    }
    static void TearDownTestSuite() { house_.reset(); }

    void SetUp() override {
        ASSERT_TRUE(house().comes_to("select count(*) > 3 from signed_quotes", "t"))
            << house().logs();
        ASSERT_TRUE(house().comes_to("select count(*) > 0 from v_fills", "t")) << house().logs();
    }

    static TradingHouse& house() { return *house_; }

    static Finished run(const std::string& program, const std::vector<std::string>& words) {
        auto environment = house().operator_environment();
        environment.emplace("PATH", std::string{UNRIP_BIN_DIR} + ":" + std::getenv("PATH"));
        auto command = in_environment(environment, program);
        command.insert(command.end(), words.begin(), words.end());
        return run_child(command, "", RunAs{});
    }
    /// Without what it says on stderr.
    static Finished ctl(std::vector<std::string> words) {
        words.insert(words.begin(), {"-c", "exec unripctl \"$@\" 2>/dev/null", "unripctl"});
        return run("/bin/bash", words);
    }

  private:
    static inline std::unique_ptr<TradingHouse> house_;
};

std::string text_of(const std::filesystem::path& path) {
    std::ifstream file{path};
    return {std::istreambuf_iterator<char>{file}, {}};
}

std::set<std::string> names_in(const std::string& text) {
    static const std::regex name{R"(\bunrip_[a-z0-9_]+)"};
    return {
        std::sregex_token_iterator{text.begin(), text.end(), name}, std::sregex_token_iterator{}};
}

/// What dashboards and alerts ask for.
std::set<std::string> names_asked_for() {
    const std::filesystem::path deploy{std::string{UNRIP_SOURCE_DIR} + "/deploy"};
    auto names = names_in(text_of(deploy / "prometheus/alerts.yml"));
    for (const auto& file : std::filesystem::directory_iterator{deploy / "grafana/dashboards"})
        names.merge(names_in(text_of(file.path())));
    return names;
}

TEST_F(OpenHouse, GivesEveryMetricThatDashboardsAndAlertsAskFor) {
    // These begin with the first trouble of their kind, or with a setting that this house has not.
    const std::set<std::string> absent{
        "unrip_alert_notices_dropped_total",
        "unrip_alert_notices_total",
        "unrip_alert_notices_waiting",
        "unrip_alert_troubles_lasting",
        "unrip_executor_refusals_total",
        "unrip_executor_rejections_total",
        "unrip_executor_settlement_failures_total",
        "unrip_liquidity_steps_total",
        "unrip_reference_prices_withheld_total",
        "unrip_reference_sources_not_used_total",
        "unrip_relay_frames_ignored_total",
        "unrip_relay_quotes_sifted_total"};
    const auto asked_for = names_asked_for();
    EXPECT_GT(asked_for.size(), 60U);
    const auto missing = [&] {
        std::set<std::string> told;
        for (const auto* process : house().processes())
            told.merge(names_in(process->get("/metrics").body));
        std::string all;
        for (const auto& name : asked_for) {
            if (!told.contains(name) && !absent.contains(name)) all += name + " ";
        }
        return all;
    };
    EXPECT_TRUE(TradingHouse::comes_true([&] { return missing().empty(); })) << missing();
    const auto strategy = house().strategy.get("/metrics").body;
    EXPECT_NE(strategy.find(R"(unrip_strategy_promised_tokens{token="BTC"} 0.)"), std::string::npos)
        << strategy;
    EXPECT_NE(
        strategy.find(R"(unrip_strategy_slots_ready{side="btc-eure gives EURe"})"),
        std::string::npos
    ) << strategy;
}

TEST_F(OpenHouse, AnswersEveryQuestionOfTheDashboards) {
    constexpr int kSkipped = 77;
    const auto finished =
        run("/usr/bin/python3", {std::string{UNRIP_SOURCE_DIR} + "/tests/e2e/dashboards.py"});
    if (finished.exit_code == kSkipped) GTEST_SKIP() << finished.output;
    EXPECT_EQ(finished.exit_code, 0) << finished.output;
}

TEST_F(OpenHouse, EveryReadingVerbSpeaksJson) {
    const auto quote = house().ask("select quote_id from v_fills limit 1");
    const auto key = house().signer_key_file();
    const std::vector<std::vector<std::string>> reads{
        {"status"},
        {"watch", "--once"},
        {"why", quote},
        {"quotes"},
        {"pnl"},
        {"pnl", "--since", "1h"},
        {"limits"},
        {"balance"},
        {"deposits"},
        {"withdraw", "list"},
        {"withdraw", "estimate", "btc", "0.001", "bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq"},
        {"keys", "show", key},
        {"keys", "check", key},
        {"doctor"},
        {"replay"}};
    for (auto words : reads) {
        const auto name = words.front() + (words.size() > 1 ? " " + words.at(1) : "");
        words.emplace_back("--json");
        const auto said = ctl(words);
        EXPECT_TRUE(said.exit_code == 0 || said.exit_code == 3) << name << said.output;
        EXPECT_FALSE(said.output.empty()) << name;
        if (json::accept(said.output)) continue;
        std::istringstream lines{said.output};
        for (std::string line; std::getline(lines, line);)
            EXPECT_TRUE(json::accept(line)) << name << ": " << line;
    }
}

std::string said_of_the_relays_key(const std::string& doctor) {
    for (const auto& one : json::parse(doctor)) {
        if (one.at("check") == "relay's API key") return one.at("said");
    }
    return "nothing in " + doctor;
}

TEST_F(OpenHouse, TheDoctorSeesThatNoKeyIsAskedFor) {
    EXPECT_EQ(
        said_of_the_relays_key(ctl({"doctor", "--json"}).output), "none, and none was asked for"
    );
}

TEST_F(OpenHouse, KeysAreCheckedAgainstTheVerifier) {
    const auto known = ctl({"keys", "check", house().signer_key_file(), "--json"});
    EXPECT_EQ(known.exit_code, 0) << known.output;
    EXPECT_TRUE(json::parse(known.output).at("registered"));

    const TemporaryDirectory directory;
    const auto file = (directory.path() / "signer.key").string();
    ASSERT_EQ(ctl({"keys", "generate", file}).exit_code, 0);
    const auto unknown = ctl({"keys", "check", file});
    EXPECT_EQ(unknown.exit_code, 3) << unknown.output;
    EXPECT_NE(unknown.output.find("registered  NO, not for maker.sandbox.near"), std::string::npos)
        << unknown.output;
    EXPECT_NE(unknown.output.find("add_public_key"), std::string::npos) << unknown.output;
}

/// Two processes of the house are enough: the venue, whose relay wants a key, and who asks there.
TEST(Doctor, SeesWhetherTheRelayLetsUsIn) {
    for (const bool has_key : {false, true}) {
        TradingHouse::Plan plan;
        plan.changes = {{"relay", {{"bearer", true}}}};
        if (has_key) plan.settings["near-intents-ingest"] = {{"NEAR_INTENTS_API_KEY", "by-hand"}};
        TradingHouse house{plan};
        house.venue.start();
        house.venue.await_ready();
        house.ingest.start();
        EXPECT_TRUE(house.ingest.comes_to_say(
            "/state", has_key ? R"("hears_quotes":true)" : R"("state":"credential_refused")"
        )) << house.ingest.log();
        auto command =
            in_environment(house.operator_environment(), std::string{UNRIP_BIN_DIR} + "/unripctl");
        command.insert(command.end(), {"doctor", "--json"});
        EXPECT_EQ(
            said_of_the_relays_key(run_child(command, "", RunAs{}).output),
            has_key ? "accepted: we are let in and subscribed"
                    : "there is none, and the relay asks for one"
        );
        EXPECT_EQ(house.ingest.get("/state").body.find("by-hand"), std::string::npos);
    }
}

TEST_F(OpenHouse, WorksAsItsPagesPrint) {
    const auto finished =
        run("/usr/bin/python3", {std::string{UNRIP_SOURCE_DIR} + "/tests/e2e/runbook.py"});
    EXPECT_EQ(finished.exit_code, 0) << finished.output << house().logs();
}

}  // namespace
}  // namespace unrip::test
