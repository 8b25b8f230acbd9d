#include "net/timeout.hpp"

#include "net/race.hpp"
#include "net/sleep.hpp"

#include <string>

namespace unrip::net::detail {

Task<void> run_until(Milliseconds limit, Task<void> work) {
    co_await first_to_end(std::move(work), sleep_for(limit));
}

Failure took_too_long(Milliseconds limit, std::string_view what) {
    auto detail = std::string{what} + " took longer than " + std::to_string(limit.count()) + " ms";
    return fail(Error::Kind::timed_out, std::move(detail));
}

}  // namespace unrip::net::detail
