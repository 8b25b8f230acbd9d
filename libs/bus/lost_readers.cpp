#include "bus/lost_readers.hpp"

#include "bus/jetstream_api.hpp"

#include <utility>

namespace unrip::bus {
namespace {

Task<Result<nlohmann::json>> ask(Connection& connection, std::string call, Milliseconds limit) {
    const auto what = call;
    const auto answer = co_await call_api(connection, std::move(call), std::string(), limit);
    if (!answer) co_return answer.failure();
    if (answer->is_error()) co_return answer->failure(what, Error::Kind::unavailable);
    co_return answer->body;
}

Result<std::vector<std::string>> lost_among(
    const nlohmann::json& readers, const nlohmann::json& stream
) {
    try {
        const auto last = stream.at("state").at("last_seq").get<std::uint64_t>();
        std::vector<std::string> lost;
        for (const auto& reader : readers.at("consumers")) {
            if (reader.at("delivered").at("stream_seq").get<std::uint64_t>() > last)
                lost.push_back(reader.at("name").get<std::string>());
        }
        return lost;
    } catch (const nlohmann::json::exception& error) {
        return fail(Error::Kind::malformed, std::string{"JetStream's readers: "} + error.what());
    }
}

}  // namespace

Task<Result<std::vector<std::string>>> forget_lost_readers(
    Connection& connection, std::string stream, Milliseconds limit
) {
    // In this order: what is stored in between must not look as if a reader were ahead.
    auto call = "CONSUMER.LIST." + stream;
    const auto readers = co_await ask(connection, std::move(call), limit);
    if (!readers) co_return readers.failure();
    call = "STREAM.INFO." + stream;
    const auto state = co_await ask(connection, std::move(call), limit);
    if (!state) co_return state.failure();
    auto lost = lost_among(*readers, *state);
    if (!lost) co_return lost.failure();
    for (const auto& name : *lost) {
        call = "CONSUMER.DELETE.";
        call.append(stream).append(".").append(name);
        const auto done = co_await ask(connection, std::move(call), limit);
        if (!done) co_return done.failure();
    }
    co_return std::move(*lost);
}

}  // namespace unrip::bus
