#include "screen.hpp"

#include "figures.hpp"
#include "terminal.hpp"

#include <ostream>

namespace unrip::unripctl {
namespace {

// What terminals have understood for forty years.
constexpr auto kClear = "\x1b[2J\x1b[H";
constexpr auto kSave =
    "\x1b"
    "7";
constexpr auto kBack =
    "\x1b"
    "8";
constexpr auto kRestOfLine = "\x1b[K";
constexpr auto kWholeScreen = "\x1b[r";
constexpr auto kBold = "\x1b[1m";
constexpr auto kPlain = "\x1b[0m";

}  // namespace

Screen::Screen(std::ostream& out, bool is_terminal, bool has_colour)
    : out_{out}, is_terminal_{is_terminal}, has_colour_{has_colour} {}

Screen::~Screen() {
    if (!is_terminal_ || head_rows_ == 0) return;
    out_ << kWholeScreen << "\x1b[" << rows_ << ";1H\n" << std::flush;
}

void Screen::divide(std::size_t head_rows) {
    const auto size = terminal_size();
    if (head_rows == head_rows_ && size.rows == rows_) return;
    head_rows_ = head_rows;
    rows_ = size.rows;
    // Below the head everything scrolls; new lines come in at the bottom.
    out_ << kWholeScreen << kClear << "\x1b[" << head_rows + 1 << ';' << rows_ << 'r' << "\x1b["
         << rows_ << ";1H";
}

void Screen::head(const std::vector<std::string>& lines) {
    if (!is_terminal_) {
        for (const auto& line : lines)
            out_ << line << '\n';
        return;
    }
    const auto size = terminal_size();
    divide(lines.size() + 1);
    out_ << kSave;
    for (std::size_t row = 0; row < lines.size(); ++row) {
        const bool is_first = row == 0 && has_colour_;
        out_ << "\x1b[" << row + 1 << ";1H" << (is_first ? kBold : "")
             << cut(lines[row], size.columns) << (is_first ? kPlain : "") << kRestOfLine;
    }
    std::string rule;
    for (unsigned column = 0; column < size.columns; ++column)
        rule += "─";
    out_ << "\x1b[" << lines.size() + 1 << ";1H" << rule << kBack;
}

void Screen::line(const Line& line) {
    if (!is_terminal_) {
        out_ << plain(line) << '\n';
        return;
    }
    const auto columns = terminal_size().columns;
    for (const auto& row : rows_of(line, columns))
        out_ << '\n' << (has_colour_ ? coloured(line.word, row) : row);
}

void Screen::flush() {
    out_ << std::flush;
}

}  // namespace unrip::unripctl
