#include "store/journal.hpp"

#include "core/check.hpp"
#include "store/batch_writer.hpp"

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
    check(messages.size() <= kBatchMax, "a batch larger than the journal takes");
    std::function<Result<BatchReport>(Transaction&)> work =
        [tables = tables_, messages = std::move(messages)](Transaction& transaction) {
            BatchWriter writer{transaction};
            return writer.write(sort_by_table(tables->by_subject, messages));
        };
    co_return co_await database_.in_transaction<BatchReport>(std::move(work));
}

}  // namespace unrip::store
