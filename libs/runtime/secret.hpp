#pragma once

#include "core/result.hpp"

#include <cstddef>
#include <iosfwd>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

namespace unrip::runtime {

/// A text that nobody gets to see: in locked memory between guard pages, unreadable except while it
/// is used, wiped at the end. It can't be copied and can't be printed.
class Secret {
  public:
    /// Takes the text over: the string it came in is wiped.
    static Secret taken_from(std::string&& text);

    /// What a file holds, without the line end. The file must be a regular one that only its owner
    /// may read (or root's, readable through a group of ours, as Kubernetes mounts secrets), and
    /// not empty.
    static Result<Secret> from_file(const std::string& path);

    Secret(Secret&&) noexcept = default;
    Secret& operator=(Secret&&) noexcept = default;
    ~Secret() = default;

    /// Makes the text readable while `use` runs. Nothing of it may be kept; the result of `use` is
    /// handed on.
    template <class Use>
    auto with(Use&& use) const {
        const Readable text{*this};
        return std::forward<Use>(use)(text.view());
    }

    /// Compares in a time that does not depend on where the texts differ.
    bool equals(std::string_view other) const;

    friend std::ostream& operator<<(std::ostream&, const Secret&) = delete;

  private:
    struct Wipe {
        void operator()(char* memory) const;
    };
    class Readable {
      public:
        explicit Readable(const Secret& secret);
        Readable(const Readable&) = delete;
        Readable& operator=(const Readable&) = delete;
        ~Readable();
        std::string_view view() const;

      private:
        const Secret& secret_;
    };

    explicit Secret(std::string_view text);

    std::unique_ptr<char, Wipe> memory_;
    std::size_t size_ = 0;
    mutable int readers_ = 0;
};

/// "***", whatever it holds.
std::string to_text(const Secret& secret);

/// For processes that hold keys: no core dumps, and no other process of the same user may look into
/// this one's memory.
Result<void> protect_secrets();

}  // namespace unrip::runtime
