#include "runtime/arming.hpp"

#include <algorithm>
#include <utility>

namespace unrip::runtime {

Arming::Arming(StartsAs starts_as, const Clock& clock) : starts_as_{starts_as}, clock_{clock} {
    state_.armed = starts_as == StartsAs::armed;
    state_.who = "start";
    state_.why = "stands like this after every start";
    state_.since = clock.now();
}

std::string_view Arming::word(bool armed) const {
    if (starts_as_ == StartsAs::frozen) return armed ? "unfrozen" : "frozen";
    return armed ? "armed" : "disarmed";
}

bool Arming::ttl_passed() const {
    return until_ && (clock_.tick() >= *until_ || clock_.now() >= *until_by_the_wall_);
}

bool Arming::armed() const {
    return state_.armed && !ttl_passed();
}

Arming::State Arming::state() const {
    State now = state_;
    now.armed = armed();
    if (until_) {
        const Nanoseconds left =
            std::min<Nanoseconds>(*until_ - clock_.tick(), *until_by_the_wall_ - clock_.now());
        now.ttl_left =
            std::chrono::ceil<std::chrono::seconds>(std::max<Nanoseconds>(left, Nanoseconds{0}));
    }
    return now;
}

std::optional<ArmRefusal> Arming::arm(const ArmRequest& request) {
    expire();
    if (closed_) return ArmRefusal{"stopping", "The process is stopping and can't be armed."};
    for (const auto& guard : guards_) {
        auto refusal = guard();
        if (refusal && !(request.force && refusal->may_be_forced)) return refusal;
    }
    const bool changes = !state_.armed || request.ttl || until_;
    if (changes) move_to(true, request.who, request.why, &request);
    return std::nullopt;
}

void Arming::disarm(const ArmRequest& request) {
    expire();
    if (state_.armed) move_to(false, request.who, request.why, nullptr);
}

void Arming::disarm(std::string_view why) {
    expire();
    if (state_.armed) move_to(false, "self", std::string{why}, nullptr);
}

void Arming::expire() {
    if (state_.armed && ttl_passed()) move_to(false, "self", "the ttl has passed", nullptr);
}

void Arming::move_to(bool armed, std::string who, std::string why, const ArmRequest* request) {
    ControlChange change;
    change.what = "arming";
    change.who = who;
    change.why = why;
    change.before = word(state_.armed);
    change.after = word(armed);
    change.at = clock_.now();
    if (request != nullptr) change.ttl = request->ttl;

    state_.armed = armed;
    state_.who = std::move(who);
    state_.why = std::move(why);
    state_.since = change.at;
    state_.ttl = change.ttl;
    until_.reset();
    until_by_the_wall_.reset();
    if (change.ttl) {
        until_ = clock_.tick() + *change.ttl;
        until_by_the_wall_ = change.at + *change.ttl;
    }
    last_change_ = change;

    // A listener may register another one, or disarm: neither may upset this loop.
    const auto listeners = listeners_;
    for (const auto& listener : listeners)
        listener(change);
}

void Arming::guard(std::function<std::optional<ArmRefusal>()> guard) {
    guards_.push_back(std::move(guard));
}

void Arming::on_change(std::function<void(const ControlChange&)> listener) {
    listeners_.push_back(std::move(listener));
}

void Arming::close() {
    closed_ = true;
    state_.armed = false;
    until_.reset();
    guards_.clear();
    listeners_.clear();
}

}  // namespace unrip::runtime
