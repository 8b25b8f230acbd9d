// deploy/nats/permissions.conf against a real server: what a process has no business to say nobody
// hears, and what it has no business to hear does not reach it.

#include "bus/durable_consumer.hpp"
#include "bus/stored.hpp"
#include "bus_fixture.hpp"

#include <array>
#include <fstream>
#include <map>
#include <set>
#include <sstream>

namespace unrip::bus {
namespace {

struct User {
    std::string_view name;
    std::string_view process;
    std::vector<std::string_view> says;
    std::vector<std::string_view> hears;
};

const std::array kUsers = {
    User{
        "ingest",
        "near-intents-ingest",
        {"norm.swap_demand", "norm.quote_status"},
        {"relay.quote_response.x"}},
    User{"reference", "market-reference-ingest", {"ref.market_price"}, {}},
    User{
        "inventory",
        "inventory-sync",
        {"state.intent_inventory", "state.venue"},
        {"exec.quote_signed", "exec.trade_settlement", "decision.slots", "ops.liquidity_action"}},
    User{
        "liquidity",
        "liquidity-manager",
        {"ops.liquidity_action"},
        {"state.intent_inventory", "state.venue", "decision.slots", "chain.execute_intents"}},
    User{
        "strategy",
        "strategy-engine",
        {"decision.trade_decision", "decision.slots", "cmd.execute_trade", "chain.execute_intents"},
        {"norm.swap_demand",
         "ref.market_price",
         "state.intent_inventory",
         "state.venue",
         "exec.quote_signed",
         "exec.trade_result",
         "exec.trade_settlement",
         "ops.liquidity_action"}},
    User{
        "executor",
        "trade-executor",
        {"exec.quote_signed",
         "exec.trade_result",
         "exec.trade_settlement",
         "relay.quote_response.x",
         "chain.execute_intents"},
        {"cmd.execute_trade",
         "decision.slots",
         "ref.market_price",
         "state.intent_inventory",
         "state.venue",
         "norm.quote_status",
         "ops.liquidity_action"}},
    User{"history", "history-writer", {"state.portfolio_metrics"}, {}},
};

constexpr auto kSubjects = std::to_array<std::string_view>(
    {"norm.swap_demand",
     "norm.quote_status",
     "ref.market_price",
     "state.intent_inventory",
     "state.venue",
     "state.portfolio_metrics",
     "decision.trade_decision",
     "decision.slots",
     "cmd.execute_trade",
     "exec.quote_signed",
     "exec.trade_result",
     "exec.trade_settlement",
     "ops.liquidity_action",
     "relay.quote_response.x",
     "chain.execute_intents"}
);

/// The file as it is, with a password in place of each variable of the environment.
std::string permissions() {
    std::ifstream file{std::string{UNRIP_SOURCE_DIR} + "/deploy/nats/permissions.conf"};
    std::ostringstream text;
    text << file.rdbuf();
    auto filled = text.str();
    for (auto at = filled.find("$NATS_"); at != std::string::npos; at = filled.find("$NATS_")) {
        const auto end = filled.find_first_of(" \n", at);
        filled.replace(at, end - at, "secret");
    }
    return filled;
}

bool holds(const std::vector<std::string_view>& subjects, std::string_view subject) {
    return std::find(subjects.begin(), subjects.end(), subject) != subjects.end();
}

struct PermissionsTest : BusTest {
    Server server{permissions()};
    std::unique_ptr<Connection> admin = connect(settings_of("admin", "unrip-streams"));

    Settings settings_of(std::string_view user, std::string_view process) const {
        auto settings = settings_for(server);
        settings.name = process;
        settings.user = user;
        settings.password = "secret";
        return settings;
    }

    /// What is allowed may take its time; what is not gets no answer at all.
    static Milliseconds patience(bool may) { return may ? kLong : Milliseconds{200}; }

    /// The server has dealt with what both sent before, in this order.
    void settle(Connection& first, Connection& second) {
        for (auto* each : {&first, &second}) {
            ASSERT_TRUE(until([&] {
                return get(each->request("$JS.API.STREAM.INFO.x", "", kLong)).has_value();
            }));
        }
    }
};

TEST_F(PermissionsTest, EachSaysOnlyItsOwn) {
    for (const auto& user : kUsers) {
        const auto connection = connect(settings_of(user.name, user.process));
        std::map<std::string, int> heard;
        const auto all = admin->subscribe(">", {}, [&](Incoming& message) {
            if (holds({kSubjects.begin(), kSubjects.end()}, message.subject))
                ++heard[message.subject];
        });
        settle(*admin, *connection);
        for (const auto subject : kSubjects)
            ASSERT_TRUE(connection->publish(subject, "{}"));
        settle(*connection, *admin);
        EXPECT_TRUE(until([&] { return heard.size() >= user.says.size(); })) << user.process;
        turn_for(Milliseconds{50});
        for (const auto subject : kSubjects) {
            EXPECT_EQ(heard.contains(std::string{subject}), holds(user.says, subject))
                << user.process << " says " << subject;
        }
    }
}

TEST_F(PermissionsTest, EachHearsOnlyItsOwn) {
    for (const auto& user : kUsers) {
        const auto connection = connect(settings_of(user.name, user.process));
        std::map<std::string, int> heard;
        std::vector<Subscription> subscriptions;
        for (const auto subject : kSubjects) {
            subscriptions.push_back(connection->subscribe(
                std::string{subject}, {}, [&](Incoming& message) { ++heard[message.subject]; }
            ));
        }
        settle(*admin, *connection);
        for (const auto subject : kSubjects)
            ASSERT_TRUE(admin->publish(subject, "{}"));
        settle(*admin, *connection);
        EXPECT_TRUE(until([&] { return heard.size() >= user.hears.size(); })) << user.process;
        turn_for(Milliseconds{50});
        for (const auto subject : kSubjects) {
            EXPECT_EQ(heard.contains(std::string{subject}), holds(user.hears, subject))
                << user.process << " hears " << subject;
        }
    }
}

TEST_F(PermissionsTest, OnlyWhoTellsPeopleHearsAlerts) {
    for (const auto& user : kUsers) {
        const auto connection = connect(settings_of(user.name, user.process));
        int heard = 0;
        const auto alerts = connection->subscribe("ops.alert", {}, [&](Incoming&) { ++heard; });
        settle(*admin, *connection);
        ASSERT_TRUE(admin->publish("ops.alert", "{}"));
        settle(*admin, *connection);
        const bool tells_people = user.name == "history";
        EXPECT_TRUE(until([&] { return heard == 1 || !tells_people; })) << user.process;
        turn_for(Milliseconds{50});
        EXPECT_EQ(heard, tells_people ? 1 : 0) << user.process;
    }
}

TEST_F(PermissionsTest, NobodyListensToEverything) {
    for (const auto& user : kUsers) {
        const auto connection = connect(settings_of(user.name, user.process));
        int heard = 0;
        const auto all = connection->subscribe(">", {}, [&](Incoming&) { ++heard; });
        const auto inboxes =
            connection->subscribe("_INBOX_unrip-streams.>", {}, [&](Incoming&) { ++heard; });
        settle(*admin, *connection);
        ASSERT_TRUE(admin->publish("norm.swap_demand", "{}"));
        settle(*admin, *connection);
        turn_for(Milliseconds{50});
        EXPECT_EQ(heard, 0) << user.process;
    }
}

TEST_F(PermissionsTest, OnlyTheAdminMakesOrRemovesStreams) {
    make_stream(*admin, "TRADES", {"cmd.>"});
    for (const auto& user : kUsers) {
        const auto connection = connect(settings_of(user.name, user.process));
        for (const auto call :
             {"STREAM.DELETE.TRADES", "STREAM.PURGE.TRADES", "STREAM.CREATE.OTHER"}) {
            const auto answer =
                get(connection->request("$JS.API." + std::string{call}, "{}", Milliseconds{100}));
            EXPECT_FALSE(answer) << user.process << " " << call;
        }
    }
    EXPECT_TRUE(get(admin->request("$JS.API.STREAM.INFO.TRADES", "", kLong)));
}

TEST_F(PermissionsTest, EachBucketHasItsWriters) {
    const std::map<std::string, std::set<std::string_view>> writers{
        {"COMMITMENTS", {"strategy"}},
        {"LEASES", {"strategy", "executor"}},
        {"LIQUIDITY", {"liquidity"}}};
    for (const auto& [bucket, names] : writers)
        make_stream(*admin, "KV_" + bucket, {"$KV." + bucket + ".>"});
    for (const auto& user : kUsers) {
        const auto connection = connect(settings_of(user.name, user.process));
        for (const auto& [bucket, names] : writers) {
            const bool may = names.contains(user.name);
            const auto answer =
                get(connection->request("$KV." + bucket + ".maker", "{}", patience(may)));
            EXPECT_EQ(answer.has_value(), may) << user.process << " writes " << bucket;
        }
    }
}

TEST_F(PermissionsTest, OnlyWhoReadsStreamsFromTheirPastMakesReaders) {
    const std::map<std::string, std::set<std::string_view>> readers{
        {"DEMAND", {"history"}},
        {"MARKET", {"history", "executor"}},
        {"TRADES", {"history", "executor"}}};
    make_stream(*admin, "DEMAND", {"norm.swap_demand"});
    make_stream(*admin, "MARKET", {"ref.>"});
    make_stream(*admin, "TRADES", {"cmd.>"});
    for (const auto& user : kUsers) {
        const auto connection = connect(settings_of(user.name, user.process));
        for (const auto& [stream, names] : readers) {
            ConsumerSettings settings;
            settings.stream = stream;
            settings.name = std::string{user.name} + "-reader";
            const bool may = names.contains(user.name);
            auto opened =
                get(DurableConsumer::open(*connection, std::move(settings), patience(may)));
            EXPECT_EQ(opened.has_value(), may) << user.process << " reads " << stream;
            if (user.name != "history") continue;
            const auto held = get(next_stored(*connection, stream, ">", 1, patience(true)));
            EXPECT_TRUE(held) << "history-writer can't compare " << stream << " with its rows";
        }
    }
}

}  // namespace
}  // namespace unrip::bus
