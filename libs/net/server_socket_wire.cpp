#include "net/server_socket_wire.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

#include <algorithm>
#include <cstring>
#include <utility>

namespace unrip::net {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

namespace {

constexpr auto kAwaitTuple = asio::as_tuple(asio::use_awaitable);
constexpr std::size_t kReadBytes = 32U << 10U;
constexpr std::size_t kBatchBytes = 64U << 10U;
constexpr std::size_t kFrameOverhead = 14;
constexpr std::uint16_t kProtocolError = 1002;
constexpr std::uint16_t kTooBig = 1009;

}  // namespace

ServerSocketWire::ServerSocketWire(
    std::shared_ptr<tcp::socket> socket, ServerSocketLimits limits, Start start
)
    : socket_{std::move(socket)},
      limits_{limits},
      start_{std::move(start)},
      incoming_(std::max(kReadBytes, start_.unread.size())),
      filled_to_{start_.unread.size()},
      more_{socket_->get_executor()},
      thawed_{socket_->get_executor()} {
    std::copy(start_.unread.begin(), start_.unread.end(), incoming_.begin());
    start_.unread.clear();
}

Task<Result<std::string_view>> ServerSocketWire::receive() {
    while (true) {
        while (is_frozen_ && !has_ended_)
            co_await thawed_.wait();
        auto message = next_message();
        if (!message) co_return end(message.failure());
        if (*message) {
            ++stats_.messages_in;
            co_return **message;
        }
        const auto came = co_await read_more();
        if (!came) co_return end(came.failure());
    }
}

Task<Result<void>> ServerSocketWire::read_more() {
    if (read_to_ > 0) {
        std::memmove(incoming_.data(), incoming_.data() + read_to_, filled_to_ - read_to_);
        filled_to_ -= read_to_;
        read_to_ = 0;
    }
    if (filled_to_ == incoming_.size()) {
        const auto most = limits_.message_bytes + kFrameOverhead;
        incoming_.resize(std::min(std::max(most, kReadBytes), incoming_.size() * 2));
    }
    const auto space = asio::buffer(incoming_.data() + filled_to_, incoming_.size() - filled_to_);
    const auto [error, bytes] = co_await socket_->async_read_some(space, kAwaitTuple);
    if (error || has_ended_) {
        co_return fail(Error::Kind::unavailable, "the connection ended: " + error.message());
    }
    filled_to_ += bytes;
    co_return Result<void>{};
}

/// Takes frames out of what has come until a text is whole.
Result<std::optional<std::string_view>> ServerSocketWire::next_message() {
    if (is_deaf_) read_to_ = filled_to_;
    while (true) {
        const std::span<char> unread{incoming_.data() + read_to_, filled_to_ - read_to_};
        const auto frame = read_client_frame(unread, limits_.message_bytes);
        if (!frame) return frame.failure();
        if (!*frame) return std::optional<std::string_view>{};
        read_to_ += (*frame)->bytes;
        auto heard = hear(**frame);
        if (!heard || *heard) return heard;
    }
}

Result<std::optional<std::string_view>> ServerSocketWire::hear(const ClientFrame& frame) {
    const std::optional<std::string_view> nothing;
    switch (frame.opcode) {
        case Opcode::pong:
            return nothing;
        case Opcode::ping: {
            auto payload = std::make_shared<const std::string>(frame.payload);
            queue({Opcode::pong, true, std::move(payload)});
            return nothing;
        }
        case Opcode::close:
            return fail(Error::Kind::unavailable, "closed by the client");
        case Opcode::continuation:
            if (!in_pieces_) return fail(Error::Kind::malformed, "a piece of no message");
            break;
        case Opcode::text:
        case Opcode::binary:
            if (in_pieces_) return fail(Error::Kind::malformed, "a message within a message");
            is_text_ = frame.opcode == Opcode::text;
            if (frame.is_final) return is_text_ ? std::optional{frame.payload} : nothing;
            pieces_.clear();
            in_pieces_ = true;
            break;
    }
    if (pieces_.size() + frame.payload.size() > limits_.message_bytes) {
        const auto limit = std::to_string(limits_.message_bytes);
        return fail(Error::Kind::overflow, "a message above " + limit + " bytes");
    }
    pieces_ += frame.payload;
    if (!frame.is_final) return nothing;
    in_pieces_ = false;
    return is_text_ ? std::optional<std::string_view>{pieces_} : nothing;
}

/// There will be no more from the other side: answers its goodbye, or says what was wrong. What
/// still comes is thrown away, so that the last word can be read before the connection goes.
Failure ServerSocketWire::end(Failure why) {
    is_deaf_ = true;
    switch (why.error.kind) {
        case Error::Kind::malformed:
            close(kProtocolError, why.error.detail);
            break;
        case Error::Kind::overflow:
            close(kTooBig, why.error.detail);
            break;
        default:
            close(1000, "");
            break;
    }
    return why;
}

bool ServerSocketWire::queue(Outgoing outgoing) {
    const bool fits = outgoing_.size() < limits_.outgoing_messages &&
                      outgoing_bytes_ + outgoing.bytes->size() <= limits_.outgoing_bytes;
    if (!is_open() || is_frozen_ || !fits) {
        ++stats_.refused;
        return false;
    }
    outgoing_bytes_ += outgoing.bytes->size();
    outgoing_.push_back(std::move(outgoing));
    more_.set();
    return true;
}

bool ServerSocketWire::try_send(SharedText text) {
    return queue({Opcode::text, true, std::move(text)});
}

bool ServerSocketWire::try_ping(std::string_view payload) {
    return queue({Opcode::ping, true, std::make_shared<const std::string>(payload)});
}

bool ServerSocketWire::try_send_garbage(std::string bytes) {
    return queue({Opcode::text, false, std::make_shared<const std::string>(std::move(bytes))});
}

void ServerSocketWire::thaw() {
    is_frozen_ = false;
    thawed_.set();
    more_.set();
}

void ServerSocketWire::close(std::uint16_t code, std::string_view reason) {
    if (!is_open()) return;
    // The goodbye always finds room, and is the last thing queued.
    auto payload = std::make_shared<const std::string>(close_payload(code, reason));
    outgoing_bytes_ += payload->size();
    outgoing_.push_back({Opcode::close, true, std::move(payload)});
    is_closing_ = true;
    more_.set();
    if (start_.on_closing) start_.on_closing();
}

void ServerSocketWire::drop() {
    has_ended_ = true;
    error_code ignored;
    socket_->close(ignored);
    more_.set();
    thawed_.set();
}

void ServerSocketWire::take_batch(std::string& batch) {
    batch.clear();
    while (!outgoing_.empty() && batch.size() < kBatchBytes) {
        const auto next = std::move(outgoing_.front());
        outgoing_.pop_front();
        outgoing_bytes_ -= next.bytes->size();
        if (next.has_frame) {
            append_server_frame(batch, next.opcode, *next.bytes);
        } else {
            batch += *next.bytes;
        }
        if (next.opcode == Opcode::text) ++stats_.messages_out;
    }
}

Task<void> ServerSocketWire::write() {
    std::string batch;
    while (!has_ended_) {
        if (outgoing_.empty() && is_closing_) break;
        if (outgoing_.empty() || is_frozen_) {
            co_await more_.wait();
            continue;
        }
        take_batch(batch);
        const auto bytes = asio::buffer(batch);
        const auto [error, size] = co_await asio::async_write(*socket_, bytes, kAwaitTuple);
        if (error) co_return drop();
    }
    error_code ignored;
    socket_->shutdown(tcp::socket::shutdown_send, ignored);
}

}  // namespace unrip::net
