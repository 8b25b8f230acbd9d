#include "bus_fixture.hpp"

#include <gmock/gmock.h>

#include <algorithm>

namespace unrip::bus {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

/// One user who may say little, and one who may do all.
constexpr const char* kUsers = R"(
authorization {
  users = [
    { user: tester, password: "right", permissions: {
        publish: ["open.>"], subscribe: ["_INBOX_tester.>", "open.>"] } }
    { user: admin, password: "all" }
  ]
}
)";

struct AccessTest : BusTest {
    Server server{kUsers};

    Settings as(const std::string& user, const std::string& password) const {
        auto settings = settings_for(server);
        settings.user = user;
        settings.password = password;
        return settings;
    }
};

TEST_F(AccessTest, LetsInWhoKnowsThePassword) {
    const auto connection = connect(as("tester", "right"));
    EXPECT_TRUE(connection->is_connected());
}

TEST_F(AccessTest, GivesOneClearErrorForAWrongPassword) {
    const auto refused = try_connect(as("tester", "wrong-secret"));
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().kind, Error::Kind::refused);
    EXPECT_THAT(refused.error().detail, HasSubstr("as \"tester\""));
    EXPECT_THAT(refused.error().detail, HasSubstr("Authorization Violation"));
    EXPECT_THAT(refused.error().detail, HasSubstr(server.url()));
    EXPECT_THAT(refused.error().detail, Not(HasSubstr("wrong-secret")));
}

TEST_F(AccessTest, ShowsNoPasswordThatStoodInTheUrl) {
    auto settings = settings_for(server);
    settings.urls = {server.url("tester", "right")};
    const auto connection = connect(settings);
    EXPECT_TRUE(connection->is_connected());
    EXPECT_EQ(connection->status().url, server.url());
    settings.urls = {server.url("tester", "wrong-secret")};
    const auto refused = try_connect(settings);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().kind, Error::Kind::refused);
    EXPECT_THAT(refused.error().detail, Not(HasSubstr("wrong-secret")));
}

TEST_F(AccessTest, SeesThatASubjectIsClosedForPublishing) {
    const auto connection = connect(as("tester", "right"));
    ASSERT_TRUE(connection->publish("open.x", "fine"));
    ASSERT_TRUE(connection->publish("cmd.execute_trade", "not for you"));
    ASSERT_TRUE(until([&] { return connection->status().permission_violations == 1; }));
    EXPECT_THAT(connection->status().last_errors.back().text, HasSubstr("cmd.execute_trade"));
    EXPECT_TRUE(connection->is_connected());
}

TEST_F(AccessTest, SeesThatASubjectIsClosedForListening) {
    const auto connection = connect(as("tester", "right"));
    const auto subscription = connection->subscribe("cmd.>", {}, [](Incoming&) {});
    ASSERT_TRUE(until([&] { return connection->status().permission_violations == 1; }));
    EXPECT_THAT(connection->status().last_errors.back().text, HasSubstr("cmd.>"));
}

TEST_F(AccessTest, HearsAnswersOnlyUnderItsOwnInbox) {
    auto settings = as("tester", "right");
    settings.inbox_prefix = "_INBOX_other";
    const auto connection = connect(settings);
    ASSERT_TRUE(until([&] { return connection->status().permission_violations == 1; }));
    EXPECT_THAT(connection->status().last_errors.back().text, HasSubstr("_INBOX_other."));
}

TEST_F(AccessTest, StartsAnewWhenItsPasswordIsAcceptedAgain) {
    const auto connection = connect(as("tester", "right"));
    int heard = 0;
    const auto subscription = connection->subscribe("open.x", {}, [&](Incoming&) { ++heard; });
    server.kill();
    server.configure(R"(authorization { user: tester, password: "another" })");
    server.start();
    // The client gives up for good; we start anew, and are refused again.
    ASSERT_TRUE(until([&] {
        const auto errors = connection->status().last_errors;
        const auto is_refusal = [](const SeenError& error) {
            return error.text.find("Authorization Violation") != std::string::npos;
        };
        return std::count_if(errors.begin(), errors.end(), is_refusal) >= 4;
    }));
    EXPECT_FALSE(connection->is_connected());
    server.kill();
    server.configure(kUsers);
    server.start();
    ASSERT_TRUE(until([&] { return connection->is_connected(); }));
    ASSERT_TRUE(until([&] {
        static_cast<void>(connection->publish("open.x", "x"));
        return heard > 0;
    }));
}

/// Made for this test, from a text.
constexpr const char* kNkeyPublic = "UAHL7GB4SAPO3BMB4MJN77GX2DMAHXAID7KESE2E2ORTCK5BH2VVXTWO";
constexpr const char* kNkeySeed =
    "SUABDSOKFYNXVOF5VYG32GW2OSY6DZAXE77TCILWT6E6F5ROHEQ2SLW6GA";  // not a secret

TEST_F(AccessTest, LetsInWhoHoldsTheNkey) {
    const test::TemporaryDirectory directory;
    directory.write("seed", kNkeySeed);
    const auto known = std::string{"authorization { users = [ { nkey: "} + kNkeyPublic + " } ] }";
    Server with_nkeys{known};
    auto settings = settings_for(with_nkeys);
    settings.nkey_public = kNkeyPublic;
    settings.nkey_seed_file = directory.path() / "seed";
    EXPECT_TRUE(connect(settings)->is_connected());

    with_nkeys.kill();
    with_nkeys.configure(kUsers);
    with_nkeys.start();
    const auto unknown = try_connect(settings);
    ASSERT_FALSE(unknown);
    EXPECT_EQ(unknown.error().kind, Error::Kind::refused);
    EXPECT_THAT(unknown.error().detail, Not(HasSubstr(kNkeySeed)));
}

TEST_F(AccessTest, NamesTheSettingThatCannotWork) {
    auto no_seed = settings_for(server);
    no_seed.nkey_public = "UA";
    no_seed.nkey_seed_file = "/nowhere/seed";
    const auto without_seed = try_connect(no_seed);
    ASSERT_FALSE(without_seed);
    EXPECT_EQ(without_seed.error().kind, Error::Kind::malformed);
    EXPECT_THAT(without_seed.error().detail, HasSubstr("/nowhere/seed"));

    auto no_authority = settings_for(server);
    no_authority.tls.ca_file = "/nowhere/ca.pem";
    const auto without_authority = try_connect(no_authority);
    ASSERT_FALSE(without_authority);
    EXPECT_EQ(without_authority.error().kind, Error::Kind::malformed);
    EXPECT_THAT(without_authority.error().detail, HasSubstr("/nowhere/ca.pem"));

    auto no_name = settings_for(server);
    no_name.name = "";
    const auto without_name = try_connect(no_name);
    ASSERT_FALSE(without_name);
    EXPECT_EQ(without_name.error().kind, Error::Kind::malformed);
}

}  // namespace
}  // namespace unrip::bus
