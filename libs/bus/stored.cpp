#include "bus/stored.hpp"

#include "bus/base64.hpp"
#include "bus/jetstream_api.hpp"
#include "bus/stored_time.hpp"

#include <algorithm>
#include <utility>

namespace unrip::bus {
namespace {

using Json = nlohmann::json;

Result<Stored> read_stored(const Json& body) {
    try {
        const auto& message = body.at("message");
        const auto stored_at = parse_stored_time(message.at("time").get<std::string>());
        if (!stored_at) return stored_at.failure();
        auto text = decode_base64(message.value("data", std::string{}));
        if (!text) return text.failure();
        Stored stored;
        stored.subject = message.at("subject").get<std::string>();
        stored.body = std::move(*text);
        stored.seq = message.at("seq").get<std::uint64_t>();
        stored.stored_at = *stored_at;
        return stored;
    } catch (const Json::exception& error) {
        return fail(Error::Kind::malformed, error.what());
    }
}

Task<Result<std::optional<Stored>>> ask(
    Connection& connection, std::string stream, std::string question, Milliseconds limit
) {
    auto call = "STREAM.MSG.GET." + stream;
    const auto answer = co_await call_api(connection, std::move(call), std::move(question), limit);
    if (!answer) co_return answer.failure();
    if (answer->error_code == api_error::kNoMessage) co_return std::optional<Stored>{};
    if (answer->is_error()) {
        co_return answer->failure("stream " + stream, Error::Kind::unavailable);
    }
    auto stored = read_stored(answer->body);
    if (!stored) co_return stored.failure();
    co_return std::optional<Stored>{std::move(*stored)};
}

struct Bounds {
    std::uint64_t first = 0;
    std::uint64_t past_last = 0;
};

Task<Result<Bounds>> bounds_of(Connection& connection, std::string stream, Milliseconds limit) {
    auto call = "STREAM.INFO." + stream;
    const auto answer = co_await call_api(connection, std::move(call), std::string{}, limit);
    if (!answer) co_return answer.failure();
    if (answer->is_error()) {
        co_return answer->failure("stream " + stream, Error::Kind::unavailable);
    }
    try {
        const auto& state = answer->body.at("state");
        Bounds bounds;
        bounds.first = std::max<std::uint64_t>(1, state.at("first_seq").get<std::uint64_t>());
        bounds.past_last = state.at("last_seq").get<std::uint64_t>() + 1;
        co_return bounds;
    } catch (const Json::exception& error) {
        co_return fail(Error::Kind::malformed, error.what());
    }
}

}  // namespace

Task<Result<std::optional<Stored>>> last_stored(
    Connection& connection, std::string stream, std::string subject, Milliseconds limit
) {
    auto question = Json::object();
    question["last_by_subj"] = subject;
    co_return co_await ask(connection, std::move(stream), question.dump(), limit);
}

Task<Result<std::optional<Stored>>> next_stored(
    Connection& connection,
    std::string stream,
    std::string subject,
    std::uint64_t from,
    Milliseconds limit
) {
    auto question = Json::object();
    question["seq"] = from == 0 ? 1 : from;
    question["next_by_subj"] = subject;
    co_return co_await ask(connection, std::move(stream), question.dump(), limit);
}

Task<Result<std::uint64_t>> first_stored_since(
    Connection& connection, std::string stream, Instant since, Milliseconds limit
) {
    const auto bounds = co_await bounds_of(connection, stream, limit);
    if (!bounds) co_return bounds.failure();
    auto low = bounds->first;
    auto high = bounds->past_last;
    while (low < high) {
        const auto middle = low + (high - low) / 2;
        const auto found = co_await next_stored(connection, stream, ">", middle, limit);
        if (!found) co_return found.failure();
        const bool is_early = *found && (*found)->stored_at < since;
        if (is_early) {
            low = (*found)->seq + 1;
        } else {
            high = middle;
        }
    }
    co_return low;
}

}  // namespace unrip::bus
