#pragma once

#include "core/time.hpp"
#include "net/backoff.hpp"
#include "store/session.hpp"

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

namespace unrip::store {

struct DatabaseStatus {
    bool connected = false;
    std::optional<Instant>
        since;               ///< When the state of `connected` began; absent before the first try.
    std::string last_error;  ///< Of the last attempt or job that failed to reach the database.
    std::uint64_t reconnects = 0;  ///< New connections after the first one.
    std::size_t queued = 0;        ///< Jobs waiting for the thread.
};

/// The thread that owns the Session: runs jobs one after the other and keeps the connection up.
/// While there is no connection jobs are answered at once, with the reason.
class Worker {
  public:
    struct Settings {
        Session::Settings session;
        std::size_t queue_max;
        net::BackoffSettings backoff;
        Milliseconds idle_check;  ///< A connection unused for so long is tried, to know its state.
    };
    struct Job {
        std::function<Result<void>(Session&)> work;
        std::function<void(Result<void>)>
            done;  ///< Called on the worker's thread, exactly once unless withdrawn.
    };
    using JobId = std::uint64_t;

    explicit Worker(Settings settings);
    /// A running job loses its connection, waiting ones are answered unavailable. Lasts no longer
    /// than an attempt to connect.
    ~Worker();
    Worker(const Worker&) = delete;
    Worker& operator=(const Worker&) = delete;

    /// Nothing when the queue is full.
    std::optional<JobId> submit(Job job);

    /// Gives a job up. True: it had not begun and never will. False: it has begun; its connection
    /// is cut so that the thread comes free.
    bool withdraw(JobId id);

    DatabaseStatus status() const;

  private:
    struct Numbered {
        JobId id = 0;
        Job job;
    };

    void live();
    std::optional<Numbered> next_job();
    void reconnect();
    void run(Job& job);
    void probe();
    void note_broken(const Error& error);
    void keep_handle(int socket);
    void cut() const;

    Session session_;
    net::Backoff backoff_;
    std::size_t queue_max_;
    Milliseconds idle_check_;

    // The thread's own.
    Tick next_try_{};
    Tick last_use_{};
    std::optional<Error> away_;  ///< Why there is no connection.

    mutable std::mutex mutex_;  ///< Guards all that follows.
    std::condition_variable wake_;
    std::deque<Numbered> queue_;
    DatabaseStatus status_;
    JobId last_id_ = 0;
    JobId running_ = 0;  ///< 0: none.
    int handle_ =
        -1;  ///< A duplicate of the connection's socket: libpq may close its own any time.
    bool ever_connected_ = false;
    bool stopping_ = false;

    std::thread thread_;
};

}  // namespace unrip::store
