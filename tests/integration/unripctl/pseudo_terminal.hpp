#pragma once

#include <sys/types.h>

#include <string>
#include <vector>

namespace unrip::test {

/// A program on a terminal of its own, as a person has it before him: what it draws, and keys.
class PseudoTerminal {
  public:
    PseudoTerminal(
        const std::vector<std::string>& command, unsigned short columns, unsigned short rows
    );
    PseudoTerminal(const PseudoTerminal&) = delete;
    PseudoTerminal& operator=(const PseudoTerminal&) = delete;
    ~PseudoTerminal();

    void press(char key) const;
    /// Looks for half a minute at most. False when it never shows this.
    bool comes_to_show(const std::string& text);
    /// All that was drawn so far, with its escapes.
    const std::string& drawn();
    /// Whether the terminal shows what is typed, as it does when nobody asked it not to.
    bool echoes() const;
    /// Waits until the program has ended; its exit code, -1 when it does not end.
    int await_exit();

  private:
    void read_for(int milliseconds);

    int master_ = -1;
    /// Held open, so that what was set can be looked at after the program has ended.
    int slave_ = -1;
    pid_t child_ = -1;
    std::string drawn_;
};

/// What a person sees of it, piece by piece: what stands between moves of the cursor.
std::vector<std::string> pieces_of(const std::string& drawn);

/// Whether it changes colour or weight.
bool has_colour(const std::string& drawn);

}  // namespace unrip::test
