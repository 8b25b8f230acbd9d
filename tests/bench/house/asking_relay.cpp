#include "bench/house/asking_relay.hpp"

#include "bench/house/questions.hpp"
#include "net/http_server.hpp"
#include "net/sleep.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_future.hpp>

#include <algorithm>
#include <ctime>
#include <future>
#include <list>
#include <stdexcept>
#include <thread>

namespace unrip::bench {
namespace {

constexpr Milliseconds kStragglers{300};
constexpr Milliseconds kGivenUpAfter{1'000};
constexpr Milliseconds kLook{5};
constexpr std::size_t kVerifyEvery = 50;

struct Listener {
    std::shared_ptr<net::ServerSocket> socket;
    Whom whom;
    bool hears = false;
};

double thread_seconds() {
    timespec time{};
    ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) * 1e-9;
}

net::HttpServerLimits limits() {
    net::HttpServerLimits limits;
    limits.socket.outgoing_messages = 100'000;
    return limits;
}

}  // namespace

class AskingRelay::Loop {
  public:
    Loop() : server_{context_.get_executor(), clock_, handlers(), limits()} {
        if (const auto opened = server_.open("127.0.0.1", 0); !opened) {
            throw std::runtime_error{opened.error().detail};
        }
        port_ = server_.port();
        thread_ = std::thread{[this] { context_.run(); }};
    }
    Loop(const Loop&) = delete;
    Loop& operator=(const Loop&) = delete;
    ~Loop() {
        boost::asio::co_spawn(context_, server_.close(), boost::asio::use_future).wait();
        context_.stop();
        thread_.join();
    }

    std::uint16_t port() const { return port_; }

    std::size_t listeners(Whom whom) {
        auto counted = boost::asio::post(
            context_, boost::asio::use_future([this, whom] {
                return std::count_if(listeners_.begin(), listeners_.end(), [&](const auto& one) {
                    return one.hears && one.whom == whom;
                });
            })
        );
        return static_cast<std::size_t>(counted.get());
    }

    Heard ask(const Round& round) {
        return boost::asio::co_spawn(context_, go(round), boost::asio::use_future).get();
    }

  private:
    net::HttpServerHandlers handlers() {
        net::HttpServerHandlers handlers;
        handlers.on_request = [](net::ServedRequest) -> Task<net::ServedAnswer> {
            co_return net::ServedAnswer{};
        };
        handlers.on_socket =
            [this](std::shared_ptr<net::ServerSocket> socket, net::ServedRequest request) {
                return converse(std::move(socket), std::move(request));
            };
        return handlers;
    }

    Task<void> converse(std::shared_ptr<net::ServerSocket> socket, net::ServedRequest request) {
        const auto whom = request.path() == "/bare" ? Whom::bare : Whom::house;
        const auto here = listeners_.insert(listeners_.end(), Listener{socket, whom, false});
        const auto leave = [this, here](const void*) { listeners_.erase(here); };
        const std::unique_ptr<const void, decltype(leave)> leaving{this, leave};
        while (true) {
            const auto frame = co_await socket->receive();
            if (!frame) break;
            hear(*here, *frame);
        }
    }

    void hear(Listener& listener, std::string_view frame) {
        const auto at = clock_.tick();
        if (const auto number = number_of(frame)) {
            take(*number, at, frame);
        } else if (subscribes_to_quotes(frame)) {
            listener.hears = true;
        }
        listener.socket->try_send(reply_to(frame));
    }

    void take(std::uint64_t number, Tick at, std::string_view frame) {
        if (number < first_ || number >= first_ + asked_at_.size()) return;
        auto& asked = asked_at_[number - first_];
        if (asked == Tick{}) return;  // Answered once already, or given up.
        heard_.micros.push_back(static_cast<double>((at - asked).count()) / 1'000.0);
        asked = Tick{};
        if (heard_.answered == 0) heard_.first_answer = at;
        ++heard_.answered;
        if (heard_.answered % kVerifyEvery == 1) looked_at_.emplace_back(frame);
        --in_flight_;
        if (round_.in_flight > 0 && at < end_) ask_one();
    }

    void ask_one() {
        const auto number = first_ + asked_at_.size();
        const auto text = std::make_shared<const std::string>(questions_.text(number));
        asked_at_.push_back(clock_.tick());
        ++heard_.asked;
        ++in_flight_;
        for (const auto& one : listeners_) {
            if (one.hears && one.whom == round_.whom) one.socket->try_send(text);
        }
    }

    Task<Heard> go(Round round) {
        round_ = round;
        heard_ = {};
        first_ += asked_at_.size();
        asked_at_.clear();
        in_flight_ = 0;
        given_up_ = 0;
        const auto cpu = thread_seconds();
        const auto start = clock_.tick();
        end_ = start + round.lasts;
        if (round.in_flight > 0) {
            co_await keep_in_flight();
        } else {
            co_await keep_the_rate(start);
        }
        heard_.seconds = static_cast<double>((clock_.tick() - start).count()) * 1e-9;
        heard_.cpu_seconds = thread_seconds() - cpu;
        if (!round.until_first_answer) co_await net::sleep_for(kStragglers);
        verify();
        std::sort(heard_.micros.begin(), heard_.micros.end());
        co_return std::move(heard_);
    }

    bool is_over() const {
        return clock_.tick() >= end_ || (round_.until_first_answer && heard_.answered > 0);
    }

    /// What the machine was too slow to ask in time is asked at once, so the rate is kept.
    Task<void> keep_the_rate(Tick start) {
        const Nanoseconds pause{static_cast<std::int64_t>(1e9 / round_.per_second)};
        for (auto due = start; !is_over(); due += pause) {
            const auto wait = due - clock_.tick();
            if (wait > Nanoseconds{0}) co_await net::sleep_for(wait);
            ask_one();
        }
    }

    /// A question that nobody answers makes room after a second.
    Task<void> keep_in_flight() {
        for (std::size_t i = 0; i < round_.in_flight; ++i)
            ask_one();
        while (!is_over()) {
            co_await net::sleep_for(kLook);
            const auto too_old = clock_.tick() - kGivenUpAfter;
            for (; given_up_ < asked_at_.size(); ++given_up_) {
                auto& asked = asked_at_[given_up_];
                if (asked > too_old) break;
                if (asked == Tick{}) continue;
                asked = Tick{};
                --in_flight_;
                ask_one();
            }
        }
    }

    void verify() {
        for (const auto& frame : looked_at_) {
            ++heard_.verified;
            if (!is_signed_well(frame)) ++heard_.invalid;
        }
        looked_at_.clear();
    }

    boost::asio::io_context context_{1};
    SystemClock clock_;
    std::list<Listener> listeners_;
    Questions questions_;
    Round round_;
    Heard heard_;
    Tick end_{};
    std::uint64_t first_ = 1;     // The number of the round's first question.
    std::vector<Tick> asked_at_;  // Of the round's questions; nothing once answered.
    std::size_t in_flight_ = 0;
    std::size_t given_up_ = 0;  // All before this one are answered or given up.
    std::vector<std::string> looked_at_;
    net::HttpServer server_;
    std::uint16_t port_ = 0;
    std::thread thread_;
};

AskingRelay::AskingRelay() : loop_{std::make_unique<Loop>()} {}
AskingRelay::~AskingRelay() = default;

std::string AskingRelay::url(Whom whom) const {
    return "ws://127.0.0.1:" + std::to_string(loop_->port()) +
           (whom == Whom::house ? "/ws" : "/bare");
}

void AskingRelay::await_listeners(Whom whom, std::size_t wanted) {
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds{10};
    while (loop_->listeners(whom) < wanted) {
        if (std::chrono::steady_clock::now() > end) {
            throw std::runtime_error{"nobody listens at " + url(whom)};
        }
        std::this_thread::sleep_for(Milliseconds{5});
    }
}

Heard AskingRelay::ask(const Round& round) {
    return loop_->ask(round);
}

}  // namespace unrip::bench
