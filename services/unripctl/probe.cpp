// probe: one yes or no for whoever watches a container. The image has no shell and no curl.

#include "ports.hpp"
#include "verbs.hpp"

#include <charconv>
#include <cstdint>
#include <ostream>

namespace unrip::unripctl {
namespace {

constexpr auto kTeaches =
    "Asks /readyz on 127.0.0.1 and says nothing when the answer is yes (exit code 0). Otherwise "
    "one\n"
    "line says what is wrong (exit code 1): container engines show it beside \"unhealthy\".\n"
    "\n"
    "  unripctl probe 8086\n";

bool is_port(const std::string& word) {
    std::uint16_t port = 0;
    const auto* const end = word.data() + word.size();
    const auto read = std::from_chars(word.data(), end, port);
    return read.ec == std::errc{} && read.ptr == end && port != 0;
}

Task<int> run_probe(Tools& tools, Arguments arguments) {
    const auto port = arguments.word(0);
    if (!is_port(port)) {
        tools.err << "unripctl probe: \"" << port << "\" is no port, such as 8086.\n";
        co_return kWrongUse;
    }
    const std::string address = "127.0.0.1:" + port;
    const auto answer = co_await tools.ports.get_at(address, "/readyz");
    if (!answer) co_return not_done(tools, address + ": " + answer.error().detail);
    if (!answer->is_ok())
        co_return not_done(tools, address + ": not ready: " + answer->body.dump());
    co_return kDone;
}

}  // namespace

Command probe_command() {
    return {
        "probe",
        "PORT",
        "whether the process on that control port is ready: for health checks",
        kTeaches,
        {1, 1, {}, {}},
        run_probe};
}

}  // namespace unrip::unripctl
