#include "bus/typed.hpp"

#include "bus_fixture.hpp"
#include "messages/execute_intents.hpp"
#include "messages/swap_demand.hpp"

#include <gmock/gmock.h>

#include <fstream>
#include <iterator>

namespace unrip::bus {
namespace {

using ::testing::HasSubstr;

struct TypedTest : BusTest {
    using Demand = messages::SwapDemand;

    Server server;
    std::unique_ptr<Connection> connection = connect(settings_for(server));

    template <class Body>
    static messages::Envelope<Body> example(std::string_view subject) {
        auto path = std::string{UNRIP_SOURCE_DIR} + "/proto/examples/";
        path += std::string{subject} + ".json";
        std::ifstream file{path};
        const std::string text{std::istreambuf_iterator<char>{file}, {}};
        auto envelope = messages::decode<Body>(text);
        if (!envelope) throw std::runtime_error{path + ": " + envelope.error().detail};
        return *envelope;
    }
};

TEST_F(TypedTest, CarriesAnEnvelopeFromSubjectToStream) {
    make_stream(*connection, "DEMAND", {"norm.swap_demand"});
    const auto demand = example<Demand>(Demand::kSubject);
    std::vector<messages::Envelope<Demand>> heard;
    const auto subscription = subscribe<Demand>(
        *connection,
        Inflow{},
        [&](messages::Envelope<Demand> envelope, const Incoming&) {
            heard.push_back(std::move(envelope));
        },
        [](const Incoming&, const Error& error) { FAIL() << error.detail; }
    );
    TrackedPublisher publisher{*connection, clock};
    ASSERT_TRUE(publish(publisher, demand));
    ASSERT_TRUE(get(publisher.settle(kLong)));
    ASSERT_TRUE(publish(*connection, demand));
    ASSERT_TRUE(until([&] { return heard.size() == 2; }));
    EXPECT_EQ(heard[0], demand);
    EXPECT_EQ(heard[1], demand);
    const auto stored = contents(*connection, "DEMAND");
    ASSERT_EQ(stored.size(), 1U);
    EXPECT_EQ(stored[0].message_id, demand.id.text());
    EXPECT_EQ(stored[0].body, messages::encode(demand));
}

TEST_F(TypedTest, HandsOverWhatItCannotReadAndGoesOn) {
    const auto demand = example<Demand>(Demand::kSubject);
    std::vector<std::string> unreadable;
    int readable = 0;
    const auto subscription = subscribe<Demand>(
        *connection,
        Inflow{},
        [&](const messages::Envelope<Demand>&, const Incoming&) { ++readable; },
        [&](const Incoming& incoming, const Error& error) {
            EXPECT_EQ(error.kind, Error::Kind::malformed);
            unreadable.push_back(incoming.body);
        }
    );
    ASSERT_TRUE(connection->publish(Demand::kSubject, "{\"schema\":\"another/1\"}"));
    ASSERT_TRUE(connection->publish(Demand::kSubject, "\xff"));
    ASSERT_TRUE(publish(*connection, demand));
    ASSERT_TRUE(until([&] { return readable == 1; }));
    EXPECT_THAT(unreadable, ::testing::ElementsAre("{\"schema\":\"another/1\"}", "\xff"));
}

TEST_F(TypedTest, AsksAndAnswers) {
    using Asked = messages::ExecuteIntents;
    using Answered = messages::ExecuteIntentsReply;
    const auto question = example<Asked>(Asked::kSubject);
    const auto answer = example<Answered>(Answered::kSubject);
    const auto subscription = subscribe<Asked>(
        *connection,
        Inflow{},
        [&](const messages::Envelope<Asked>& envelope, const Incoming& asked) {
            EXPECT_EQ(envelope, question);
            EXPECT_TRUE(reply(*connection, asked, answer));
        },
        [](const Incoming&, const Error& error) { FAIL() << error.detail; }
    );
    const auto got =
        get(request<Answered>(*connection, std::string{Asked::kSubject}, question, kLong));
    ASSERT_TRUE(got) << got.error().detail;
    EXPECT_EQ(*got, answer);
}

TEST_F(TypedTest, RefusesAnAnswerOfAnotherKind) {
    using Asked = messages::ExecuteIntents;
    const auto question = example<Asked>(Asked::kSubject);
    const auto subscription = connection->subscribe("chain.*", {}, [&](Incoming& asked) {
        EXPECT_TRUE(connection->reply(asked, "{}"));
    });
    const auto got = get(request<messages::ExecuteIntentsReply>(
        *connection, std::string{Asked::kSubject}, question, kLong
    ));
    ASSERT_FALSE(got);
    EXPECT_EQ(got.error().kind, Error::Kind::malformed);
}

}  // namespace
}  // namespace unrip::bus
