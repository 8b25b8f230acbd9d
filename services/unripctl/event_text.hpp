#pragma once

#include "ports.hpp"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace unrip::unripctl {

/// One line of the watch. `word` says what kind it is, for colour and for hiding.
struct Line {
    std::string at;
    std::string word;
    std::string text;
};

/// Turns events into lines. It remembers the last count, since only a change of it is news.
class Narrator {
  public:
    std::vector<Line> tell(const Json& event);

  private:
    std::vector<Line> decision(const Json& event) const;
    std::vector<Line> count(const Json& event);

    std::map<std::string, std::string> held_;
};

/// "14:02:29.114  sent      accepted by the relay in 0.41 ms"
std::string plain(const Line& line);
/// The same with colour for a terminal, cut to its width.
std::string coloured(const Line& line, std::size_t columns);
/// What is said of an alert and its fix, broken between words into lines of so many columns. Any
/// other line as it is, to be cut: one thing, one line.
std::vector<Line> fitted(const Line& line, std::size_t columns);

}  // namespace unrip::unripctl
