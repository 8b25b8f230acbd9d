#pragma once

#include "e2e/trading_house.hpp"
#include "soak/growth.hpp"

#include <map>
#include <string>
#include <vector>

namespace unrip::test {

/// What each process of a house, its servers and the simulated venue hold over time.
class HouseWatch {
  public:
    explicit HouseWatch(const TradingHouse& house) : house_{house} {}

    void look(double at_seconds);

    /// One line: the anonymous memory of each, in MB.
    std::string last_look() const;

    struct Judged {
        std::vector<std::string> lines;  ///< A table for people.
        std::vector<std::string> wrong;  ///< Who of ours grew.
    };
    /// Of the samples since then, during which so many quotes a second were asked for.
    Judged judge(double since_seconds, double until_seconds, double quotes_per_second) const;

  private:
    struct Watched {
        bool is_ours = true;  ///< Servers and the venue are shown; ours are judged.
        std::vector<Holding> samples;
        double processor_seconds = 0;
    };
    void look_at(
        const std::string& name, bool is_ours, const std::vector<int>& processes, double at
    );

    const TradingHouse& house_;
    std::map<std::string, Watched> watched_;
};

}  // namespace unrip::test
