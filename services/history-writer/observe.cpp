#include "observe.hpp"

#include "presence/announcer.hpp"
#include "runtime/log.hpp"
#include "runtime/service.hpp"
#include "runtime/state.hpp"
#include "store/journal.hpp"

#include <cctype>

namespace unrip::history_writer {
namespace {

constexpr std::chrono::seconds kDegradedAfter{5};
constexpr std::chrono::seconds kUnhealthyAfter{30};

std::string in_lower_case(std::string text) {
    for (auto& letter : text) {
        letter = static_cast<char>(std::tolower(static_cast<unsigned char>(letter)));
    }
    return text;
}

}  // namespace

Observe::Observe(runtime::Service& service, presence::Announcer& announcer, std::string stream)
    : service_{service},
      announcer_{announcer},
      stream_{std::move(stream)},
      flowing_{service.clock()},
      batch_seconds_{service.metrics().latency(
          "history_" + in_lower_case(stream_) + "_batch_seconds",
          "From the batch in hand to the commit."
      )},
      batch_rows_{service.metrics().histogram(
          "history_" + in_lower_case(stream_) + "_batch_rows",
          "Rows in a batch.",
          {1, 3, 10, 30, 100, 300, 1'000, 3'000, 10'000}
      )} {
    service_.health().watch("history of " + stream_, [this] { return look(); });

    const auto prefix = "history_" + in_lower_case(stream_);
    auto& metrics = service_.metrics();
    const auto read = [](const std::uint64_t& count) {
        return [&count] { return static_cast<double>(count); };
    };
    metrics.read_gauge(prefix + "_lag", "Messages of the stream not yet written.", read(lag_));
    metrics.read_gauge(
        prefix + "_age_seconds",
        "Since the last commit, or since nothing was left to write.",
        [this] { return std::chrono::duration<double>{flowing_.age()}.count(); }
    );
    metrics.read_counter(prefix + "_rows_total", "Rows written.", read(rows_));
    metrics.read_counter(prefix + "_duplicates_total", "Repeats left out.", read(duplicates_));
    metrics.read_counter(
        prefix + "_dead_letters_total", "Messages put aside unread.", read(dead_letters_)
    );
}

void Observe::consumer_opened() {
    service_.log().info("reading_stream", {{"stream", stream_}});
    flowing_.beat();
}

void Observe::nothing_new() {
    lag_ = 0;
    is_resting_ = false;
    stopped_by_.clear();
    flowing_.beat();
}

void Observe::resting() {
    is_resting_ = true;
    stopped_by_.clear();
    flowing_.beat();
}

void Observe::written(const store::BatchReport& report, std::uint64_t lag, Nanoseconds took) {
    lag_ = lag;
    is_resting_ = false;
    rows_ += report.inserted();
    duplicates_ += report.duplicates();
    dead_letters_ += report.dead_letters.inserted;
    batch_rows_.observe(static_cast<double>(report.inserted()));
    batch_seconds_.observe(std::chrono::duration<double>(took).count());
    stopped_by_.clear();
    flowing_.beat();
    announcer_.clear(trouble_key());

    for (const auto& detail : report.dead_details) {
        service_.state().remember_error("dead_letter", detail);
        service_.log().warn("dead_letter", {{"stream", stream_}, {"why", detail}});
        announcer_.raise(
            {.name = "dead_letter",
             .key = "dead_letter/" + stream_,
             .severity = messages::AlertSeverity::warning,
             .summary = "A message could not be read and was put aside: " + detail,
             .fix = "Look into the table dead_letters.",
             .details = {}}
        );
    }
}

void Observe::not_written(const Error& error) {
    if (stopped_by_ != error.detail) {
        service_.log().error(
            "not_written",
            {{"stream", stream_}, {"kind", to_text(error.kind)}, {"why", error.detail}}
        );
    }
    stopped_by_ = error.detail;
    service_.state().remember_error("PostgreSQL", error.detail);
    if (error.kind != Error::Kind::refused) return;
    announcer_.raise(
        {.name = "history_refused",
         .key = trouble_key(),
         .severity = messages::AlertSeverity::critical,
         .summary = "PostgreSQL refuses the history of " + stream_ + ": " + error.detail,
         .fix = "Run scripts/migrate, or give the writer's role what it lacks.",
         .details = {}}
    );
}

void Observe::not_heard(const Error& error) {
    if (stopped_by_ != error.detail) {
        service_.log().warn("stream_away", {{"stream", stream_}, {"why", error.detail}});
    }
    stopped_by_ = error.detail;
    service_.state().remember_error("stream " + stream_, error.detail);
}

runtime::Finding Observe::look() const {
    const auto age = flowing_.age();
    if (is_resting_) return {runtime::Grade::ok, "disarmed: the stream keeps what comes", age};
    const auto backlog = std::to_string(lag_) + " messages behind";
    if (age < kDegradedAfter) return {runtime::Grade::ok, backlog, age};

    const auto why = stopped_by_.empty() ? "nothing was heard or written" : stopped_by_;
    const auto grade = age < kUnhealthyAfter ? runtime::Grade::degraded : runtime::Grade::unhealthy;
    return {grade, why + "; " + backlog, age};
}

}  // namespace unrip::history_writer
