// The life of a process: settings, control port, body, and an end in order.

#include "runtime/shell.hpp"

#include "net/race.hpp"
#include "net/sleep.hpp"
#include "net/timeout.hpp"
#include "runtime/build_info.hpp"
#include "runtime/spare_memory.hpp"

#include <boost/asio/co_spawn.hpp>
#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <cstdlib>

namespace unrip::runtime {
namespace {

constexpr int kClean = 0;
constexpr int kCrashed = 1;
constexpr int kCannotStart = 2;

constexpr std::chrono::milliseconds kBeat{250};
/// A burst takes what the last one left; so much may stay for it.
constexpr std::chrono::seconds kSpareMemoryAfter{2};
constexpr std::size_t kSpareMemoryKept = 3U << 20U;
constexpr std::chrono::seconds kLagDegraded{1};
constexpr std::chrono::seconds kLagUnhealthy{5};

/// When even the orderly end hangs: says so and goes. Only async-signal-safe calls.
extern "C" void end_is_overdue(int /*signal*/) {
    constexpr std::string_view words = "the orderly end took too long; leaving\n";
    [[maybe_unused]] const auto written = write(STDERR_FILENO, words.data(), words.size());
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
    auto spared = last;
    SpareMemory spare_memory{kSpareMemoryKept};
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
        if (now - spared < kSpareMemoryAfter) continue;
        spared = now;
        spare_memory.give_back();
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
