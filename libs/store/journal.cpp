#include "store/journal.hpp"

#include "core/check.hpp"
#include "store/batch_writer.hpp"
#include "store/quick_writer.hpp"
#include "store/sqlstate.hpp"

#include <functional>
#include <utility>

namespace unrip::store {

struct Journal::Tables {
    std::vector<Table> all;
    TablesBySubject by_subject;
};

std::size_t BatchReport::inserted() const {
    std::size_t sum = 0;
    for (const auto& [name, counts] : tables)
        sum += counts.inserted;
    return sum;
}

std::size_t BatchReport::duplicates() const {
    std::size_t sum = 0;
    for (const auto& [name, counts] : tables)
        sum += counts.duplicates;
    return sum;
}

Journal::Journal(Database& database, std::vector<Table> tables) : database_{database} {
    auto kept = std::make_shared<Tables>();
    kept->all = std::move(tables);
    for (const auto& table : kept->all) {
        const bool fresh = kept->by_subject.emplace(table.subject, &table).second;
        check(fresh, "two tables for one subject");
    }
    tables_ = std::move(kept);
}

Task<Result<BatchReport>> Journal::append(std::vector<Incoming> messages) {
    auto shared = std::make_shared<const std::vector<Incoming>>(std::move(messages));
    co_return co_await append(std::move(shared));
}

Task<Result<BatchReport>> Journal::append(std::shared_ptr<const std::vector<Incoming>> messages) {
    check(messages->size() <= kBatchMax, "a batch larger than the journal takes");
    using Work = std::function<Result<BatchReport>(Transaction&)>;
    // A row that was blamed undoes the whole, so nothing of the first attempt is left.
    const auto blamed = std::make_shared<bool>(false);
    Work quick = [tables = tables_, messages, blamed](Transaction& transaction) {
        QuickWriter writer{transaction, tables->by_subject};
        auto report = writer.write(*messages);
        *blamed = !report && report.error().kind == Error::Kind::refused &&
                  blames_the_row(transaction.sqlstate());
        return report;
    };
    auto report = co_await database_.in_transaction<BatchReport>(std::move(quick));
    if (report || !*blamed) co_return report;
    Work careful = [tables = tables_, messages](Transaction& transaction) {
        BatchWriter writer{transaction};
        return writer.write(sort_by_table(tables->by_subject, *messages));
    };
    co_return co_await database_.in_transaction<BatchReport>(std::move(careful));
}

}  // namespace unrip::store
