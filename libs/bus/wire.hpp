#pragma once

#include "bus/dial.hpp"
#include "bus/frame_reader.hpp"
#include "bus/link.hpp"

#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/steady_timer.hpp>

#include <cstdint>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

namespace unrip::bus {

struct WireManners {
    Milliseconds ping_interval;   ///< Two unanswered pings end the link.
    Milliseconds write_deadline;  ///< So does a server that takes no bytes for so long.
};

/// A link whose socket is read and written on the loop itself: between the socket and a handler
/// stand no thread and no wake-up, and what one turn of the loop says goes out in one write. What
/// is said at leisure waits beside it, for others.
class Wire final : public Link, public std::enable_shared_from_this<Wire> {
  public:
    Wire(boost::asio::any_io_executor loop, Line line, WireManners manners, Tell tell);
    ~Wire() override;

    void start() override;
    bool is_up() const override { return is_open_; }
    std::string url() const override { return line_.url; }
    Result<void> send(const Outgoing& outgoing, std::string_view reply_to) override;
    Result<std::unique_ptr<Listening>> listen(
        const std::string& subject, const std::shared_ptr<Mailbox>& mailbox
    ) override;
    Result<void> drain(Milliseconds limit) override;

  private:
    class Ear;
    struct Heard {
        std::shared_ptr<Mailbox> mailbox;
        bool is_due = false;  ///< It has got something in this turn.
    };

    void read();
    void arrived(std::size_t count);
    void read_the_rest();
    void take_frames();
    void take(Frame& frame);
    void deliver();
    void pong_came();
    bool is_within_a_turn() const;
    void flush_soon();
    void flush();
    void say_at_leisure();
    void say_what_waits();
    void await_room();
    void schedule_ping();
    void say_ping();
    void stop_listening(std::uint64_t number);
    void close(std::string why);

    const boost::asio::any_io_executor loop_;
    Line line_;
    const WireManners manners_;
    const Tell tell_;
    boost::asio::posix::stream_descriptor socket_;
    boost::asio::steady_timer ping_timer_;
    boost::asio::steady_timer write_timer_;
    boost::asio::steady_timer leisure_timer_;

    bool is_open_ = true;
    FrameReader reader_;
    std::unordered_map<std::uint64_t, Heard> heard_;
    std::vector<std::uint64_t> due_;
    std::uint64_t last_number_ = 0;

    std::string out_;
    std::size_t out_done_ = 0;  ///< So much of it has been written.
    bool will_flush_ = false;
    bool is_in_arrival_ = false;  ///< Which ends with a flush.
    std::string at_leisure_;      ///< Follows out_ when the leisure is over.
    bool is_leisure_running_ = false;
    bool awaits_room_ = false;

    int pings_out_ = 0;
    int pongs_until_drained_ = 0;  ///< 0: nobody drains.
};

}  // namespace unrip::bus
