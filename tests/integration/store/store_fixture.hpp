#pragma once

#include "net/task.hpp"
#include "store/database.hpp"
#include "support/postgres_server.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <gtest/gtest.h>

#include <exception>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>

namespace unrip::store {

/// One PostgreSQL for all tests of the binary, each with a database of its own.
inline test::PostgresServer& shared_server() {
    static test::PostgresServer server;
    return server;
}

template <class T>
Task<void> keep_answer(Task<Result<T>> task, std::optional<Result<T>>& kept) {
    auto answer = co_await std::move(task);
    kept.emplace(std::move(answer));
}

/// Turns the loop until the task has answered.
template <class T>
Result<T> run_in(boost::asio::io_context& loop, Task<Result<T>> task) {
    std::optional<Result<T>> answer;
    std::exception_ptr thrown;
    bool ended = false;
    const auto on_end = [&](std::exception_ptr error) {
        thrown = error;
        ended = true;
    };
    boost::asio::co_spawn(loop, keep_answer(std::move(task), answer), on_end);
    loop.restart();
    while (!ended && loop.run_one() > 0) {
    }
    if (thrown) std::rethrow_exception(thrown);
    if (!answer) throw std::logic_error{"the loop ran dry before the task ended"};
    return std::move(*answer);
}

/// A test with a database of its own: empty, or a copy of another.
class StoreTest : public ::testing::Test {
  protected:
    explicit StoreTest(std::string original = "template0") : original_{std::move(original)} {}

    /// Made at first use.
    const std::string& database_name() {
        static int count = 0;
        if (name_.empty()) {
            name_ = "test_" + std::to_string(++count);
            shared_server().create_database(name_, original_);
        }
        return name_;
    }

    DatabaseSettings settings() {
        DatabaseSettings settings;
        settings.url = shared_server().url(database_name());
        return settings;
    }

    /// What psql says, apart from the code under test.
    std::string sql(const std::string& text) { return shared_server().sql(database_name(), text); }

    template <class T>
    Result<T> run(Task<Result<T>> task) {
        return run_in(loop_, std::move(task));
    }

    boost::asio::io_context loop_;

  private:
    std::string original_;
    std::string name_;
};

template <class T>
std::string outcome(const Result<T>& result) {
    return result ? "ok" : std::string{to_text(result.error().kind)} + ": " + result.error().detail;
}

}  // namespace unrip::store
