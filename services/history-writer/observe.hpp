#pragma once

#include "core/result.hpp"
#include "runtime/health.hpp"
#include "runtime/metrics.hpp"

#include <cstdint>
#include <memory>
#include <string>

namespace unrip::presence {
class Announcer;
}  // namespace unrip::presence

namespace unrip::runtime {
class Service;
}  // namespace unrip::runtime

namespace unrip::store {
struct BatchReport;
}  // namespace unrip::store

namespace unrip::history_writer {

/// What the writing of one stream shows to the outside: a health check by age, counts, and an alert
/// for what needs a person.
class Observe {
  public:
    Observe(runtime::Service& service, presence::Announcer& announcer, std::string stream);

    void consumer_opened();
    void nothing_new();
    /// Disarmed: the stream keeps what comes.
    void resting();
    void written(const store::BatchReport& report, std::uint64_t lag, Nanoseconds took);
    void not_written(const Error& error);
    void not_heard(const Error& error);

    std::uint64_t lag() const { return lag_; }
    std::uint64_t rows() const { return rows_; }

  private:
    std::string trouble_key() const { return "writing/" + stream_; }
    runtime::Finding look() const;

    runtime::Service& service_;
    presence::Announcer& announcer_;
    std::string stream_;
    runtime::Pulse flowing_;
    std::string stopped_by_;
    bool is_resting_ = false;
    std::uint64_t lag_ = 0;
    std::uint64_t rows_ = 0;
    std::uint64_t duplicates_ = 0;
    std::uint64_t dead_letters_ = 0;
    runtime::Histogram batch_seconds_;
    runtime::Histogram batch_rows_;
};

}  // namespace unrip::history_writer
