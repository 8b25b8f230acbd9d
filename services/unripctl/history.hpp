#pragma once

#include "net/task.hpp"
#include "ports.hpp"
#include "store/database.hpp"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace unrip::unripctl {

/// PostgreSQL, where POSTGRES_URL names one. Reads only.
class History {
  public:
    History(const boost::asio::any_io_executor& executor, runtime::Env& env);

    bool is_configured() const { return settings_.has_value(); }
    const store::DatabaseSettings& settings() const { return *settings_; }

    /// The rows of a query that selects one column of JSON.
    Task<Result<std::vector<Json>>> rows(std::string sql, store::Cells parameters);
    Task<Result<std::vector<Json>>> rows(std::string sql);
    /// The cells as PostgreSQL writes them.
    Task<Result<store::Rows>> raw(std::string sql, store::Cells parameters);

  private:
    boost::asio::any_io_executor executor_;
    std::optional<store::DatabaseSettings> settings_;
    std::unique_ptr<store::Database> database_;  ///< Made at first use.
};

}  // namespace unrip::unripctl
