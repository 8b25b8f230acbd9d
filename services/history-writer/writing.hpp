#pragma once

#include "bus/durable_consumer.hpp"
#include "net/task.hpp"
#include "observe.hpp"

#include <functional>
#include <memory>
#include <string>

namespace unrip::runtime {
class Arming;
}  // namespace unrip::runtime

namespace unrip::store {
class Journal;
struct BatchReport;
}  // namespace unrip::store

namespace unrip::history_writer {

/// Carries one stream into PostgreSQL: a batch is heard, written in one transaction, and only then
/// acknowledged. Whatever is killed in between, the batch comes again and its rows are there once.
/// While disarmed it takes nothing new.
class Writing {
  public:
    /// Borrows all of them.
    Writing(
        const Clock& clock,
        const runtime::Arming& arming,
        bus::Connection& bus,
        store::Journal& journal,
        Observe& observe,
        std::string stream
    );

    /// Told after each commit. Must be quick: the next batch waits.
    void on_written(std::function<void(const store::BatchReport&)> tell);

    /// Runs until it is cancelled.
    Task<void> run();

  private:
    Task<std::unique_ptr<bus::DurableConsumer>> open();
    Task<void> carry(bus::DurableConsumer& consumer);
    Task<void> write(bus::Batch& batch, std::uint64_t lag);

    const Clock& clock_;
    const runtime::Arming& arming_;
    bus::Connection& bus_;
    store::Journal& journal_;
    Observe& observe_;
    std::string stream_;
    std::function<void(const store::BatchReport&)> tell_ = [](const store::BatchReport&) {};
};

}  // namespace unrip::history_writer
