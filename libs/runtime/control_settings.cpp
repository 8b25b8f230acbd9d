#include "runtime/control_settings.hpp"

#include "runtime/http_target.hpp"

#include <algorithm>

namespace unrip::runtime {
namespace {

constexpr std::string_view kTokenlessWords = "i-publish-on-loopback-only";

void expect_sendable(Env& env, const Secret& token) {
    const bool sendable = token.with([](std::string_view text) {
        return std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c < 0x7f; });
    });
    if (!sendable) env.mistake("CONTROL_TOKEN", "consist of printable characters without spaces");
}

}  // namespace

ControlSettings read_control_settings(Env& env, const Process& process) {
    ControlSettings settings;
    settings.port = env.port(process.port_variable);
    settings.address = env.text("CONTROL_BIND");
    if (settings.address == "localhost") settings.address = "127.0.0.1";

    settings.door.token = env.optional_secret("CONTROL_TOKEN");
    if (settings.door.token) expect_sendable(env, *settings.door.token);
    const auto words = env.optional_text("CONTROL_TOKENLESS_BIND");
    if (words && *words != kTokenlessWords)
        env.mistake(
            "CONTROL_TOKENLESS_BIND", "be " + std::string{kTokenlessWords} + ", or not set"
        );

    auto& names = settings.door.host_names;
    names = {"127.0.0.1", "localhost", "::1"};
    for (const auto& name : env.list("CONTROL_ALLOWED_HOSTS"))
        names.push_back(lower_case(name));

    if (!is_address(settings.address)) {
        env.mistake("CONTROL_BIND", "be an IP address, such as 127.0.0.1 or 0.0.0.0");
    } else if (!is_loopback(settings.address)) {
        if (!settings.door.token && words != kTokenlessWords) {
            env.mistake(
                "CONTROL_BIND",
                "be a loopback address, or CONTROL_TOKEN (or CONTROL_TOKEN_FILE) must be set, or "
                "CONTROL_TOKENLESS_BIND=i-publish-on-loopback-only where the port is published on "
                "the host's 127.0.0.1 only"
            );
        }
        // Probes and neighbours in a container's network use addresses and the process's name.
        // A hostile web page can do neither: it needs a name that its own DNS answers.
        settings.door.any_address = true;
        names.emplace_back(process.name);
    } else {
        names.push_back(settings.address);
    }
    return settings;
}

}  // namespace unrip::runtime
