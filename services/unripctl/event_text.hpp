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
/// The same for a terminal of so many columns. What does not fit is cut, so that one thing is one
/// row; but where the end says why, it is broken between words into several.
std::vector<std::string> rows_of(const Line& line, std::size_t columns);
/// With the colour of its word.
std::string coloured(std::string_view word, const std::string& text);

}  // namespace unrip::unripctl
