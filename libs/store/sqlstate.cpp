#include "store/sqlstate.hpp"

#include <algorithm>
#include <array>

namespace unrip::store {

Error::Kind kind_of(std::string_view sqlstate) {
    if (sqlstate == "57014") return Error::Kind::timed_out;    // query_canceled
    if (sqlstate == "25006") return Error::Kind::unavailable;  // read only: a standby, for now
    if (sqlstate == "55P03") return Error::Kind::unavailable;  // lock_not_available
    constexpr std::array kPassing{"08", "40", "53", "57", "58"};
    const auto is_class = [&](std::string_view klass) { return sqlstate.substr(0, 2) == klass; };
    const bool passing = std::any_of(kPassing.begin(), kPassing.end(), is_class);
    return passing ? Error::Kind::unavailable : Error::Kind::refused;
}

bool blames_the_row(std::string_view sqlstate) {
    const auto klass = sqlstate.substr(0, 2);
    // Data exception, integrity violation, and "index row size exceeds".
    return klass == "22" || klass == "23" || klass == "54";
}

bool connecting_is_hopeless(std::string_view message) {
    constexpr std::array<std::string_view, 6> kSigns{
        "authentication failed",
        "no password supplied",
        "no pg_hba.conf entry",
        "role \"",
        "database \"",
        "certificate verify failed",
    };
    return std::any_of(kSigns.begin(), kSigns.end(), [&](std::string_view sign) {
        return message.find(sign) != std::string_view::npos;
    });
}

}  // namespace unrip::store
