#include "bus/backlog.hpp"

#include "bus/jetstream_api.hpp"
#include "bus/stored_time.hpp"
#include "core/int128.hpp"

#include <algorithm>
#include <utility>

namespace unrip::bus {
namespace {

Result<Backlog> read(const nlohmann::json& stream, const nlohmann::json& consumer) {
    try {
        Backlog backlog;
        backlog.messages = stream.at("state").at("messages").get<std::uint64_t>();
        backlog.bytes = stream.at("state").at("bytes").get<std::uint64_t>();
        backlog.bytes_max = stream.at("config").at("max_bytes").get<std::int64_t>();
        backlog.last = stream.at("state").at("last_seq").get<std::uint64_t>();
        backlog.delivered = consumer.at("delivered").at("stream_seq").get<std::uint64_t>();
        backlog.waiting = consumer.at("num_pending").get<std::uint64_t>() +
                          consumer.at("num_ack_pending").get<std::uint64_t>();
        if (backlog.messages > 0) {
            const auto at = parse_stored_time(stream.at("state").at("last_ts").get<std::string>());
            if (!at) return at.failure();
            backlog.last_stored_at = *at;
        }
        return backlog;
    } catch (const nlohmann::json::exception& error) {
        return fail(
            Error::Kind::malformed, std::string{"JetStream's description: "} + error.what()
        );
    }
}

Task<Result<nlohmann::json>> ask(Connection& connection, std::string call, Milliseconds limit) {
    const auto what = call;
    const auto answer = co_await call_api(connection, std::move(call), std::string(), limit);
    if (!answer) co_return answer.failure();
    if (answer->is_error()) co_return answer->failure(what);
    co_return answer->body;
}

}  // namespace

Ratio Backlog::share() const {
    if (messages == 0 || bytes_max <= 0) return Ratio{};
    const auto waiting_bytes = mul_div(u128{waiting}, u128{bytes}, u128{messages}, Rounding::up);
    if (!waiting_bytes) return Ratio{};
    const auto ppm =
        mul_div(*waiting_bytes, u128{Ratio::kOne}, static_cast<u128>(bytes_max), Rounding::down);
    constexpr u128 kMost{Ratio::kOne};
    return Ratio::millionths(static_cast<std::int64_t>(std::min(ppm ? *ppm : kMost, kMost)));
}

Task<Result<Backlog>> backlog_of(
    Connection& connection, std::string stream, std::string consumer, Milliseconds limit
) {
    // In this order: what is stored in between must not look as if the reader were ahead.
    auto consumer_call = "CONSUMER.INFO." + stream + "." + consumer;
    const auto of_consumer = co_await ask(connection, std::move(consumer_call), limit);
    if (!of_consumer) co_return of_consumer.failure();
    auto stream_call = "STREAM.INFO." + stream;
    const auto of_stream = co_await ask(connection, std::move(stream_call), limit);
    if (!of_stream) co_return of_stream.failure();
    co_return read(*of_stream, *of_consumer);
}

}  // namespace unrip::bus
