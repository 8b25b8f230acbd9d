#pragma once

#include "store/table.hpp"

#include <string>
#include <vector>

struct pg_conn;

namespace unrip::bench {

/// The rows of a batch for one table, as COPY wants them: made before anything is timed.
struct CopyText {
    std::string statement;
    std::string lines;
};

std::vector<CopyText> copy_texts(
    const std::vector<store::Table>& tables, const std::vector<store::Incoming>& batch
);

/// A bare connection that can do nothing but COPY.
class Copying {
  public:
    explicit Copying(const std::string& url);
    ~Copying();
    Copying(const Copying&) = delete;
    Copying& operator=(const Copying&) = delete;

    /// One transaction.
    void copy(const std::vector<CopyText>& texts);

  private:
    void run(const char* sql);

    pg_conn* link_;
};

}  // namespace unrip::bench
