#include "venue/relay/relay_in_flight.hpp"

namespace unrip::venue {

std::optional<std::uint64_t> RelayInFlight::begin(Tick deadline, OnAnswer on_answer) {
    if (waiting_.size() >= at_most_) return std::nullopt;
    waiting_.emplace(++last_id_, Waiting{deadline, std::move(on_answer)});
    return last_id_;
}

std::optional<FrameProblem> RelayInFlight::settle(RelayAnswer answer) {
    const auto found = waiting_.find(answer.id);
    if (found == waiting_.end()) {
        const bool once_sent = answer.id != 0 && answer.id <= last_id_;
        return once_sent ? FrameProblem::answer_late : FrameProblem::answer_unknown;
    }
    // Taken out first: the callee may begin the next request.
    const auto on_answer = std::move(found->second.on_answer);
    waiting_.erase(found);
    on_answer(std::move(answer));
    return std::nullopt;
}

void RelayInFlight::forget(std::uint64_t id) {
    waiting_.erase(id);
}

void RelayInFlight::fail_all(const Failure& failure) {
    const auto waiting = std::exchange(waiting_, {});
    for (const auto& [id, request] : waiting) {
        request.on_answer(failure);
    }
}

std::size_t RelayInFlight::expire(Tick now) {
    std::vector<OnAnswer> overdue;
    for (auto at = waiting_.begin(); at != waiting_.end();) {
        if (at->second.deadline > now) {
            ++at;
            continue;
        }
        overdue.push_back(std::move(at->second.on_answer));
        at = waiting_.erase(at);
    }
    for (const auto& on_answer : overdue) {
        on_answer(fail(Error::Kind::timed_out, "the relay did not answer in time"));
    }
    return overdue.size();
}

}  // namespace unrip::venue
