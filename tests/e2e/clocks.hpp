#pragma once

#include "support/temporary_directory.hpp"

#include <chrono>
#include <map>
#include <string>

namespace unrip::test {

/// The wall clocks of processes, each of which a test can turn while its process runs. The steady
/// clock goes on as it is, as on a machine whose time is set.
class Clocks {
  public:
    /// With libfaketime of the distribution; $UNRIP_LIBFAKETIME names another place. Throws when it
    /// is not there.
    explicit Clocks(bool can_turn);

    /// What such a process needs in its environment.
    std::map<std::string, std::string> environment(const std::string& process) const;
    /// From now on ahead of the true time, or behind it. The process sees it within two seconds.
    void turn(const std::string& process, std::chrono::milliseconds ahead) const;

    static constexpr std::chrono::seconds kSeenWithin{2};

  private:
    std::string library_;  ///< Empty: clocks stay as they are.
    TemporaryDirectory directory_;
};

}  // namespace unrip::test
