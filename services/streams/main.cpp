// unrip-streams: makes the streams and buckets of deploy/nats/streams.json on NATS, writes the
// first record of promises of NEAR_INTENTS_ACCOUNT_ID where there is none, makes readers forget
// what a stream has lost, and ends. Run by whoever sets the installation up, with rights that no
// service has. Twice is the same as once.
//
//   exit code 0   they are there
//             1   NATS stayed away, or did not answer: start again
//             2   a wrong setting, or NATS refuses: a person must look

#include "bus/connection.hpp"
#include "bus/key_value.hpp"
#include "bus/lost_readers.hpp"
#include "bus/streams.hpp"
#include "messages/commitments.hpp"
#include "presence/bus_settings.hpp"
#include "runtime/env.hpp"
#include "runtime/program.hpp"

#include <algorithm>
#include <fstream>
#include <iostream>
#include <sstream>

namespace unrip::streams {
namespace {

constexpr auto kName = "unrip-streams";
constexpr Milliseconds kPatience{30'000};

std::string read(const std::string& path) {
    std::ifstream file{path};
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

void tell(std::string_view done, const std::vector<std::string>& names) {
    for (const auto& name : names)
        std::cout << done << ' ' << name << '\n';
}

/// No promises yet. Terms are numbered from the minute in which this is written, so that those of
/// an installation whose NATS was lost are never counted a second time.
std::string first_record(const std::string& account_id, Instant now) {
    messages::Commitments record;
    record.account_id = account_id;
    record.epoch = static_cast<std::uint64_t>(to_unix_ms(now) / 60'000);
    record.holder = kName;
    record.written_at_ms = to_unix_ms(now);
    return messages::encode_document(record);
}

/// Only where there is none: an absent record is never read as no promises by anybody else.
Task<Result<void>> write_first_record(
    bus::Connection& bus, const Clock& clock, const std::string& account_id
) {
    bus::KeyValue bucket{bus, "COMMITMENTS"};
    const std::vector<std::string> names{"COMMITMENTS " + account_id};
    auto record = first_record(account_id, clock.now());
    const auto created = co_await bucket.create(account_id, std::move(record), kPatience);
    if (created) {
        tell("created", names);
    } else if (created.error().kind == Error::Kind::refused) {
        tell("unchanged", names);
    } else {
        co_return created.failure();
    }
    co_return Result<void>{};
}

Task<int> run(boost::asio::any_io_executor executor) {
    auto env = runtime::Env::of_this_process(kName);
    auto settings = presence::bus_settings(env);
    const auto file = env.file("UNRIP_STREAMS_FILE");
    const auto replicas = env.integer("UNRIP_STREAMS_REPLICAS", 1, 5);
    const auto account_id = env.optional_text("NEAR_INTENTS_ACCOUNT_ID");
    env.expect_no_mistakes();
    auto plan = bus::parse_streams(read(file));
    if (!plan)
        throw runtime::CannotStart{std::string{kName} + ": " + file + ": " + plan.error().detail};
    for (auto& stream : *plan)
        stream.replicas = std::max(stream.replicas, replicas);

    const SystemClock clock;
    const auto bus =
        co_await bus::Connection::connect(executor, clock, std::move(settings), kPatience);
    if (!bus) co_return runtime::give_up(kName, bus.error());
    const auto changes = co_await bus::apply_streams(**bus, *plan, kPatience);
    if (!changes) co_return runtime::give_up(kName, changes.error());
    tell("created", changes->created);
    tell("updated", changes->updated);
    tell("unchanged", changes->unchanged);
    for (const auto& stream : *plan) {
        if (stream.is_bucket) continue;
        const auto forgotten = co_await bus::forget_lost_readers(**bus, stream.name, kPatience);
        if (!forgotten) co_return runtime::give_up(kName, forgotten.error());
        tell(stream.name + " went back behind its reader, which begins anew:", *forgotten);
    }
    if (account_id) {
        const auto written = co_await write_first_record(**bus, clock, *account_id);
        if (!written) co_return runtime::give_up(kName, written.error());
    }
    co_return 0;
}

}  // namespace
}  // namespace unrip::streams

int main() {
    return unrip::runtime::run_program(unrip::streams::kName, unrip::streams::run);
}
