#include "history.hpp"

#include "runtime/env.hpp"

#include <utility>

namespace unrip::unripctl {
namespace {

constexpr Milliseconds kPatience{5'000};
constexpr auto kNotSet =
    "POSTGRES_URL is not set: it names the history, postgresql://user:password@host:5432/unrip";

}  // namespace

History::History(const boost::asio::any_io_executor& executor, runtime::Env& env)
    : executor_{executor} {
    const auto url = env.optional_secret("POSTGRES_URL");
    if (!url) return;
    settings_.emplace();
    settings_->url = url->with([](std::string_view text) { return std::string{text}; });
    settings_->application_name = "unripctl";
    settings_->connect_timeout = Milliseconds{3'000};
    settings_->backoff = {Milliseconds{100}, Milliseconds{2'000}};
}

Task<Result<std::vector<Json>>> History::rows(std::string sql) {
    co_return co_await rows(std::move(sql), store::Cells());
}

Task<Result<store::Rows>> History::raw(std::string sql, store::Cells parameters) {
    if (!settings_) co_return fail(Error::Kind::refused, kNotSet);
    if (!database_) {
        database_ = std::make_unique<store::Database>(executor_, *settings_);
        const auto ready = co_await database_->ready(kPatience);
        if (!ready) {
            database_.reset();
            co_return fail(ready.error().kind, "PostgreSQL: " + ready.error().detail);
        }
    }
    auto answer = co_await database_->query(std::move(sql), std::move(parameters));
    if (!answer) co_return fail(answer.error().kind, "PostgreSQL: " + answer.error().detail);
    co_return std::move(*answer);
}

Task<Result<std::vector<Json>>> History::rows(std::string sql, store::Cells parameters) {
    const auto answer = co_await raw(std::move(sql), std::move(parameters));
    if (!answer) co_return answer.failure();
    std::vector<Json> rows;
    for (const auto& cells : answer->cells) {
        auto row = Json::parse(cells.front().value_or("null"), nullptr, false);
        if (row.is_discarded()) co_return fail(Error::Kind::malformed, "PostgreSQL: no JSON");
        rows.push_back(std::move(row));
    }
    co_return rows;
}

}  // namespace unrip::unripctl
