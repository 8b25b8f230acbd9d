#include "net/timeout.hpp"

#include "net/race.hpp"
#include "net/sleep.hpp"

#include <string>

namespace unrip::net::detail {

namespace {

Task<void> ring_after(Milliseconds limit, bool& has_rung) {
    co_await sleep_for(limit);
    has_rung = true;
}

}  // namespace

Task<bool> outlasts(Milliseconds limit, Task<void> work) {
    bool has_rung = false;
    co_await first_to_end(std::move(work), ring_after(limit, has_rung));
    co_return has_rung;
}

Failure took_too_long(Milliseconds limit, std::string_view what) {
    auto detail = std::string{what} + " took longer than " + std::to_string(limit.count()) + " ms";
    return fail(Error::Kind::timed_out, std::move(detail));
}

}  // namespace unrip::net::detail
