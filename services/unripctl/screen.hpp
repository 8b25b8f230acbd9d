#pragma once

#include "event_text.hpp"

#include <iosfwd>
#include <string>
#include <vector>

namespace unrip::unripctl {

/// Where the watch writes: line after line, or on a terminal below a head that stands still.
class Screen {
  public:
    Screen(std::ostream& out, bool is_terminal, bool has_colour);
    Screen(const Screen&) = delete;
    Screen& operator=(const Screen&) = delete;
    /// Gives the terminal back as it was.
    ~Screen();

    void head(const std::vector<std::string>& lines);
    void line(const Line& line);
    void flush();

  private:
    void divide(std::size_t head_rows);

    std::ostream& out_;
    bool is_terminal_;
    bool has_colour_;
    std::size_t head_rows_ = 0;
    unsigned rows_ = 0;
};

}  // namespace unrip::unripctl
