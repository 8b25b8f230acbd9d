// unrip-streams: makes the streams and buckets of deploy/nats/streams.json on NATS, and ends. Run
// by whoever sets the installation up, with rights that no service has. Twice is the same as once.
//
//   exit code 0   they are there
//             1   NATS stayed away, or did not answer: start again
//             2   a wrong setting, or NATS refuses: a person must look

#include "bus/connection.hpp"
#include "bus/streams.hpp"
#include "presence/bus_settings.hpp"
#include "runtime/env.hpp"
#include "runtime/program.hpp"

#include <fstream>
#include <iostream>
#include <sstream>

namespace unrip::streams {
namespace {

constexpr auto kName = "unrip-streams";
constexpr Milliseconds kPatience{30'000};

int give_up(const Error& error) {
    std::cerr << kName << ": " << error.detail << '\n';
    const bool may_pass =
        error.kind == Error::Kind::unavailable || error.kind == Error::Kind::timed_out;
    return may_pass ? 1 : 2;
}

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

Task<int> run(boost::asio::any_io_executor executor) {
    auto env = runtime::Env::of_this_process(kName);
    auto settings = presence::bus_settings(env);
    const auto file = env.file("UNRIP_STREAMS_FILE");
    env.expect_no_mistakes();
    const auto plan = bus::parse_streams(read(file));
    if (!plan)
        throw runtime::CannotStart{std::string{kName} + ": " + file + ": " + plan.error().detail};

    const SystemClock clock;
    const auto bus =
        co_await bus::Connection::connect(executor, clock, std::move(settings), kPatience);
    if (!bus) co_return give_up(bus.error());
    const auto changes = co_await bus::apply_streams(**bus, *plan, kPatience);
    if (!changes) co_return give_up(changes.error());
    tell("created", changes->created);
    tell("updated", changes->updated);
    tell("unchanged", changes->unchanged);
    co_return 0;
}

}  // namespace
}  // namespace unrip::streams

int main() {
    return unrip::runtime::run_program(unrip::streams::kName, unrip::streams::run);
}
