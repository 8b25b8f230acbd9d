#include "bus/wire.hpp"

#include "bus/frames.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <sys/socket.h>

#include <cerrno>
#include <utility>

namespace unrip::bus {
namespace {

constexpr int kPingsOutMax = 2;
/// Reads in a row before others get their turn on the loop.
constexpr int kReadsPerTurn = 32;
/// A buffer that a burst has made larger is given back.
constexpr std::size_t kOutKept = std::size_t{256} << 10U;

}  // namespace

class Wire::Ear final : public Listening {
  public:
    Ear(std::weak_ptr<Wire> wire, std::uint64_t number) : wire_{std::move(wire)}, number_{number} {}
    Ear(const Ear&) = delete;
    Ear& operator=(const Ear&) = delete;
    ~Ear() override {
        if (const auto wire = wire_.lock()) wire->stop_listening(number_);
    }

  private:
    std::weak_ptr<Wire> wire_;
    std::uint64_t number_;
};

Wire::Wire(boost::asio::any_io_executor loop, Line line, WireManners manners, Tell tell)
    : loop_{std::move(loop)},
      line_{std::move(line)},
      manners_{manners},
      tell_{std::move(tell)},
      socket_{loop_},
      ping_timer_{loop_},
      write_timer_{loop_},
      leisure_timer_{loop_} {}

Wire::~Wire() {
    if (is_open_ && socket_.is_open()) say_what_waits();
}

void Wire::start() {
    socket_.assign(line_.take());
    socket_.native_non_blocking(true);
    schedule_ping();
    read();
}

void Wire::read() {
    const auto room = reader_.room();
    socket_.async_read_some(
        boost::asio::buffer(room.data(), room.size()),
        [weak = weak_from_this()](const boost::system::error_code& failed, std::size_t count) {
            const auto wire = weak.lock();
            if (!wire || !wire->is_open_) return;
            if (failed) return wire->close(failed.message());
            wire->arrived(count);
        }
    );
}

void Wire::arrived(std::size_t count) {
    const bool was_filled = count == reader_.room().size();
    reader_.wrote(count);
    is_in_arrival_ = true;
    take_frames();
    if (was_filled) read_the_rest();
    deliver();
    is_in_arrival_ = false;
    if (!is_open_) return;
    // What the handlers said goes out at once; what coroutines say that they woke, a little later.
    flush();
    if (is_open_) read();
}

/// So that a mailbox, not the socket, holds what a busy loop can't keep up with: only there is it
/// known which message may go.
void Wire::read_the_rest() {
    for (int reads = 0; is_open_ && reads < kReadsPerTurn; ++reads) {
        const auto room = reader_.room();
        const auto count = ::recv(socket_.native_handle(), room.data(), room.size(), MSG_DONTWAIT);
        if (count <= 0) return;  // Nothing more, or an end that the next read will tell.
        reader_.wrote(static_cast<std::size_t>(count));
        take_frames();
        if (static_cast<std::size_t>(count) < room.size()) return;
    }
}

void Wire::take_frames() {
    while (is_open_) {
        auto frame = reader_.next();
        if (!frame) return close(frame.error().detail);
        if (!*frame) return;
        take(**frame);
    }
}

void Wire::take(Frame& frame) {
    switch (frame.kind) {
        case Frame::Kind::message: {
            const auto found = heard_.find(frame.subscription);
            if (found == heard_.end()) return;  // On its way when we stopped listening.
            found->second.mailbox->hand_over(std::move(frame.incoming));
            if (!std::exchange(found->second.is_due, true)) due_.push_back(frame.subscription);
            return;
        }
        case Frame::Kind::ping:
            out_ += kPong;
            return flush_soon();
        case Frame::Kind::pong:
            return pong_came();
        case Frame::Kind::error: {
            const bool is_permission = frame.text.starts_with("Permissions Violation");
            const auto kind =
                is_permission ? LinkNews::Kind::not_permitted : LinkNews::Kind::trouble;
            return tell_(LinkNews{kind, std::move(frame.text)});
        }
        case Frame::Kind::other:
            return;
    }
}

void Wire::deliver() {
    for (const auto number : std::exchange(due_, {})) {
        const auto found = heard_.find(number);
        if (found == heard_.end()) continue;
        found->second.is_due = false;
        const auto mailbox = found->second.mailbox;  // The handler may end the subscription.
        mailbox->deliver();
    }
}

Result<void> Wire::send(const Outgoing& outgoing, std::string_view reply_to) {
    if (!is_open_) return fail(Error::Kind::unavailable, "nats: not connected");
    if (line_.payload_max > 0 && outgoing.body.size() > line_.payload_max) {
        return fail(
            Error::Kind::refused,
            outgoing.subject + ": " + std::to_string(outgoing.body.size()) +
                " bytes are more than the server takes"
        );
    }
    const bool has_leisure = outgoing.urgency == Urgency::at_leisure && is_within_a_turn();
    auto written = write_publish(has_leisure ? at_leisure_ : out_, outgoing, reply_to);
    if (!written) return written;
    has_leisure ? say_at_leisure() : flush_soon();
    return written;
}

/// Outside the loop's turns nobody would come by to write it.
bool Wire::is_within_a_turn() const {
    const auto* loop = loop_.target<boost::asio::io_context::executor_type>();
    return loop != nullptr && loop->running_in_this_thread();
}

void Wire::flush_soon() {
    if (will_flush_ || is_in_arrival_) return;
    if (!is_within_a_turn()) return flush();
    will_flush_ = true;
    boost::asio::post(loop_, [weak = weak_from_this()] {
        const auto wire = weak.lock();
        if (!wire) return;
        wire->will_flush_ = false;
        wire->flush();
    });
}

void Wire::say_at_leisure() {
    if (at_leisure_.size() > kLeisureBytesMax) return say_what_waits();
    if (std::exchange(is_leisure_running_, true)) return;
    leisure_timer_.expires_after(kLeisure);
    leisure_timer_.async_wait([weak = weak_from_this()](const boost::system::error_code& ended) {
        const auto wire = weak.lock();
        if (ended || !wire) return;
        wire->is_leisure_running_ = false;
        wire->say_what_waits();
    });
}

void Wire::say_what_waits() {
    out_ += at_leisure_;
    at_leisure_.clear();
    flush();
}

void Wire::flush() {
    if (!is_open_ || awaits_room_) return;
    while (out_done_ < out_.size()) {
        const auto sent = ::send(
            socket_.native_handle(),
            out_.data() + out_done_,
            out_.size() - out_done_,
            MSG_NOSIGNAL | MSG_DONTWAIT
        );
        if (sent < 0 && errno == EINTR) continue;
        if (sent < 0 && errno == EAGAIN) return await_room();
        // A broken connection is told by the next read, not to whoever happens to speak.
        if (sent <= 0) break;
        out_done_ += static_cast<std::size_t>(sent);
    }
    out_done_ = 0;
    out_.clear();
    if (out_.capacity() > kOutKept) out_.shrink_to_fit();
}

void Wire::await_room() {
    const std::weak_ptr<Wire> weak = weak_from_this();
    if (weak.expired()) return;  // It is going: what the server does not take now is not said.
    awaits_room_ = true;
    write_timer_.expires_after(manners_.write_deadline);
    write_timer_.async_wait([weak](const boost::system::error_code& ended) {
        const auto wire = weak.lock();
        if (!ended && wire) wire->close("the server takes no more bytes");
    });
    socket_.async_wait(
        boost::asio::posix::stream_descriptor::wait_write,
        [weak](const boost::system::error_code& failed) {
            const auto wire = weak.lock();
            if (failed || !wire) return;
            wire->awaits_room_ = false;
            wire->write_timer_.cancel();
            wire->flush();
        }
    );
}

Result<std::unique_ptr<Listening>> Wire::listen(
    const std::string& subject, const std::shared_ptr<Mailbox>& mailbox
) {
    if (!is_open_) return fail(Error::Kind::unavailable, "nats: not connected");
    const auto number = ++last_number_;
    const auto said = write_subscribe(out_, subject, number);
    if (!said) return said.failure();
    heard_.emplace(number, Heard{mailbox});
    flush_soon();
    return std::unique_ptr<Listening>{std::make_unique<Ear>(weak_from_this(), number)};
}

void Wire::stop_listening(std::uint64_t number) {
    heard_.erase(number);
    if (!is_open_) return;
    write_unsubscribe(out_, number);
    flush_soon();
}

Result<void> Wire::drain(Milliseconds /*limit*/) {
    say_what_waits();
    for (const auto& [number, heard] : heard_)
        write_unsubscribe(out_, number);
    // The server answers in order: with its pong, all that it had for us has come.
    pongs_until_drained_ = pings_out_ + 1;
    say_ping();
    return {};
}

void Wire::say_ping() {
    ++pings_out_;
    out_ += kPing;
    flush_soon();
}

void Wire::pong_came() {
    if (pings_out_ > 0) --pings_out_;
    if (pongs_until_drained_ == 0 || --pongs_until_drained_ > 0) return;
    deliver();
    say_what_waits();
    close("drained");
}

void Wire::schedule_ping() {
    ping_timer_.expires_after(manners_.ping_interval);
    ping_timer_.async_wait([weak = weak_from_this()](const boost::system::error_code& ended) {
        const auto wire = weak.lock();
        if (ended || !wire || !wire->is_open_) return;
        if (wire->pings_out_ >= kPingsOutMax) return wire->close("the server answers no pings");
        wire->say_ping();
        wire->schedule_ping();
    });
}

void Wire::close(std::string why) {
    if (!std::exchange(is_open_, false)) return;
    ping_timer_.cancel();
    write_timer_.cancel();
    leisure_timer_.cancel();
    boost::system::error_code ignored;
    socket_.close(ignored);
    tell_(LinkNews{LinkNews::Kind::closed, std::move(why)});
}

}  // namespace unrip::bus
