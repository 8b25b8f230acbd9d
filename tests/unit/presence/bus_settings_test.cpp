#include "presence/bus_settings.hpp"

#include "runtime/env.hpp"

#include <gmock/gmock.h>

namespace unrip::presence {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

runtime::Env env_of(runtime::Env::Values values) {
    return runtime::Env{"history-writer", std::move(values)};
}

TEST(BusSettings, AreLoopbackWithoutAnyVariable) {
    auto env = env_of({});
    const auto settings = bus_settings(env);
    EXPECT_THAT(env.mistakes(), IsEmpty());
    EXPECT_THAT(settings.urls, ElementsAre("nats://127.0.0.1:4222"));
    EXPECT_EQ(settings.name, "history-writer");
    EXPECT_FALSE(settings.tls.required);
    EXPECT_EQ(settings.sync, "") << "nothing is promised that nobody declared";
}

TEST(BusSettings, TakeWhatIsGiven) {
    auto env = env_of({
        {"NATS_URL", "tls://a.example:4222,tls://b.example:4222"},
        {"NATS_USER", "writer"},
        {"NATS_PASSWORD", "secret"},
        {"NATS_TLS_EXPECTED_HOST", "nats.example"},
        {"NATS_SYNC", "1s"},
    });
    const auto settings = bus_settings(env);
    EXPECT_THAT(env.mistakes(), IsEmpty());
    EXPECT_THAT(settings.urls, ElementsAre("tls://a.example:4222", "tls://b.example:4222"));
    EXPECT_TRUE(settings.tls.required);
    EXPECT_EQ(settings.tls.expected_host, "nats.example");
    EXPECT_EQ(settings.user, "writer");
    EXPECT_EQ(settings.password, "secret");
    EXPECT_EQ(settings.sync, "1s");
}

TEST(BusSettings, NameEveryMistakeAtOnce) {
    auto env = env_of({
        {"NATS_URL", "http://127.0.0.1"},
        {"NATS_USER", "writer"},
        {"NATS_NKEY_PUBLIC", "UABC"},
        {"NATS_SYNC", "sometimes"},
    });
    bus_settings(env);
    EXPECT_THAT(env.mistakes(), Contains(HasSubstr("NATS_URL")));
    EXPECT_THAT(env.mistakes(), Contains(HasSubstr("together with NATS_PASSWORD")));
    EXPECT_THAT(env.mistakes(), Contains(HasSubstr("together with NATS_NKEY_SEED_FILE")));
    EXPECT_THAT(env.mistakes(), Contains(HasSubstr("NATS_SYNC is \"sometimes\"")));
}

}  // namespace
}  // namespace unrip::presence
