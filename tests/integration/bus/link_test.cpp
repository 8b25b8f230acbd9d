#include "bus_fixture.hpp"
#include "support/temporary_directory.hpp"
#include "support/tls_certificates.hpp"

#include <gmock/gmock.h>

#include <algorithm>

namespace unrip::bus {
namespace {

using ::testing::HasSubstr;

/// What ends a link, on which the next one follows; and the link that is encrypted.
struct LinkTest : BusTest {
    static bool has_said(const Connection& connection, std::string_view words) {
        const auto errors = connection.status().last_errors;
        return std::any_of(errors.begin(), errors.end(), [&](const SeenError& error) {
            return error.text.find(words) != std::string::npos;
        });
    }
};

TEST_F(LinkTest, EndsWhenTheServerGivesNoSignOfLife) {
    Server server;
    auto settings = settings_for(server);
    settings.ping_interval = Milliseconds{200};
    const auto connection = connect(settings);
    server.freeze();
    EXPECT_TRUE(until([&] { return has_said(*connection, "answers no pings"); }));
    EXPECT_FALSE(connection->is_connected());
    server.thaw();
    EXPECT_TRUE(until([&] { return connection->is_connected(); }));
}

TEST_F(LinkTest, EndsWhenTheServerTakesNoMoreBytes) {
    Server server;
    auto settings = settings_for(server);
    settings.write_deadline = Milliseconds{200};
    const auto connection = connect(settings);
    server.freeze();
    const std::string body(500'000, 'x');
    for (int i = 0; i < 100; ++i)  // More than the system keeps for a socket.
        ASSERT_TRUE(connection->publish("a", body));
    EXPECT_TRUE(until([&] { return has_said(*connection, "takes no more bytes"); }));
    server.thaw();
    EXPECT_TRUE(until([&] { return connection->is_connected(); }));
}

TEST_F(LinkTest, CarriesWhatIsLargerThanTheSocketTakesAtOnce) {
    Server server;
    auto settings = settings_for(server);
    settings.write_deadline = kLong;
    const auto connection = connect(settings);
    const std::string body(900'000, 'x');
    std::size_t heard = 0;
    const Inflow inflow{64, net::Overflow::refuse_newest};
    const auto subscription = connection->subscribe("a", inflow, [&](const Incoming& incoming) {
        if (incoming.body == body) ++heard;
    });
    constexpr std::size_t count = 30;
    for (std::size_t i = 0; i < count; ++i)
        ASSERT_TRUE(connection->publish("a", body));
    EXPECT_TRUE(until([&] { return heard == count; }));
    const auto too_large = connection->publish("a", std::string(2'000'000, 'x'));
    ASSERT_FALSE(too_large);
    EXPECT_EQ(too_large.error().kind, Error::Kind::refused);
    EXPECT_TRUE(connection->is_connected());
}

TEST_F(LinkTest, SaysAtOnceWhatIsSaidOutsideATurn) {
    Server server;
    struct Listener : BusTest {
        void TestBody() override {}
    } other;
    const auto listener = other.connect(settings_for(server));
    int heard = 0;
    const auto subscription = listener->subscribe("a", {}, [&](Incoming&) { ++heard; });
    static_cast<void>(other.get(listener->request("nobody", "", kLong)));  // It is known by now.
    const auto connection = connect(settings_for(server));
    ASSERT_TRUE(connection->publish("a", "x"));
    EXPECT_TRUE(other.until([&] { return heard == 1; }));  // And our own loop stands still.
}

struct TlsLinkTest : LinkTest {
    test::TlsAuthority authority;
    test::TemporaryDirectory directory;
    std::unique_ptr<Server> server;

    void SetUp() override {
        const auto issued = authority.issue("DNS:localhost,IP:127.0.0.1");
        directory.write("certificate.pem", issued.certificate_pem);
        directory.write("key.pem", issued.key_pem);
        const auto file = [&](const char* name) { return (directory.path() / name).string(); };
        server = std::make_unique<Server>(
            "tls { cert_file: \"" + file("certificate.pem") + "\", key_file: \"" + file("key.pem") +
            "\", timeout: 10 }"
        );
    }
};

TEST_F(TlsLinkTest, TalksAndComesBackLikeAnyOther) {
    auto settings = settings_for(*server);
    settings.tls.ca_file = authority.file();
    settings.connect_timeout = Milliseconds{10'000};
    const auto connection = connect(settings);
    int heard = 0;
    const auto subscription = connection->subscribe("a", {}, [&](Incoming&) { ++heard; });
    const auto unheard = get(connection->request("nobody", "x", kLong));
    ASSERT_FALSE(unheard);
    EXPECT_EQ(unheard.error().kind, Error::Kind::unavailable);
    ASSERT_TRUE(connection->publish("a", "x"));
    ASSERT_TRUE(until([&] { return heard == 1; }));
    server->kill();
    ASSERT_TRUE(until([&] { return !connection->is_connected(); }));
    server->start();
    ASSERT_TRUE(until([&] { return connection->is_connected(); }));
    EXPECT_TRUE(until([&] {
        static_cast<void>(connection->publish("a", "x"));
        return heard > 1;
    }));
    EXPECT_TRUE(get(connection->drain(kLong)));
    EXPECT_FALSE(connection->is_connected());
}

TEST_F(TlsLinkTest, IsNotOpenedToAServerThatNobodyVouchesFor) {
    auto settings = settings_for(*server);
    settings.connect_timeout = Milliseconds{10'000};
    const auto refused = try_connect(settings);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().kind, Error::Kind::refused);
    EXPECT_THAT(refused.error().detail, HasSubstr("SSL"));
}

}  // namespace
}  // namespace unrip::bus
