// The life of a process: settings, control port, body, and an end in order.

#include "runtime/shell.hpp"

#include "net/race.hpp"
#include "net/sleep.hpp"
#include "net/timeout.hpp"
#include "runtime/build_info.hpp"
#include "runtime/http_target.hpp"
#include "runtime/process_metrics.hpp"

#include <boost/asio/co_spawn.hpp>
#include <unistd.h>

#include <array>
#include <csignal>
#include <cstdio>
#include <cstdlib>

namespace unrip::runtime {
namespace {

constexpr int kClean = 0;
constexpr int kCrashed = 1;
constexpr int kCannotStart = 2;

constexpr std::chrono::milliseconds kBeat{250};
constexpr std::chrono::seconds kLagDegraded{1};
constexpr std::chrono::seconds kLagUnhealthy{5};

std::string default_instance() {
    std::array<char, 256> host{};
    gethostname(host.data(), host.size() - 1);
    return std::string{host.data()} + "-" + std::to_string(getpid());
}

/// When even the orderly end hangs: says so and goes. Only async-signal-safe calls.
extern "C" void end_is_overdue(int /*signal*/) {
    constexpr std::string_view kWords = "the orderly end took too long; leaving\n";
    [[maybe_unused]] const auto written = write(STDERR_FILENO, kWords.data(), kWords.size());
    _exit(kCrashed);
}

void limit_the_end(Nanoseconds timeout) {
    std::signal(SIGALRM, end_is_overdue);
    const auto seconds = std::chrono::ceil<std::chrono::seconds>(timeout).count() + 1;
    alarm(static_cast<unsigned>(seconds));
}

/// People read this, so it is plain text whatever the log's form.
void say_plainly(std::string_view text) {
    std::fprintf(stderr, "%.*s\n", static_cast<int>(text.size()), text.data());
}

std::string what_failed(const std::exception_ptr& failure) {
    try {
        std::rethrow_exception(failure);
    } catch (const std::exception& thrown) {
        return thrown.what();
    } catch (...) {
        return "something that is no exception was thrown";
    }
}

/// A drain as `within` takes work.
Task<Result<void>> as_result(Task<void> work) {
    std::string failure;
    try {
        co_await std::move(work);
        co_return Result<void>{};
    } catch (const std::exception& thrown) {
        failure = thrown.what();
    }
    co_return fail(Error::Kind::unavailable, failure);
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

Shell::Shell(const Process& process)
    : parts_{process},
      signals_{parts_.loop, SIGTERM, SIGINT},
      server_{
          parts_.loop.get_executor(),
          parts_.control,
          std::move(parts_.control_settings.door),
          parts_.clock,
          control_events()},
      loop_lag_{parts_.metrics.gauge("loop_lag_seconds", "How late the loop's last beat came.")} {
    std::signal(SIGPIPE, SIG_IGN);
    watch_itself();
    const Shown shown{
        process,
        parts_.instance,
        parts_.config_hash,
        parts_.clock,
        parts_.phase,
        parts_.health,
        parts_.state,
        parts_.metrics,
        parts_.arming,
        parts_.clock.now(),
        parts_.clock.tick()};
    add_standard_routes(parts_.control, shown);
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
        parts_.log.info(
            "control_changed",
            {{"what", change.what},
             {"who", change.who},
             {"why", change.why},
             {"before", change.before},
             {"after", change.after},
             {"ttl_seconds", change.ttl ? change.ttl->count() : 0}}
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

Result<void> Shell::open_control_port() {
    const auto& settings = parts_.control_settings;
    auto opened = server_.open(settings.address, settings.port, parts_.process.port_variable);
    if (!opened) return opened;
    parts_.log.info(
        "started",
        {{"version", build_info().version},
         {"commit", build_info().commit},
         {"control", settings.address},
         {"port", server_.port()},
         {"armed", parts_.arming.armed()},
         {"config_hash", parts_.config_hash}}
    );
    return {};
}

void Shell::wait_for_signals() {
    signals_.async_wait([this](const boost::system::error_code& error, int number) {
        if (error) return;
        if (!parts_.stop_reason.empty()) {
            parts_.log.warn("stopped_at_once", {{"why", "a second signal"}});
            leave_at_once(kCrashed);
        }
        service_.stop(number == SIGTERM ? "SIGTERM" : "SIGINT");
        wait_for_signals();
    });
}

int Shell::run(const Body& body) {
    if (parts_.env.mistakes().empty()) {
        if (const auto opened = open_control_port(); !opened) {
            say_plainly(std::string{parts_.process.name} + ": " + opened.error().detail);
            return kCannotStart;
        }
    }
    wait_for_signals();
    int exit_code = kClean;
    boost::asio::co_spawn(parts_.loop, live(body), [&](const std::exception_ptr& failure) {
        exit_code = verdict(failure);
        parts_.loop.stop();
    });
    try {
        parts_.loop.run();
    } catch (...) {
        // Thrown by a handler: what it left behind can't be trusted to be taken apart.
        leave_at_once(verdict(std::current_exception()));
    }
    parts_.log.close();
    return exit_code;
}

Task<void> Shell::live(const Body& body) {
    std::exception_ptr failure;
    try {
        auto working = net::first_to_end(run_body(body), end_in_order());
        co_await net::first_to_end(std::move(working), beat());
    } catch (...) {
        failure = std::current_exception();
    }
    co_await server_.close();
    if (failure) std::rethrow_exception(failure);
}

Task<void> Shell::run_body(const Body& body) {
    std::exception_ptr failure;
    try {
        co_await body(service_);
    } catch (...) {
        failure = std::current_exception();
    }
    // The parts of the body are gone, and the loop has not turned since: nobody asked them
    // anything.
    forget_body();
    if (server_.handling() > 0 || draining_) leave_at_once(verdict(failure));
    if (failure) std::rethrow_exception(failure);
}

void Shell::forget_body() {
    parts_.phase = Phase::stopping;
    parts_.arming.close();
    parts_.health.forget_all();
    parts_.state.forget_sources();
    parts_.metrics.forget_reads();
    parts_.drains.clear();
    parts_.control.forget_all();
}

Task<void> Shell::beat() {
    auto last = parts_.clock.tick();
    Nanoseconds lag{};
    parts_.health.watch("the loop turns", [this, &last, &lag] {
        const auto age = parts_.clock.tick() - last;
        const auto late = std::max(lag, age - Nanoseconds{kBeat});
        const auto grade = late > kLagUnhealthy  ? Grade::unhealthy
                           : late > kLagDegraded ? Grade::degraded
                                                 : Grade::ok;
        return Finding{grade, "last turn " + age_text(age) + " ago", age};
    });
    while (true) {
        co_await net::sleep_for(kBeat);
        const auto now = parts_.clock.tick();
        lag = std::max(now - last - Nanoseconds{kBeat}, Nanoseconds{});
        last = now;
        loop_lag_.set(std::chrono::duration<double>(lag).count());
        parts_.arming.expire();
        server_.beat();
    }
}

Task<void> Shell::end_in_order() {
    // A body that forgot to ask whether its settings were right does not get further than this.
    parts_.env.expect_no_mistakes();
    co_await parts_.stop_wanted.wait();
    parts_.log.info("stopping", {{"why", parts_.stop_reason}});
    limit_the_end(parts_.shutdown_timeout);
    const auto until = parts_.clock.tick() + parts_.shutdown_timeout;
    parts_.phase = Phase::stopping;
    parts_.arming.disarm("the process stops: " + parts_.stop_reason);
    draining_ = true;
    co_await drain(until);
    draining_ = false;
    co_await server_.close();
}

Task<void> Shell::drain(Tick until) {
    while (!parts_.drains.empty()) {
        const auto [what, work] = std::move(parts_.drains.back());
        parts_.drains.pop_back();
        const auto left = std::chrono::ceil<Milliseconds>(until - parts_.clock.tick());
        const auto limit = std::max(left, Milliseconds{1});
        auto drained = co_await net::within(limit, as_result(work()), what);
        if (drained) {
            parts_.log.info("drained", {{"what", what}});
        } else {
            drains_failed_ = true;
            const bool late = parts_.clock.tick() >= until;
            const auto why = late ? std::string{"not done in time"} : drained.error().detail;
            parts_.log.error("drain_failed", {{"what", what}, {"why", why}});
        }
    }
}

int Shell::verdict(const std::exception_ptr& failure) {
    if (!failure) {
        parts_.log.info("stopped", {{"clean", !drains_failed_}});
        return drains_failed_ ? kCrashed : kClean;
    }
    try {
        std::rethrow_exception(failure);
    } catch (const CannotStart& reason) {
        say_plainly(reason.what());
        return kCannotStart;
    } catch (...) {
        parts_.log.error("crashed", {{"why", what_failed(failure)}});
        return kCrashed;
    }
}

void Shell::leave_at_once(int exit_code) {
    parts_.log.close();
    std::_Exit(exit_code);
}

}  // namespace unrip::runtime
