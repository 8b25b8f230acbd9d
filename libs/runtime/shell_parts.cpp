// What a process is made of before it lives: its own settings, and what it says about itself.

#include "runtime/http_target.hpp"
#include "runtime/process_metrics.hpp"
#include "runtime/shell.hpp"

#include <unistd.h>

#include <array>

namespace unrip::runtime {
namespace {

std::string default_instance() {
    std::array<char, 256> host{};
    gethostname(host.data(), host.size() - 1);
    return std::string{host.data()} + "-" + std::to_string(getpid());
}

}  // namespace

Service::Parts::Parts(const Process& one)
    : process{one},
      log{std::string{one.name}, clock},
      env{Env::of_this_process(std::string{one.name})} {
    read_settings();
}

void Service::Parts::read_settings() {
    const auto level = env.one_of("UNRIP_LOG_LEVEL", {"debug", "info", "warn", "error"});
    log.set_level(
        level == "debug"   ? Log::Level::debug
        : level == "warn"  ? Log::Level::warn
        : level == "error" ? Log::Level::error
                           : Log::Level::info
    );
    const auto form = env.one_of("UNRIP_LOG_FORMAT", {"auto", "json", "pretty"});
    log.set_form(
        form == "json"     ? Log::Form::json
        : form == "pretty" ? Log::Form::pretty
                           : Log::Form::automatic
    );
    instance = env.optional_text("UNRIP_INSTANCE").value_or(default_instance());
    log.set_instance(instance);
    using namespace std::chrono_literals;
    shutdown_timeout = env.duration("UNRIP_SHUTDOWN_TIMEOUT", 1s, 5min);
    control_settings = read_control_settings(env, process);
    config_hash = env.hash();
}

void Shell::watch_itself() {
    auto& metrics = parts_.metrics;
    add_process_metrics(metrics);
    metrics.read_gauge("armed", "1 while this process may have its outward effect.", [this] {
        return parts_.arming.armed() ? 1.0 : 0.0;
    });
    metrics.read_gauge("health", "0 ok, 1 degraded, 2 unhealthy.", [this] {
        return static_cast<double>(parts_.health.report().grade);
    });
    metrics.read_gauge("control_connections", "Open connections of the control port.", [this] {
        return static_cast<double>(server_.connections());
    });
    metrics.read_counter("log_lines_dropped_total", "Lines whose reader was too slow.", [this] {
        return static_cast<double>(parts_.log.dropped());
    });
    parts_.arming.on_change([this](const ControlChange& change) {
        const std::string ttl = change.ttl ? std::to_string(change.ttl->count()) + " s" : "none";
        parts_.log.info(
            "control_changed",
            {{"what", change.what},
             {"who", change.who},
             {"why", change.why},
             {"before", change.before},
             {"after", change.after},
             {"ttl", ttl}}
        );
    });
}

ControlEvents Shell::control_events() {
    ControlEvents events;
    auto by_status = parts_.metrics.counters(
        "control_requests_total", "Answers of the control port.", Label{"status", {}, 24}
    );
    events.answered = [this,
                       by_status,
                       refusals = Floodgate{parts_.clock, std::chrono::seconds{1}}](
                          std::string_view method, std::string_view target, int status
                      ) mutable {
        by_status.with(std::to_string(status)).add();
        const auto path = printable(target.substr(0, target.find('?')));
        const bool ok = status < 400;
        if (ok && (method == "GET" || method == "HEAD")) return;
        if (ok) {
            parts_.log.info("control", {{"method", method}, {"path", path}, {"status", status}});
        } else if (const auto held_back = refusals.open()) {
            parts_.log.warn(
                "control_refused",
                {{"method", printable(method)},
                 {"path", path},
                 {"status", status},
                 {"held_back", *held_back}}
            );
        }
    };
    events.handler_failed = [this](std::string_view path, std::string_view what) {
        parts_.log.error("control_handler_failed", {{"path", path}, {"what", what}});
        parts_.state.remember_error("control port", what);
    };
    return events;
}

}  // namespace unrip::runtime
