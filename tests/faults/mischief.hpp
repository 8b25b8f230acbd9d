#pragma once

#include "e2e/clocks.hpp"
#include "e2e/trading_house.hpp"
#include "faults/chronicle.hpp"
#include "faults/timetable.hpp"

#include <chrono>
#include <functional>
#include <map>
#include <string>
#include <vector>

namespace unrip::test {

/// Carries out a timetable in a house that is open, and is the person who arms strategy and
/// executor again after whatever happened to them.
class Mischief {
  public:
    using Tell = std::function<void(const std::string&)>;

    /// The clocks are those that the processes of the house were given.
    Mischief(TradingHouse& house, const Clocks& clocks, Tell tell);

    /// Throws when somebody refuses.
    void arm_all();
    /// Everything on the timetable, until the last of it has ended and all is armed again. Throws
    /// when a process does not come back.
    void carry_out(const std::vector<Mishap>& timetable);

    const Chronicle& chronicle() const { return chronicle_; }

  private:
    void look_after();
    void arm(const std::string& name);
    void note_the_bus();
    void note_the_executor();
    void wait_until(std::chrono::steady_clock::time_point moment);
    bool is_all_well() const;

    struct Victim {
        std::function<void()> start;
        std::function<void()> kill;
        std::function<void()> stop;
        std::function<void()> freeze;
        std::function<void()> thaw;
    };
    Victim victim_of(ServiceProcess& process);

    void begin(const Mishap& mishap);
    static void strike(Link& link, const Mishap& mishap);
    void end(const Mishap& mishap);
    void note_begin(const Mishap& mishap);
    void order_at_venue(const Mishap& mishap);
    ServiceProcess& trader(const std::string& name);
    void note_end(const Mishap& mishap);
    void note_gone(const std::string& name);
    void note_standstill(WallMs since);

    TradingHouse& house_;
    const Clocks& clocks_;
    Tell tell_;
    std::map<std::string, Victim> victims_;
    std::map<std::string, bool> is_left_alone_;  ///< Away, standing still or off on purpose.
    std::map<std::string, WallMs> began_;        ///< By target.
    std::map<std::string, bool> is_armed_;
    std::map<std::string, std::string> refused_;  ///< Why arming was refused last.
    int troubles_of_the_bus_ = 0;
    std::chrono::steady_clock::time_point looked_after_;
    Chronicle chronicle_;
};

}  // namespace unrip::test
