#include "faults/mischief.hpp"

#include <signal.h>

#include <algorithm>
#include <array>
#include <stdexcept>
#include <thread>

namespace unrip::test {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr std::array<const char*, 2> kTraders{"strategy-engine", "trade-executor"};
constexpr milliseconds kLookEvery{25};
constexpr milliseconds kLookAfterEvery{500};
constexpr std::chrono::seconds kComesBackWithin{90};
/// A process that is back still has to subscribe.
constexpr WallMs kHearsAgainAfter = 5'000;
/// What was commanded just before may be on its way still, and die with who was to hear it.
constexpr WallMs kUnderWay = 5'000;
/// A machine that lets somebody wait so long for its turn lets others wait too.
constexpr WallMs kStoodStill = 300;

/// A socket that seems open and is not is given up only after a while.
constexpr WallMs kDeafAfter = 30'000;

bool is_trader(const std::string& name) {
    return std::find(kTraders.begin(), kTraders.end(), name) != kTraders.end();
}

bool is_of_a_link(const Mishap& mishap) {
    return mishap.way == Way::cut || mishap.way == Way::stall || mishap.way == Way::delay;
}

/// What keeps a command from the executor's ears, whoever is at fault.
bool is_of_the_bus(const Mishap& mishap) {
    const bool is_bus = mishap.target.ends_with("nats-server");
    return is_bus &&
           (!is_of_a_link(mishap) || is_trader(mishap.target.substr(0, mishap.target.find(' '))));
}

/// By its own word; whoever does not answer says no.
bool says(const ServiceProcess& process, const char* pointer) {
    const auto state = nlohmann::json::parse(process.get("/state").body, nullptr, false);
    const nlohmann::json::json_pointer place{pointer};
    return !state.is_discarded() && state.contains(place) && state.at(place) == true;
}

}  // namespace

Mischief::Mischief(TradingHouse& house, const Clocks& clocks, Tell tell)
    : house_{house}, clocks_{clocks}, tell_{std::move(tell)} {
    for (auto* process : house.processes())
        victims_.emplace(process->name(), victim_of(*process));
    victims_["nats-server"] = {
        [this] { house_.nats.start(); },
        [this] { house_.nats.kill(); },
        [this] { house_.nats.stop(); },
        [this] { house_.nats.freeze(); },
        [this] { house_.nats.thaw(); }};
    victims_["postgresql"] = {
        [this] { house_.postgres.start(); },
        [this] { house_.postgres.kill_9(); },
        [this] { house_.postgres.stop(); },
        [this] { house_.postgres.freeze(); },
        [this] { house_.postgres.thaw(); }};
}

Mischief::Victim Mischief::victim_of(ServiceProcess& process) {
    return {
        [&process] {
            // As a supervisor does it: whoever has not ended by now is killed.
            if (process.is_running()) {
                process.kill_9();
            } else if (process.pid() > 0) {
                process.await_exit();
            }
            process.start();
        },
        [&process] { process.kill_9(); },
        [&process] { ::kill(process.pid(), SIGTERM); },
        [&process] { process.freeze(); },
        [&process] { process.thaw(); }};
}

ServiceProcess& Mischief::trader(const std::string& name) {
    return name == house_.strategy.name() ? house_.strategy : house_.executor;
}

void Mischief::carry_out(const std::vector<Mishap>& timetable) {
    struct Moment {
        milliseconds at;
        const Mishap* mishap;
        bool is_end;
    };
    std::vector<Moment> moments;
    for (const auto& mishap : timetable) {
        moments.push_back({mishap.at, &mishap, false});
        moments.push_back({mishap.at + mishap.lasts, &mishap, true});
    }
    std::stable_sort(moments.begin(), moments.end(), [](const Moment& left, const Moment& right) {
        return left.at < right.at;
    });
    const auto began = steady_clock::now();
    for (const auto& moment : moments) {
        wait_until(began + moment.at);
        moment.is_end ? end(*moment.mishap) : begin(*moment.mishap);
    }
    arm_all();
    for (const auto* process : house_.processes())
        process->await_ready();
}

void Mischief::wait_until(steady_clock::time_point moment) {
    while (steady_clock::now() < moment) {
        const auto before = wall_now();
        std::this_thread::sleep_for(kLookEvery);
        if (wall_now() - before > kStoodStill) note_standstill(before);
        if (steady_clock::now() < looked_after_ + kLookAfterEvery) continue;
        look_after();
        looked_after_ = steady_clock::now();
    }
}

void Mischief::arm_all() {
    const auto end = steady_clock::now() + kComesBackWithin;
    do {
        look_after();
        if (is_all_well()) return;
        std::this_thread::sleep_for(kLookAfterEvery);
    } while (steady_clock::now() < end);
    auto why = std::string{"not all is armed and on the bus:"};
    for (const auto* name : kTraders)
        why += std::string{" "} + name + (is_armed_[name] ? " is armed" : " " + refused_[name]);
    throw std::runtime_error{why};
}

void Mischief::begin(const Mishap& mishap) {
    tell_(to_text(mishap));
    note_begin(mishap);
    if (mishap.way == Way::venue) return order_at_venue(mishap);
    if (is_of_a_link(mishap)) return strike(house_.wiring.link(mishap.target), mishap);
    if (mishap.way == Way::clock) return clocks_.turn(mishap.target, mishap.ahead);
    is_left_alone_[mishap.target] = true;
    if (mishap.way == Way::disarm) {
        const auto answer = trader(mishap.target).post("/disarm", R"({"who":"mischief"})");
        is_armed_[mishap.target] = false;
        // Whoever is only just starting is off, and one that does not answer was not told.
        if (answer.status == 200) chronicle_.permitted[mishap.target].end(wall_now());
        return;
    }
    auto& victim = victims_.at(mishap.target);
    if (mishap.way == Way::pause) return victim.freeze();
    mishap.way == Way::kill ? victim.kill() : victim.stop();
    if (mishap.way == Way::kill) note_gone(mishap.target);
}

void Mischief::strike(Link& link, const Mishap& mishap) {
    if (mishap.way == Way::cut) return link.cut();
    if (mishap.way == Way::stall) return link.stall();
    link.delay(mishap.later);
}

void Mischief::end(const Mishap& mishap) {
    note_end(mishap);
    if (mishap.way == Way::venue) return;
    if (is_of_the_bus(mishap)) --troubles_of_the_bus_;
    if (is_of_a_link(mishap)) return house_.wiring.link(mishap.target).mend();
    if (mishap.way == Way::clock) return clocks_.turn(mishap.target, milliseconds{0});
    if (mishap.way != Way::disarm) {
        auto& victim = victims_.at(mishap.target);
        mishap.way == Way::pause ? victim.thaw() : victim.start();
    }
    // Whoever was asked to end has ended by now, and a new one is there.
    if (mishap.way == Way::stop) note_gone(mishap.target);
    is_left_alone_[mishap.target] = false;
}

void Mischief::note_begin(const Mishap& mishap) {
    began_[mishap.target] = wall_now();
    if (mishap.way == Way::kill) ++chronicle_.kills;
    if (mishap.way == Way::clock) chronicle_.turns[mishap.target].insert(mishap.ahead.count());
    if (mishap.way == Way::venue) {
        ++chronicle_.venue_troubles[mishap.order.at("what").get<std::string>()];
    } else {
        ++chronicle_.mishaps[std::string{to_text(mishap.way)} + " " + mishap.target];
    }
    if (is_of_the_bus(mishap)) {
        ++troubles_of_the_bus_;
        chronicle_.unheard_bus.begin(wall_now() - kUnderWay);
    }
    const bool ends = mishap.way == Way::kill || mishap.way == Way::stop;
    if (mishap.target == "trade-executor" && ends) {
        chronicle_.unheard_executor.begin(wall_now() - kUnderWay);
    }
}

/// Whose troubles can cost a word of the relay, and whose keep anyone from asking the chain
/// instead.
void Mischief::note_end(const Mishap& mishap) {
    const auto& who = mishap.target;
    const bool is_ways = who == "near-intents-ingest" || who == "nats-server" || who == "venue";
    const bool is_lookers = who == "trade-executor" || who == "nats-server" || who == "venue";
    const bool is_a_link = is_of_a_link(mishap);
    const auto from = began_[who];
    if (is_ways || is_a_link || is_trader(who)) chronicle_.deaf.add(from, wall_now() + kDeafAfter);
    if (is_lookers || is_a_link) chronicle_.hindered.add(from, wall_now() + kHearsAgainAfter);
}

void Mischief::note_gone(const std::string& name) {
    if (!is_trader(name)) return;
    chronicle_.permitted[name].end(wall_now());
    is_armed_[name] = false;
}

/// Whoever waited for the machine could neither hear the relay nor ask the chain.
void Mischief::note_standstill(WallMs since) {
    chronicle_.deaf.add(since, wall_now() + kDeafAfter);
    chronicle_.hindered.add(since, wall_now() + kHearsAgainAfter);
}

/// When both are on the bus again by their own word: how soon depends on the machine.
void Mischief::note_the_bus() {
    if (troubles_of_the_bus_ > 0 || !chronicle_.unheard_bus.is_open()) return;
    const bool is_back = std::all_of(kTraders.begin(), kTraders.end(), [this](const char* name) {
        return says(trader(name), "/streams/0/connected");
    });
    if (is_back) chronicle_.unheard_bus.end(wall_now() + kHearsAgainAfter);
}

/// When it holds the lease: until then it leaves commands to the one that was there before.
void Mischief::note_the_executor() {
    auto& unheard = chronicle_.unheard_executor;
    if (!is_armed_[house_.executor.name()] || !unheard.is_open()) return;
    if (says(house_.executor, "/detail/lease/is_active")) {
        unheard.end(wall_now() + kHearsAgainAfter);
    }
}

void Mischief::order_at_venue(const Mishap& mishap) {
    const auto answer = house_.venue.post("/faults", mishap.order.dump());
    if (answer.status >= 300) throw std::runtime_error{"POST /faults: " + answer.body};
}

/// Arms what may be armed and is not.
void Mischief::look_after() {
    for (const auto* name : kTraders)
        if (!is_left_alone_[name]) arm(name);
    const bool is_any_struck = std::any_of(kTraders.begin(), kTraders.end(), [this](auto* name) {
        return is_left_alone_[name];
    });
    if (is_any_struck) return;
    note_the_bus();
    note_the_executor();
}

void Mischief::arm(const std::string& name) {
    const auto asked = wall_now();
    const auto answer = trader(name).post("/arm", R"({"who":"mischief"})");
    if (wall_now() - asked > kStoodStill) note_standstill(asked);
    auto& permitted = chronicle_.permitted[name];
    const bool is_done = answer.status == 200;
    // Whoever does not answer may have heard it.
    if (is_done || answer.status == 0) permitted.begin(asked);
    if (!is_done && answer.status != 0 && !is_armed_[name]) permitted.end(wall_now());
    if (!is_done) refused_[name] = answer.status == 0 ? "does not answer" : answer.body;
    if (is_done) is_armed_[name] = true;
}

bool Mischief::is_all_well() const {
    return !chronicle_.unheard_bus.is_open() && !chronicle_.unheard_executor.is_open() &&
           std::all_of(kTraders.begin(), kTraders.end(), [this](const char* name) {
               const auto found = is_armed_.find(name);
               return found != is_armed_.end() && found->second;
           });
}

}  // namespace unrip::test
