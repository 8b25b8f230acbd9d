#pragma once

#include "bus/connection.hpp"

#include <nlohmann/json.hpp>

#include <string>

namespace unrip::bus {

/// What JetStream's own interface answered: its object, or its complaint.
struct ApiAnswer {
    nlohmann::json body;
    int error_code = 0;  ///< JetStream's own number of the complaint; 0: none.
    std::string error;   ///< In its words.

    bool is_error() const { return error_code != 0; }
    /// As an Error of ours: refused, unless the kind is known better.
    Failure failure(const std::string& what, Error::Kind kind = Error::Kind::refused) const;
};

namespace api_error {
constexpr int kNoStream = 10'059;
constexpr int kNoConsumer = 10'014;
constexpr int kNoMessage = 10'037;
constexpr int kWrongLastSequence = 10'071;
constexpr int kMessageTooLarge = 10'054;
}  // namespace api_error

/// Reads any answer of JetStream, acknowledgements of publishes included.
Result<ApiAnswer> read_api_answer(const std::string& text);

/// Asks "$JS.API.<call>". Unavailable: disconnected, or no JetStream there.
Task<Result<ApiAnswer>> call_api(
    Connection& connection, std::string call, std::string body, Milliseconds limit
);

}  // namespace unrip::bus
