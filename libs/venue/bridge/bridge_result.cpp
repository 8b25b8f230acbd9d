#include "venue/bridge/bridge_result.hpp"

#include "venue/json/exact_number.hpp"
#include "venue/json/rpc_answer.hpp"

namespace unrip::venue {

Result<JsonValue> bridge_result(std::string_view body) {
    auto result = rpc_result(body);
    const bool refused = !result && result.error().kind == Error::Kind::refused;
    if (refused && result.error().detail.find("Withdrawals not found") != std::string::npos) {
        return fail(Error::Kind::unavailable, result.error().detail);
    }
    return result;
}

std::optional<unsigned> read_decimals(const JsonValue& holder, std::string_view name) {
    constexpr std::int64_t decimals_max = 38;
    const auto* value = holder.present(name);
    const auto count = value != nullptr ? whole_number(*value) : std::nullopt;
    if (!count || *count > decimals_max) return std::nullopt;
    return static_cast<unsigned>(*count);
}

}  // namespace unrip::venue
