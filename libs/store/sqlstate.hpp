#pragma once

#include "core/result.hpp"

#include <string_view>

namespace unrip::store {

/// What a caller can do about a refusal of PostgreSQL, from its five-letter SQLSTATE.
///
/// `unavailable`: nothing was done and the same may work later (no memory, disk full, deadlock,
/// shutting down, a standby). `timed_out`: cancelled by statement_timeout. Everything else is
/// `refused`.
Error::Kind kind_of(std::string_view sqlstate);

/// True where the values of a row are what PostgreSQL objects to, so that other rows may pass:
/// out of range, not UTF-8, a violated check. False for a missing table or privilege, which would
/// stop every row.
bool blames_the_row(std::string_view sqlstate);

/// libpq tells why a connection was not made in words only. True where another try changes nothing
/// until a person does: wrong password, no such role or database.
bool connecting_is_hopeless(std::string_view message);

}  // namespace unrip::store
