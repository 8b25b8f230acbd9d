#pragma once

#include "venue/relay/relay_frame.hpp"

#include <cstddef>
#include <functional>
#include <optional>
#include <unordered_map>

namespace unrip::venue {

/// The requests that wait for the relay's answer. Ids count up over the whole life of the client,
/// so that an answer is never taken for that of another connection's request.
class RelayInFlight {
  public:
    using OnAnswer = std::function<void(Result<RelayAnswer>)>;

    explicit RelayInFlight(std::size_t at_most) : at_most_{at_most} {}

    /// The id of a new request, or nothing when too many wait already.
    std::optional<std::uint64_t> begin(Tick deadline, OnAnswer on_answer);

    /// Hands the answer to whoever waits for it. Otherwise says what is wrong with it: late when
    /// the request was given up or answered before, unknown when there never was one.
    std::optional<FrameProblem> settle(RelayAnswer answer);

    /// Nobody waits for it any longer; its answer will count as late. No call is made.
    void forget(std::uint64_t id);

    /// Requests past their deadline fail with timed_out. Says how many there were.
    std::size_t expire(Tick now);

    /// The connection is gone: every waiting request fails with this.
    void fail_all(const Failure& failure);

    std::size_t size() const { return waiting_.size(); }

  private:
    struct Waiting {
        Tick deadline;
        OnAnswer on_answer;
    };

    std::size_t at_most_;
    std::uint64_t last_id_ = 0;
    std::unordered_map<std::uint64_t, Waiting> waiting_;
};

}  // namespace unrip::venue
