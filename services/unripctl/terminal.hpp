#pragma once

#include <memory>
#include <optional>
#include <string>

namespace unrip::unripctl {

/// Whether the output goes to a person's terminal.
bool is_terminal();

/// The same, and it understands colour, and nobody asked for none (NO_COLOR).
bool has_colour();

/// Who is at the keyboard: what the login says, for the records.
std::string person();

struct Size {
    unsigned columns = 80;
    unsigned rows = 24;
};
Size terminal_size();

/// Keys one by one and not shown, while it lives. Nothing when the input is no terminal.
class Keyboard {
  public:
    Keyboard();
    Keyboard(const Keyboard&) = delete;
    Keyboard& operator=(const Keyboard&) = delete;
    ~Keyboard();

    /// A key that was pressed already; never waits.
    std::optional<char> pressed();

  private:
    struct Before;
    std::unique_ptr<Before> before_;
};

}  // namespace unrip::unripctl
