#include "store/listener.hpp"

#include "net/channel.hpp"
#include "net/timeout.hpp"
#include "store/listening.hpp"

#include <boost/asio/post.hpp>

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <thread>
#include <utility>

namespace unrip::store {
namespace {

constexpr std::size_t kNoticesKept = 1'024;
// How soon the thread notices that it shall end.
constexpr Milliseconds kPatience{100};

}  // namespace

/// Touched by the loop only; the thread posts into it.
struct Listener::Inbox {
    explicit Inbox(const boost::asio::any_io_executor& executor)
        : notices{executor, kNoticesKept, net::Overflow::drop_oldest} {}

    net::Channel<Notice> notices;
};

class Listener::Ear {
  public:
    Ear(boost::asio::any_io_executor executor,
        std::shared_ptr<Inbox> inbox,
        Listening::Settings settings,
        net::BackoffSettings backoff)
        : executor_{std::move(executor)},
          inbox_{std::move(inbox)},
          listening_{std::move(settings)},
          backoff_{backoff},
          thread_{[this] { live(); }} {}
    Ear(const Ear&) = delete;
    Ear& operator=(const Ear&) = delete;
    ~Ear() {
        {
            const std::lock_guard lock{mutex_};
            stopping_ = true;
        }
        wake_.notify_all();
        thread_.join();
    }

  private:
    void live() {
        while (!stopping_) {
            const auto opened = listening_.open();
            if (!opened) {
                tell({Notice::Kind::away, opened.error().detail});
                rest(backoff_.next());
                continue;
            }
            backoff_.reset();
            tell({Notice::Kind::listening, {}});
            hear();
        }
    }

    void hear() {
        while (!stopping_) {
            auto heard = listening_.wait(kPatience);
            if (!heard) return tell({Notice::Kind::away, heard.error().detail});
            for (auto& text : *heard)
                tell({Notice::Kind::heard, std::move(text)});
        }
    }

    void rest(Milliseconds time) {
        std::unique_lock lock{mutex_};
        wake_.wait_for(lock, time, [&] { return stopping_.load(); });
    }

    void tell(Notice notice) {
        boost::asio::post(executor_, [inbox = inbox_, notice = std::move(notice)] {
            inbox->notices.try_send(notice);
        });
    }

    boost::asio::any_io_executor executor_;
    std::shared_ptr<Inbox> inbox_;
    Listening listening_;  ///< The thread's own.
    net::Backoff backoff_;
    std::mutex mutex_;
    std::condition_variable wake_;
    std::atomic<bool> stopping_ = false;
    std::thread thread_;
};

Listener::Listener(
    boost::asio::any_io_executor executor, const DatabaseSettings& settings, std::string channel
)
    : inbox_{std::make_shared<Inbox>(executor)} {
    auto url = ConnectionUrl::parse(settings.url);
    if (!url) {
        inbox_->notices.try_send({Notice::Kind::away, url.error().detail});
        return;
    }
    Listening::Settings listening{
        std::move(*url), settings.application_name, settings.connect_timeout, std::move(channel)};
    ear_ =
        std::make_unique<Ear>(std::move(executor), inbox_, std::move(listening), settings.backoff);
}

Listener::~Listener() = default;

namespace {

Task<Result<Notice>> receive(net::Channel<Notice>& notices) {
    auto notice = co_await notices.receive();
    co_return notice;
}

}  // namespace

Task<std::optional<Notice>> Listener::next(Milliseconds limit) {
    const auto inbox = inbox_;
    auto waiting = receive(inbox->notices);
    auto notice = co_await net::within(limit, std::move(waiting), "the next notice");
    if (!notice) co_return std::nullopt;
    co_return std::move(*notice);
}

}  // namespace unrip::store
