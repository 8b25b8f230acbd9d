#include "store/worker.hpp"

#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>

namespace unrip::store {
namespace {

Tick tick_now() {
    return SystemClock{}.tick();
}

}  // namespace

Worker::Worker(Settings settings)
    : session_{std::move(settings.session)},
      backoff_{settings.backoff},
      queue_max_{settings.queue_max},
      idle_check_{settings.idle_check},
      thread_{[this] { live(); }} {}

Worker::~Worker() {
    {
        const std::lock_guard lock{mutex_};
        stopping_ = true;
        if (running_ != 0) cut();
    }
    wake_.notify_all();
    thread_.join();
    keep_handle(-1);
}

std::optional<Worker::JobId> Worker::submit(Job job) {
    std::optional<JobId> id;
    {
        const std::lock_guard lock{mutex_};
        if (stopping_ || queue_.size() >= queue_max_) return std::nullopt;
        id = ++last_id_;
        queue_.push_back({*id, std::move(job)});
    }
    wake_.notify_one();
    return id;
}

bool Worker::withdraw(JobId id) {
    const std::lock_guard lock{mutex_};
    const auto waiting = std::find_if(queue_.begin(), queue_.end(), [&](const Numbered& numbered) {
        return numbered.id == id;
    });
    if (waiting != queue_.end()) {
        queue_.erase(waiting);
        return true;
    }
    if (running_ == id) cut();
    return false;
}

DatabaseStatus Worker::status() const {
    const std::lock_guard lock{mutex_};
    auto status = status_;
    status.queued = queue_.size();
    return status;
}

void Worker::live() {
    while (true) {
        auto numbered = next_job();
        {
            const std::lock_guard lock{mutex_};
            if (stopping_) {
                if (numbered) queue_.push_front(std::move(*numbered));
                break;
            }
        }
        if (!session_.is_open() && tick_now() >= next_try_) reconnect();
        if (numbered) {
            run(numbered->job);
        } else if (session_.is_open() && tick_now() - last_use_ >= idle_check_) {
            probe();
        }
    }
    // Nothing can be submitted any more, so the queue belongs to this thread.
    for (auto& numbered : queue_) {
        numbered.job.done(fail(Error::Kind::unavailable, "the database is being closed"));
    }
    queue_.clear();
    session_.close();
}

std::optional<Worker::Numbered> Worker::next_job() {
    const Tick until = session_.is_open() ? last_use_ + idle_check_ : next_try_;
    std::unique_lock lock{mutex_};
    running_ = 0;
    wake_.wait_until(lock, until, [&] { return stopping_ || !queue_.empty(); });
    if (queue_.empty()) return std::nullopt;
    auto numbered = std::move(queue_.front());
    queue_.pop_front();
    running_ = numbered.id;
    return numbered;
}

void Worker::reconnect() {
    keep_handle(-1);
    const auto opened = session_.open();
    if (!opened) {
        next_try_ = tick_now() + backoff_.next();
        note_broken(opened.error());
        return;
    }
    backoff_.reset();
    away_.reset();
    last_use_ = tick_now();
    keep_handle(session_.socket());
    const std::lock_guard lock{mutex_};
    status_.connected = true;
    status_.since = SystemClock{}.now();
    if (ever_connected_) ++status_.reconnects;
    ever_connected_ = true;
}

void Worker::run(Job& job) {
    if (away_) {
        job.done(Failure{*away_});
        return;
    }
    auto answer = job.work(session_);
    last_use_ = tick_now();
    if (!session_.is_open()) {
        next_try_ = last_use_;  // The first try comes at once, the later ones at growing distances.
        note_broken(
            answer ? Error{Error::Kind::unavailable, "the connection was lost"} : answer.error()
        );
    }
    job.done(std::move(answer));
}

void Worker::probe() {
    const auto alive = session_.in_transaction([](Transaction& transaction) -> Result<void> {
        const auto answer = transaction.run("select 1");
        if (!answer) return answer.failure();
        return {};
    });
    last_use_ = tick_now();
    if (alive) return;
    if (!session_.is_open()) next_try_ = last_use_;
    note_broken(alive.error());
}

void Worker::note_broken(const Error& error) {
    if (!session_.is_open()) away_ = Error{error.kind, error.detail};
    // What broke in the middle of a job may be in doubt; for the jobs after it, it is just away.
    if (away_ && away_->kind == Error::Kind::timed_out) away_->kind = Error::Kind::unavailable;
    const std::lock_guard lock{mutex_};
    status_.last_error = error.detail;
    if (session_.is_open()) return;
    if (status_.connected || !status_.since) status_.since = SystemClock{}.now();
    status_.connected = false;
}

void Worker::keep_handle(int socket) {
    const std::lock_guard lock{mutex_};
    if (handle_ >= 0) ::close(handle_);
    handle_ = socket < 0 ? -1 : ::fcntl(socket, F_DUPFD_CLOEXEC, 0);
}

void Worker::cut() const {
    if (handle_ >= 0) ::shutdown(handle_, SHUT_RDWR);
}

}  // namespace unrip::store
