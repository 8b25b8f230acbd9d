#include "runtime/env.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>

namespace unrip::runtime {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr std::array kVariables = {
    Variable{"UNRIP_NAME", "strategy-engine", "", true, false, "A name."},
    Variable{"UNRIP_COUNT", "strategy-engine", "7", false, false, "A count."},
    Variable{"UNRIP_LEVEL", "strategy-engine", "info", false, false, "A level."},
    Variable{"UNRIP_NOTIONAL", "strategy-engine", "5", false, false, "An amount."},
    Variable{"UNRIP_TIMEOUT", "strategy-engine", "10s", false, false, "A time."},
    Variable{"UNRIP_FLAG", "strategy-engine", "false", false, false, "A flag."},
    Variable{"UNRIP_URLS", "strategy-engine", "", true, false, "Addresses."},
    Variable{"UNRIP_HOSTS", "strategy-engine", "", false, false, "Hosts."},
    Variable{"UNRIP_PATH", "strategy-engine", "", false, false, "A file."},
    Variable{"UNRIP_KEY", "strategy-engine", "", true, true, "A key."},
    Variable{"STRATEGY_ENGINE_PORT", "strategy-engine", "8086", false, false, "A port."},
};

Env env_of(Env::Values values) {
    return Env{"strategy-engine", std::move(values), kVariables};
}

TEST(Env, GivesValuesAndDefaults) {
    auto env = env_of(
        {{"UNRIP_NAME", "maker"},
         {"UNRIP_TIMEOUT", "250ms"},
         {"UNRIP_FLAG", "true"},
         {"UNRIP_URLS", "https://a.example, https://b.example/x,"},
         {"UNRIP_COUNT", ""}}
    );
    EXPECT_EQ(env.text("UNRIP_NAME"), "maker");
    EXPECT_EQ(env.integer("UNRIP_COUNT", 0, 10), 7);
    EXPECT_EQ(env.amount("UNRIP_NOTIONAL", 18, "EURe").to_tokens(18), "5");
    EXPECT_EQ(env.duration("UNRIP_TIMEOUT", 1ms, 1h), 250ms);
    EXPECT_TRUE(env.flag("UNRIP_FLAG"));
    EXPECT_THAT(
        env.urls("UNRIP_URLS", {"https"}), ElementsAre("https://a.example", "https://b.example/x")
    );
    EXPECT_THAT(env.list("UNRIP_HOSTS"), IsEmpty());
    EXPECT_EQ(env.port("STRATEGY_ENGINE_PORT"), 8086);
    EXPECT_EQ(env.optional_text("UNRIP_HOSTS"), std::nullopt);
    EXPECT_THAT(env.mistakes(), IsEmpty());
    EXPECT_NO_THROW(env.expect_no_mistakes());
}

TEST(Env, ReportsAllMistakesTogetherWithValueAndRemedy) {
    auto env = env_of(
        {{"UNRIP_COUNT", "11"},
         {"UNRIP_LEVEL", "loud"},
         {"UNRIP_NOTIONAL", "five"},
         {"UNRIP_TIMEOUT", "10 s"},
         {"UNRIP_FLAG", "yes"},
         {"UNRIP_COUTN", "1"}}
    );
    env.text("UNRIP_NAME");
    env.integer("UNRIP_COUNT", 0, 10);
    env.one_of("UNRIP_LEVEL", {"debug", "info"});
    env.amount("UNRIP_NOTIONAL", 18, "EURe");
    env.amount("UNRIP_NOTIONAL", 18, "EURe");
    env.duration("UNRIP_TIMEOUT", 1s, 5min);
    env.flag("UNRIP_FLAG");
    EXPECT_THAT(
        env.mistakes(),
        ElementsAre(
            "strategy-engine: UNRIP_COUTN is not a variable of unrip; did you mean UNRIP_COUNT?",
            "strategy-engine: UNRIP_NAME is not set. A name.",
            "strategy-engine: UNRIP_COUNT is \"11\"; it must be a whole number from 0 to 10.",
            "strategy-engine: UNRIP_LEVEL is \"loud\"; it must be debug or info.",
            "strategy-engine: UNRIP_NOTIONAL is \"five\"; it must be a positive number of EURe, "
            "such as 5 "
            "or 12.50.",
            "strategy-engine: UNRIP_TIMEOUT is \"10 s\"; it must be a time from 1s to 5m, such as "
            "250ms, "
            "5s, 2m or 1h.",
            "strategy-engine: UNRIP_FLAG is \"yes\"; it must be false or true."
        )
    );
    EXPECT_THROW(env.expect_no_mistakes(), CannotStart);
}

TEST(Env, RefusesNumbersThatOnlyLookLikeSome) {
    for (const auto* value :
         {" 5", "5 ", "+5", "0x5", "5e1", "99999999999999999999", "-1", "5.0"}) {
        auto env = env_of({{"UNRIP_COUNT", value}});
        env.integer("UNRIP_COUNT", 0, 10);
        EXPECT_EQ(env.mistakes().size(), 1U) << value;
    }
    for (const auto* value : {"0", "0.0", "-5", "1e3", "5,0", "0.0000000000000000001", "nan"}) {
        auto env = env_of({{"UNRIP_NOTIONAL", value}});
        env.amount("UNRIP_NOTIONAL", 18, "EURe");
        EXPECT_EQ(env.mistakes().size(), 1U) << value;
    }
    for (const auto* value : {"5", "s", "0s", "9223372036854775807h", "-1s", "1d", "1.5s"}) {
        auto env = env_of({{"UNRIP_TIMEOUT", value}});
        env.duration("UNRIP_TIMEOUT", 1s, 1h);
        EXPECT_EQ(env.mistakes().size(), 1U) << value;
    }
}

TEST(Env, ShowsNoSecretsOfAnAddressItRefuses) {
    auto env =
        env_of({{"UNRIP_URLS", "https://ok.example/k3y,http://joe:pw@bad.example/k3y?t=k3y"}});
    env.urls("UNRIP_URLS", {"https", "wss"});
    ASSERT_EQ(env.mistakes().size(), 1U);
    EXPECT_THAT(env.mistakes()[0], HasSubstr("\"http://***@bad.example/***\""));
    EXPECT_THAT(env.mistakes()[0], HasSubstr("https:// or wss://"));
    EXPECT_THAT(env.mistakes()[0], testing::Not(HasSubstr("k3y")));
}

TEST(Env, RefusesWhatIsNoAddress) {
    for (const auto* value :
         {"https://",
          "example.com",
          "://x",
          "https:///x",
          "https://a b",
          "https://a@",
          "ftp://x",
          ","}) {
        auto env = env_of({{"UNRIP_URLS", value}});
        env.urls("UNRIP_URLS", {"https"});
        EXPECT_EQ(env.mistakes().size(), 1U) << value;
    }
}

TEST(Env, TellsAPortFromWhatKubernetesInjects) {
    auto env = env_of({{"STRATEGY_ENGINE_PORT", "tcp://10.96.0.7:8086"}});
    env.port("STRATEGY_ENGINE_PORT");
    ASSERT_EQ(env.mistakes().size(), 1U);
    EXPECT_THAT(env.mistakes()[0], HasSubstr("enableServiceLinks: false"));
    for (const auto* value : {"65536", "-1", "http", "80 86"}) {
        auto wrong = env_of({{"STRATEGY_ENGINE_PORT", value}});
        wrong.port("STRATEGY_ENGINE_PORT");
        ASSERT_EQ(wrong.mistakes().size(), 1U) << value;
        EXPECT_THAT(wrong.mistakes()[0], HasSubstr("it must be a port, such as 8086"));
    }
}

TEST(Env, HandsASecretOutOnce) {
    auto env = env_of({{"UNRIP_KEY", "hunter2"}});
    EXPECT_TRUE(env.secret("UNRIP_KEY").equals("hunter2"));
    EXPECT_EQ(env.optional_secret("UNRIP_KEY").has_value(), false);
    EXPECT_THAT(env.mistakes(), IsEmpty());
}

TEST(Env, SaysWhereASecretMayComeFrom) {
    auto none = env_of({});
    none.secret("UNRIP_KEY");
    ASSERT_EQ(none.mistakes().size(), 1U);
    EXPECT_THAT(none.mistakes()[0], HasSubstr("UNRIP_KEY is not set (nor UNRIP_KEY_FILE)"));

    auto both = env_of({{"UNRIP_KEY", "hunter2"}, {"UNRIP_KEY_FILE", "/nowhere"}});
    both.secret("UNRIP_KEY");
    ASSERT_EQ(both.mistakes().size(), 1U);
    EXPECT_THAT(both.mistakes()[0], HasSubstr("keep one"));

    auto lost = env_of({{"UNRIP_KEY_FILE", "/nowhere/key"}});
    lost.secret("UNRIP_KEY");
    ASSERT_EQ(lost.mistakes().size(), 1U);
    EXPECT_THAT(lost.mistakes()[0], HasSubstr("/nowhere/key can't be opened: No such file"));
}

TEST(Env, WantsFilesThatCanBeRead) {
    auto env = env_of({{"UNRIP_PATH", UNRIP_SOURCE_DIR}});
    env.file("UNRIP_PATH");
    ASSERT_EQ(env.mistakes().size(), 1U);
    EXPECT_THAT(
        env.mistakes()[0], HasSubstr("it must be a file that can be read (Is a directory)")
    );

    auto good = env_of({{"UNRIP_PATH", UNRIP_SOURCE_DIR "/LICENSE"}});
    EXPECT_EQ(good.file("UNRIP_PATH"), UNRIP_SOURCE_DIR "/LICENSE");
    EXPECT_THAT(good.mistakes(), IsEmpty());
}

TEST(Env, HashesWhatIsInForceAndNoSecrets) {
    const auto plain = env_of({}).hash();
    EXPECT_EQ(
        plain, env_of({{"UNRIP_COUNT", "7"}, {"UNRIP_KEY", "hunter2"}, {"PATH", "/bin"}}).hash()
    );
    EXPECT_NE(plain, env_of({{"UNRIP_COUNT", "8"}}).hash());
}

}  // namespace
}  // namespace unrip::runtime
