#include "venue/relay/relay_in_flight.hpp"

namespace unrip::venue {

std::optional<std::uint64_t> RelayInFlight::begin(OnAnswer on_answer) {
    if (waiting_.size() >= at_most_) return std::nullopt;
    waiting_.emplace(++last_id_, std::move(on_answer));
    return last_id_;
}

std::optional<FrameProblem> RelayInFlight::settle(RelayAnswer answer) {
    const auto found = waiting_.find(answer.id);
    if (found == waiting_.end()) {
        const bool once_sent = answer.id != 0 && answer.id <= last_id_;
        return once_sent ? FrameProblem::answer_late : FrameProblem::answer_unknown;
    }
    // Taken out first: the callee may begin the next request.
    const auto on_answer = std::move(found->second);
    waiting_.erase(found);
    on_answer(std::move(answer));
    return std::nullopt;
}

void RelayInFlight::forget(std::uint64_t id) {
    waiting_.erase(id);
}

void RelayInFlight::fail_all(const Failure& failure) {
    const auto waiting = std::exchange(waiting_, {});
    for (const auto& [id, on_answer] : waiting) {
        on_answer(failure);
    }
}

}  // namespace unrip::venue
