#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace unrip::policy {

/// What is wrong with a file, all of it: who mends a policy wants one list, not one at a time.
class Mistakes {
  public:
    void add(std::string sentence) { found_.push_back(std::move(sentence)); }
    /// "pairs[0].limits.notional_max is 5: must be base units in a string, above zero"
    void add(std::string_view path, std::string_view shown, std::string_view must);

    bool any() const { return !found_.empty(); }
    /// One on a line.
    std::string text() const;

  private:
    std::vector<std::string> found_;
};

}  // namespace unrip::policy
