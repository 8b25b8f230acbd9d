#include "partitions.hpp"

#include "net/sleep.hpp"
#include "runtime/log.hpp"
#include "runtime/service.hpp"
#include "runtime/state.hpp"
#include "store/database.hpp"

namespace unrip::history_writer {
namespace {

constexpr auto kMakeAWeek = "select ensure_partitions(7)";
constexpr std::chrono::hours kLookAgain{1};
constexpr std::chrono::seconds kTryAgain{30};

}  // namespace

Task<void> keep_partitions_ahead(runtime::Service& service, store::Database& database) {
    while (true) {
        const auto made = co_await database.query(kMakeAWeek);
        if (!made) {
            service.state().remember_error("partitions", made.error().detail);
            service.log().warn("partitions_not_made", {{"why", made.error().detail}});
            co_await net::sleep_for(kTryAgain);
            continue;
        }
        co_await net::sleep_for(kLookAgain);
    }
}

}  // namespace unrip::history_writer
