#pragma once

#include "bus/connection.hpp"
#include "bus/durable_consumer.hpp"
#include "bus/streams.hpp"
#include "bus/tracked_publisher.hpp"
#include "core/time.hpp"
#include "net/sleep.hpp"
#include "support/nats_server.hpp"
#include "support/run_task.hpp"

#include <boost/asio/io_context.hpp>
#include <gtest/gtest.h>

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace unrip::bus {

/// A server and a loop, where everything is right.
struct BusTest : ::testing::Test {
    using Server = test::NatsServer;

    /// Patience with a busy machine; nothing that works waits for it.
    static constexpr Milliseconds kLong{30'000};

    boost::asio::io_context loop;
    SystemClock clock;

    static Settings settings_for(const Server& server) {
        Settings settings;
        settings.urls = {server.url()};
        settings.name = "tester";
        settings.sync = "1s";
        settings.reconnect_wait = Milliseconds{50};
        settings.reopen_wait = Milliseconds{100};
        return settings;
    }

    /// What a task gives, with the loop turning meanwhile.
    template <class T>
    T get(Task<T> task) {
        std::optional<T> answer;
        test::run_task(loop, keep(answer, std::move(task)));
        return std::move(*answer);
    }

    Result<std::unique_ptr<Connection>> try_connect(Settings settings, Milliseconds limit = kLong) {
        return get(Connection::connect(loop.get_executor(), clock, std::move(settings), limit));
    }
    std::unique_ptr<Connection> connect(Settings settings) {
        auto connection = try_connect(std::move(settings));
        if (!connection) throw std::runtime_error{connection.error().detail};
        return std::move(*connection);
    }

    /// Turns the loop until it is so; false when it never comes to be.
    bool until(const std::function<bool()>& is_so) {
        const auto end = std::chrono::steady_clock::now() + kLong;
        while (!is_so()) {
            if (std::chrono::steady_clock::now() > end) return false;
            loop.restart();
            loop.run_one_for(std::chrono::milliseconds{5});
        }
        return true;
    }

    /// Turns the loop for a while, to see that something does not happen.
    void turn_for(Milliseconds duration) {
        // A loop that waits for other threads alone has no work of its own, and would not wait.
        test::run_task(loop, net::sleep_for(duration));
    }

    /// Makes a stream that takes `subjects`.
    void make_stream(
        Connection& connection,
        std::string name,
        std::vector<std::string> subjects,
        const std::function<void(StreamPlan&)>& change = [](StreamPlan&) {}
    ) {
        StreamPlan plan;
        plan.name = std::move(name);
        plan.subjects = std::move(subjects);
        plan.discard_new = true;
        plan.max_bytes = 64 << 20;
        plan.duplicate_window = Milliseconds{120'000};
        change(plan);
        const std::vector<StreamPlan> plans{plan};
        const auto made = get(apply_streams(connection, plans, kLong));
        ASSERT_TRUE(made) << made.error().detail;
    }

    static ConsumerSettings consumer_of(std::string stream) {
        ConsumerSettings settings;
        settings.stream = std::move(stream);
        settings.name = "reader";
        return settings;
    }

    /// A consumer; throws when there is none to be had.
    std::unique_ptr<DurableConsumer> consume(Connection& connection, ConsumerSettings settings) {
        auto opened = get(DurableConsumer::open(connection, std::move(settings), kLong));
        if (!opened) throw std::runtime_error{opened.error().detail};
        return std::move(*opened);
    }

    /// All that a stream holds, through a consumer of its own.
    Batch contents(Connection& connection, const std::string& stream) {
        auto settings = consumer_of(stream);
        settings.name = "contents";
        settings.batch_max = 1'000;
        const auto consumer = consume(connection, settings);
        Batch all;
        while (true) {
            auto batch = get(consumer->next(1'000, Milliseconds{300}));
            if (!batch) throw std::runtime_error{batch.error().detail};
            if (batch->empty()) return all;
            if (!consumer->acknowledge(*batch)) throw std::runtime_error{"not acknowledged"};
            std::move(batch->begin(), batch->end(), std::back_inserter(all));
        }
    }

  private:
    template <class T>
    static Task<void> keep(std::optional<T>& kept, Task<T> task) {
        auto value = co_await std::move(task);
        kept.emplace(std::move(value));
    }
};

}  // namespace unrip::bus
