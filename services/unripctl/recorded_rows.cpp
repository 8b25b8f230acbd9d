#include "recorded_rows.hpp"

#include "record.hpp"

#include <optional>
#include <string_view>
#include <utility>

namespace unrip::unripctl {
namespace {

constexpr auto kNextRows = "fetch 2000 from record";

/// The rows of an open cursor.
class Reading {
  public:
    explicit Reading(store::Transaction& transaction) : transaction_{transaction} {}

    Result<std::optional<std::string_view>> next() {
        if (at_ == rows_.cells.size()) {
            auto rows = transaction_.run(kNextRows);
            if (!rows) return rows.failure();
            rows_ = std::move(*rows);
            at_ = 0;
        }
        if (rows_.cells.empty()) return std::optional<std::string_view>{};
        const auto& message = rows_.cells[at_++].front();
        return std::optional<std::string_view>{message ? *message : std::string_view{"{}"}};
    }

  private:
    store::Transaction& transaction_;
    store::Rows rows_;
    std::size_t at_ = 0;
};

}  // namespace

Result<replay::Report> replay_record(
    store::Session& session, Instant from, Instant to, const replay::Options& options
) {
    std::optional<Result<replay::Report>> report;
    const auto done = session.in_transaction([&](store::Transaction& transaction) -> Result<void> {
        const auto query = record_query(from, to, Extent::replayed);
        const auto declared = transaction.run("declare record no scroll cursor for " + query);
        if (!declared) return declared.failure();
        Reading reading{transaction};
        const replay::Source source = [&] { return reading.next(); };
        report.emplace(replay::run(source, options));
        return {};
    });
    if (report) return std::move(*report);
    return fail(done.error().kind, "PostgreSQL: " + done.error().detail);
}

}  // namespace unrip::unripctl
