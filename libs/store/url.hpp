#pragma once

#include "core/result.hpp"
#include "core/time.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace unrip::store {

/// Where the database is, and the secrets in that text:
/// `postgresql://user:password@host:5432/unrip?sslmode=verify-full`.
class ConnectionUrl {
  public:
    /// Refuses what libpq would read differently from what was meant (a password that is not
    /// percent-encoded), without repeating any of it.
    static Result<ConnectionUrl> parse(std::string_view url);

    /// What libpq is given: the same, bounded in connecting and in noticing that the peer is gone.
    std::string for_libpq(std::string_view application_name, Milliseconds connect_timeout) const;

    /// The text with every secret of this URL replaced by `***`.
    std::string scrub(std::string text) const;

  private:
    std::string url_;
    std::vector<std::string> secrets_;
};

}  // namespace unrip::store
