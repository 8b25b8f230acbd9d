// The thread that writes lines, and what it is told. The only file that knows spdlog.

#include "runtime/log.hpp"

#include <spdlog/async.h>
#include <spdlog/async_logger.h>
#include <spdlog/sinks/ansicolor_sink.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <unistd.h>

namespace unrip::runtime {
namespace {

constexpr std::size_t kLinesWaitingMax = 8192;

}  // namespace

struct Log::Parts {
    Parts(std::string name, const Clock& time, Form first_form)
        : service{std::move(name)}, clock{time}, form{first_form} {
        writer = std::make_shared<spdlog::details::thread_pool>(kLinesWaitingMax, 1);
        auto sink = std::make_shared<spdlog::sinks::stderr_sink_st>();
        sink->set_pattern("%v");
        logger = std::make_shared<spdlog::async_logger>(
            service, std::move(sink), writer, spdlog::async_overflow_policy::overrun_oldest
        );
        logger->set_level(spdlog::level::trace);
        logger->flush_on(spdlog::level::info);
    }

    std::string service;
    std::string instance;
    const Clock& clock;
    Form form;
    Level level = Level::info;
    bool terminal = isatty(STDERR_FILENO) == 1;
    std::shared_ptr<spdlog::details::thread_pool> writer;
    std::shared_ptr<spdlog::async_logger> logger;
};

Log::Log(std::string service, const Clock& clock, Form form)
    : parts_{std::make_unique<Parts>(std::move(service), clock, form)} {}

Log::~Log() = default;

void Log::set_level(Level level) {
    parts_->level = level;
}
void Log::set_form(Form form) {
    parts_->form = form;
}
void Log::set_instance(std::string instance) {
    parts_->instance = std::move(instance);
}

void Log::debug(std::string_view event, std::initializer_list<Field> fields) {
    say(Level::debug, event, fields);
}
void Log::info(std::string_view event, std::initializer_list<Field> fields) {
    say(Level::info, event, fields);
}
void Log::warn(std::string_view event, std::initializer_list<Field> fields) {
    say(Level::warn, event, fields);
}
void Log::error(std::string_view event, std::initializer_list<Field> fields) {
    say(Level::error, event, fields);
}

void Log::say(Level level, std::string_view event, std::initializer_list<Field> fields) {
    auto& parts = *parts_;
    if (level < parts.level || parts.logger == nullptr) return;
    const LogLine line{parts.clock.now(), level, parts.service, parts.instance, event, fields};
    const bool pretty =
        parts.form == Form::pretty || (parts.form == Form::automatic && parts.terminal);
    const auto text = pretty ? pretty_line(line, parts.terminal) : json_line(line);
    parts.logger->log(spdlog::level::info, spdlog::string_view_t{text.data(), text.size()});
}

std::uint64_t Log::dropped() const {
    return parts_->writer == nullptr ? 0 : parts_->writer->overrun_counter();
}

void Log::close() {
    parts_->logger.reset();
    parts_->writer.reset();  // Joins its thread after the last line.
}

}  // namespace unrip::runtime
