#include "runtime/service.hpp"

#include "core/check.hpp"
#include "runtime/shell.hpp"

namespace unrip::runtime {

const std::string& Service::instance() const {
    return parts_.instance;
}
std::string_view Service::name() const {
    return parts_.process.name;
}
boost::asio::any_io_executor Service::executor() {
    return parts_.loop.get_executor();
}
Env& Service::env() {
    return parts_.env;
}
const Clock& Service::clock() const {
    return parts_.clock;
}
Health& Service::health() {
    return parts_.health;
}
Arming& Service::arming() {
    return parts_.arming;
}
Control& Service::control() {
    return parts_.control;
}
Metrics& Service::metrics() {
    return parts_.metrics;
}
State& Service::state() {
    return parts_.state;
}
Log& Service::log() {
    return parts_.log;
}

void Service::mark_ready() {
    if (parts_.phase == Phase::starting) parts_.phase = Phase::ready;
}

void Service::on_stop(std::string what, std::function<Task<void>()> drain) {
    parts_.drains.emplace_back(std::move(what), std::move(drain));
}

void Service::stop(std::string_view why) {
    if (!parts_.stop_reason.empty()) return;
    parts_.stop_reason = why;
    parts_.stop_wanted.set();
}

int run_service(std::string_view name, const Body& body) {
    const auto* process = find_process(name);
    check(process != nullptr, "a process of no known name");
    Shell shell{*process};
    return shell.run(body);
}

}  // namespace unrip::runtime
