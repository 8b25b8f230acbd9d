#pragma once

#include "core/result.hpp"
#include "ledger_rows.hpp"
#include "store/session.hpp"

#include <string>
#include <vector>

namespace unrip::history_writer {

/// Reads the cells of a row one after the other into our words, and keeps the first mistake: what
/// PostgreSQL answers and we can't read is malformed, never a number.
class CellReader {
  public:
    explicit CellReader(const store::Cells& cells) : cells_{cells} {}

    std::string text();
    bool is_null() const { return at_ >= cells_.size() || !cells_[at_]; }
    void skip() { ++at_; }
    std::uint64_t whole();
    std::int64_t integer();
    Amount amount();
    i128 delta();
    Price price();
    AssetId asset();

    /// What was wrong, if anything was.
    Result<void> done() const;

  private:
    template <class T>
    T take(Result<T> (*parse)(std::string_view));

    const store::Cells& cells_;
    std::size_t at_ = 0;
    std::optional<Error> wrong_;
};

/// Rows of (asset, amount).
Result<std::vector<strategy::AssetAmount>> asset_amounts(const store::Rows& rows);

/// `{"a","b"}`: names of ours as PostgreSQL reads an array of text.
std::string text_array(const std::vector<std::string>& names);

}  // namespace unrip::history_writer
