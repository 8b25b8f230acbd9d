#pragma once

#include "net/task.hpp"
#include "ports.hpp"

#include <deque>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace unrip::unripctl {

class History;

/// Reads what happened out of the tables, in order, each thing once.
class Events {
  public:
    /// The last `count` of each kind; reading goes on behind them.
    Task<Result<std::vector<Json>>> begin(History& history, std::int64_t count);

    /// What came since.
    Task<Result<std::vector<Json>>> news(History& history);

    bool has_begun() const { return !cursors_.empty(); }

  private:
    std::vector<Json> taken(std::vector<Json> rows);

    std::map<std::string, std::string> cursors_;  ///< By kind: received up to here.
    std::set<std::string> known_;
    std::deque<std::string> known_in_order_;
};

}  // namespace unrip::unripctl
