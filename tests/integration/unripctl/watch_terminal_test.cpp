// The watch as a person has it: on a terminal, with keys.

#include "integration/unripctl/fake_house.hpp"
#include "integration/unripctl/pseudo_terminal.hpp"

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

#include <algorithm>

namespace unrip::test {
namespace {

using nlohmann::json;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr unsigned short kColumns = 80;
constexpr unsigned short kRows = 24;
constexpr auto kWholeScreenAgain = "\x1b[r";

std::int64_t now_ms() {
    return to_unix_ms(SystemClock{}.now());
}

std::size_t letters_in(const std::string& text) {
    return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char byte) {
        return (static_cast<unsigned char>(byte) & 0xC0U) != 0x80U;
    }));
}

struct WatchTerminal : FakeHouse {
    WatchTerminal() {
        have_history();
        all_answer_state();
        environment_["TERM"] = "xterm-256color";
    }

    PseudoTerminal watch(const std::vector<std::string>& more = {}) {
        std::vector<std::string> words{"watch", "--backfill", "0", "--heartbeat-every", "1"};
        words.insert(words.end(), more.begin(), more.end());
        return {command(words), kColumns, kRows};
    }
    void decide(const std::string& id) { write({retold("decision.trade_decision", id, now_ms())}); }
    void decline(const std::string& id) {
        write({retold("decision.trade_decision@declined", id, now_ms())});
    }
};

TEST_F(WatchTerminal, QLeavesAndGivesTheTerminalBack) {
    auto terminal = watch();
    ASSERT_TRUE(terminal.comes_to_show("TRADING")) << terminal.drawn();
    ASSERT_TRUE(terminal.comes_to_show("0 seen")) << terminal.drawn();
    EXPECT_FALSE(terminal.echoes()) << "keys are not shown while it watches";
    terminal.press('q');
    EXPECT_EQ(terminal.await_exit(), 0) << terminal.drawn();
    EXPECT_TRUE(terminal.echoes());
    const auto& drawn = terminal.drawn();
    EXPECT_GT(drawn.rfind(kWholeScreenAgain), drawn.rfind("TRADING"));
}

TEST_F(WatchTerminal, PHoldsBackWhatComesUntilItIsPressedAgain) {
    auto terminal = watch();
    ASSERT_TRUE(terminal.comes_to_show("0 seen")) << terminal.drawn();
    terminal.press('p');
    ASSERT_TRUE(terminal.comes_to_show("paused; p goes on")) << terminal.drawn();
    decide("dec-1");
    ASSERT_TRUE(terminal.comes_to_show("1 seen, 1 quoted")) << "it reads on: " << terminal.drawn();
    EXPECT_THAT(terminal.drawn(), Not(HasSubstr("sell 0.000 082 71 BTC")));
    terminal.press('p');
    EXPECT_TRUE(terminal.comes_to_show("sell 0.000 082 71 BTC")) << terminal.drawn();
    terminal.press('q');
    EXPECT_EQ(terminal.await_exit(), 0);
}

TEST_F(WatchTerminal, DHidesDeclinesAndShowsThemAgain) {
    auto terminal = watch();
    ASSERT_TRUE(terminal.comes_to_show("0 seen")) << terminal.drawn();
    terminal.press('d');
    ASSERT_TRUE(terminal.comes_to_show("declines are hidden; d shows them")) << terminal.drawn();
    decline("dec-1");
    decide("dec-2");
    ASSERT_TRUE(terminal.comes_to_show("sell 0.000 082 71 BTC")) << terminal.drawn();
    EXPECT_THAT(terminal.drawn(), Not(HasSubstr("wants EURe worth more")));
    terminal.press('d');
    ASSERT_TRUE(terminal.comes_to_show("declines are shown")) << terminal.drawn();
    decline("dec-3");
    EXPECT_TRUE(terminal.comes_to_show("wants EURe worth more")) << terminal.drawn();
}

TEST_F(WatchTerminal, NothingIsWiderThanEightyColumns) {
    auto terminal = watch();
    ASSERT_TRUE(terminal.comes_to_show("0 seen")) << terminal.drawn();
    decline("dec-1");
    decide("dec-2");
    write({
        retold("exec.trade_settlement", "set-1", now_ms()),
        retold(
            "ops.alert",
            "alt-1",
            now_ms(),
            {{"summary",
              "Much was seen that nobody had thought of, and it took a long sentence to "
              "say so, with the value, such as 0.004 BTC, at its very end."},
             {"fix", "Look into " + std::string(100, 'x') + " and then again."},
             {"repeats", 0}},
            json::object()
        ),
    });
    ASSERT_TRUE(terminal.comes_to_show("settled")) << terminal.drawn();
    EXPECT_TRUE(terminal.comes_to_show("at its very end.")) << "an alert is said to its end";
    EXPECT_TRUE(terminal.comes_to_show("the limit is 5.00 EURe")) << "and why it was declined";
    EXPECT_TRUE(terminal.comes_to_show("fix: Look into")) << terminal.drawn();
    remove("strategy-engine");
    ASSERT_TRUE(terminal.comes_to_show("strategy-engine not there")) << terminal.drawn();
    EXPECT_TRUE(has_colour(terminal.drawn()));
    for (const auto& piece : pieces_of(terminal.drawn()))
        EXPECT_LE(letters_in(piece), kColumns) << piece;
}

TEST_F(WatchTerminal, WithoutColourItSaysTheSame) {
    environment_["NO_COLOR"] = "1";
    auto terminal = watch();
    ASSERT_TRUE(terminal.comes_to_show("0 seen")) << terminal.drawn();
    decline("dec-1");
    decide("dec-2");
    EXPECT_TRUE(terminal.comes_to_show("decision  sell 0.000 082 71 BTC")) << terminal.drawn();
    EXPECT_TRUE(terminal.comes_to_show("declined  user gives")) << terminal.drawn();
    EXPECT_FALSE(has_colour(terminal.drawn())) << terminal.drawn();
}

}  // namespace
}  // namespace unrip::test
