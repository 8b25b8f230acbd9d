#include "store/database.hpp"

#include "net/sleep.hpp"

#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/system/system_error.hpp>

namespace unrip::store {

/// What the loop and the store's thread share of one call. Touched by the loop only; the thread
/// just keeps it alive until its answer is posted.
struct Database::Pending {
    Pending(const boost::asio::any_io_executor& executor, Milliseconds limit)
        : over{executor, limit} {}

    boost::asio::steady_timer over;
    std::optional<Result<void>> answer;
};

Database::Database(boost::asio::any_io_executor executor, const DatabaseSettings& settings)
    : executor_{std::move(executor)}, call_timeout_{settings.call_timeout} {
    auto url = ConnectionUrl::parse(settings.url);
    if (!url) {
        wrong_url_ = url.error();
        return;
    }
    Session::Settings session{
        std::move(*url),
        settings.application_name,
        settings.connect_timeout,
        settings.statement_timeout,
    };
    Worker::Settings worker{
        std::move(session), settings.queue_max, settings.backoff, settings.idle_check};
    worker_ = std::make_unique<Worker>(std::move(worker));
}

Database::~Database() = default;

Task<Result<void>> Database::perform(Session::Work work, std::optional<Milliseconds> limit) {
    if (wrong_url_) co_return Failure{*wrong_url_};
    auto pending = std::make_shared<Pending>(executor_, limit.value_or(call_timeout_));
    Worker::Job job;
    job.work = [work = std::move(work)](Session& session) { return session.in_transaction(work); };
    job.done = [pending, executor = executor_](Result<void> result) {
        boost::asio::post(executor, [pending, result = std::move(result)] {
            pending->answer = result;
            pending->over.cancel();
        });
    };
    const auto id = worker_->submit(std::move(job));
    if (!id) co_return fail(Error::Kind::unavailable, "too many calls wait for the database");

    boost::system::error_code waited;
    auto token = boost::asio::redirect_error(boost::asio::use_awaitable, waited);
    co_await pending->over.async_wait(token);
    if (pending->answer) co_return *pending->answer;
    const bool never_ran = worker_->withdraw(*id);
    if (waited) throw boost::system::system_error{waited};  // The caller was cancelled.
    if (never_ran) {
        co_return fail(Error::Kind::unavailable, "the database was busy with earlier calls");
    }
    co_return fail(Error::Kind::timed_out, "the database did not answer in time");
}

Task<Result<Rows>> Database::query(std::string sql, Cells parameters) {
    std::function<Result<Rows>(Transaction&)> work =
        [sql = std::move(sql), parameters = std::move(parameters)](Transaction& transaction) {
            return transaction.run(sql, parameters);
        };
    co_return co_await in_transaction<Rows>(std::move(work));
}

Task<Result<void>> Database::ready(Milliseconds limit) {
    constexpr Milliseconds kPause{50};
    const SystemClock clock;
    const Tick end = clock.tick() + limit;
    while (true) {
        const auto left = std::chrono::ceil<Milliseconds>(end - clock.tick());
        Session::Work nothing = [](Transaction&) { return Result<void>{}; };
        auto answer = co_await perform(std::move(nothing), std::max(left, kPause));
        if (answer || answer.error().kind == Error::Kind::refused || clock.tick() >= end) {
            co_return answer;
        }
        co_await net::sleep_for(kPause);
    }
}

DatabaseStatus Database::status() const {
    if (wrong_url_) {
        DatabaseStatus status;
        status.last_error = wrong_url_->detail;
        return status;
    }
    return worker_->status();
}

}  // namespace unrip::store
