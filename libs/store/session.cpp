#include "store/session.hpp"

#include "store/copy_text.hpp"
#include "store/libpqxx.hpp"
#include "store/sqlstate.hpp"

#include <algorithm>
#include <unordered_map>

namespace unrip::store {
namespace {

#if UNRIP_PQXX_SINCE(7, 0)
pqxx::params to_pqxx(const Cells& cells) {
    pqxx::params params;
    params.reserve(cells.size());
    for (const auto& cell : cells) {
        if (cell) {
            params.append(*cell);
        } else {
            params.append();
        }
    }
    return params;
}
#else
// libpqxx 6 has no traits for our std::optional here: a null pointer is its NULL.
std::vector<const char*> pointers_to(const Cells& cells) {
    std::vector<const char*> pointers;
    pointers.reserve(cells.size());
    for (const auto& cell : cells)
        pointers.push_back(cell ? cell->c_str() : nullptr);
    return pointers;
}
#endif

pqxx::result execute(pqxx::work& work, const std::string& sql, const Cells& parameters) {
    if (parameters.empty()) return work.exec(sql);
#if UNRIP_PQXX_SINCE(7, 10)
    return work.exec(sql, to_pqxx(parameters));
#elif UNRIP_PQXX_SINCE(7, 0)
    return work.exec_params(sql, to_pqxx(parameters));
#else
    return work.exec_params(sql, pqxx::prepare::make_dynamic_params(pointers_to(parameters)));
#endif
}

pqxx::result execute_prepared(pqxx::work& work, const std::string& name, const Cells& parameters) {
#if UNRIP_PQXX_SINCE(7, 10)
    return work.exec(pqxx::prepped{name}, to_pqxx(parameters));
#elif UNRIP_PQXX_SINCE(7, 0)
    return work.exec_prepared(name, to_pqxx(parameters));
#else
    return work.exec_prepared(name, pqxx::prepare::make_dynamic_params(pointers_to(parameters)));
#endif
}

#if UNRIP_PQXX_SINCE(7, 0)
/// Its stream takes cells alone.
void copy_into(
    pqxx::work& work,
    const std::string& table,
    const std::vector<std::string>& columns,
    const Transaction::NextLines& next
) {
    std::string names;
    for (const auto& column : columns)
        names += (names.empty() ? "" : ", ") + column;
    auto stream = pqxx::stream_to::raw_table(work, table, names);
    for (std::string lines; next(lines);) {
        std::string_view left = lines;
        while (true) {
            const auto end = std::min(left.find('\n'), left.size());
            stream.write_row(cells_of_copy_line(left.substr(0, end)));
            if (end == left.size()) break;
            left.remove_prefix(end + 1);
        }
    }
    stream.complete();
}
#else
/// The stream_to of version 6 takes tuples alone; this is older and takes lines.
void copy_into(
    pqxx::work& work,
    const std::string& table,
    const std::vector<std::string>& columns,
    const Transaction::NextLines& next
) {
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wdeprecated-declarations"
    pqxx::tablewriter writer{work, table, columns.begin(), columns.end()};
#pragma GCC diagnostic pop
    for (std::string lines; next(lines);)
        writer.write_raw_line(lines);
    writer.complete();
}
#endif

/// libpqxx 6 forgets the code of one refusal.
std::string sqlstate_of(const pqxx::sql_error& refusal) {
    if (!refusal.sqlstate().empty()) return refusal.sqlstate();
    return dynamic_cast<const pqxx::insufficient_privilege*>(&refusal) == nullptr ? "" : "42501";
}

Rows to_rows(const pqxx::result& result) {
    Rows rows;
    rows.affected = static_cast<std::size_t>(result.affected_rows());
    rows.cells.reserve(static_cast<std::size_t>(result.size()));
    for (const auto& row : result) {
        Cells& cells = rows.cells.emplace_back();
        for (const auto& field : row) {
            cells.push_back(
                field.is_null() ? Cell{} : Cell{std::string{field.c_str(), field.size()}}
            );
        }
    }
    return rows;
}

}  // namespace

struct Session::Connection {
    explicit Connection(const std::string& text) : link{text} {}

    pqxx::connection link;
    std::unordered_map<std::string, std::string>
        prepared;  ///< SQL text -> name on this connection.
#if !UNRIP_PQXX_SINCE(7, 10)
    pqxx::quiet_errorhandler quiet{link};  ///< Else notices go to stderr, past the log.
#endif
};

struct Transaction::Parts {
    pqxx::work& work;
    std::unordered_map<std::string, std::string>& prepared;
    pqxx::connection& link;
    const ConnectionUrl& url;
    std::string sqlstate;

    /// The one place where libpqxx's exceptions become an Error.
    template <class Statement>
    Result<Rows> guarded(const Statement& statement) {
        try {
            return statement();
        } catch (const pqxx::broken_connection& broken) {
            return fail(Error::Kind::unavailable, url.scrub(one_line(broken.what())));
        } catch (const pqxx::transaction_rollback& rollback) {
            return fail(Error::Kind::unavailable, url.scrub(one_line(rollback.what())));
        } catch (const pqxx::sql_error& refusal) {
            // A server that dies says 57P0x first; then the connection is what matters.
            if (!link.is_open())
                return fail(Error::Kind::unavailable, url.scrub(one_line(refusal.what())));
            sqlstate = sqlstate_of(refusal);
            return fail(kind_of(sqlstate), sqlstate + ": " + url.scrub(one_line(refusal.what())));
        } catch (const std::exception& error) {
            return fail(
                link.is_open() ? Error::Kind::refused : Error::Kind::unavailable,
                url.scrub(one_line(error.what()))
            );
        }
    }
};

Result<Rows> Transaction::run(const std::string& sql, const Cells& parameters) {
    return parts_.guarded([&] { return to_rows(execute(parts_.work, sql, parameters)); });
}

Result<Rows> Transaction::run_prepared(const std::string& sql, const Cells& parameters) {
    return parts_.guarded([&] {
        auto known = parts_.prepared.find(sql);
        if (known == parts_.prepared.end()) {
            const auto name = "unrip_" + std::to_string(parts_.prepared.size());
            parts_.link.prepare(name, sql);
            known = parts_.prepared.emplace(sql, name).first;
        }
        return to_rows(execute_prepared(parts_.work, known->second, parameters));
    });
}

Result<void> Transaction::copy(
    const std::string& table, const std::vector<std::string>& columns, const NextLines& next
) {
    const auto copied = parts_.guarded([&] {
        copy_into(parts_.work, table, columns, next);
        return Rows{};
    });
    return copied ? Result<void>{} : Result<void>{copied.failure()};
}

const std::string& Transaction::sqlstate() const {
    return parts_.sqlstate;
}

Session::Session(Settings settings) : settings_{std::move(settings)} {}
Session::~Session() = default;

Result<void> Session::open() {
    connection_.reset();
    try {
        auto fresh = std::make_unique<Connection>(
            settings_.url.for_libpq(settings_.application_name, settings_.connect_timeout)
        );
#if UNRIP_PQXX_SINCE(7, 10)
        fresh->link.set_notice_handler([](pqxx::zview) noexcept {});
#elif !UNRIP_PQXX_SINCE(7, 0)
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wdeprecated-declarations"
        fresh->link.inhibit_reactivation(true);
#pragma GCC diagnostic pop
#endif
        pqxx::work work{fresh->link};
        work.exec(
            "set client_min_messages = warning; set time zone 'UTC'; set statement_timeout = " +
            std::to_string(settings_.statement_timeout.count())
        );
        work.commit();
        connection_ = std::move(fresh);
        return {};
    } catch (const std::exception& error) {
        const auto message = settings_.url.scrub(one_line(error.what()));
        const bool hopeless = connecting_is_hopeless(message);
        return fail(hopeless ? Error::Kind::refused : Error::Kind::unavailable, message);
    }
}

void Session::close() noexcept {
    connection_.reset();
}

bool Session::is_open() const noexcept {
    return connection_ && connection_->link.is_open();
}

int Session::socket() const noexcept {
    return is_open() ? connection_->link.sock() : -1;
}

Result<void> Session::in_transaction(const Work& work) {
    if (!is_open()) return fail(Error::Kind::unavailable, "there is no connection to the database");
    auto broken_kind = Error::Kind::unavailable;
    try {
        pqxx::work transaction{connection_->link};
        Transaction::Parts parts{
            transaction, connection_->prepared, connection_->link, settings_.url, {}};
        Transaction handle{parts};
        auto done = work(handle);
        if (!done) {
            transaction.abort();
            return done;
        }
        broken_kind = Error::Kind::timed_out;  // From here on nobody knows until it answers.
        transaction.commit();
        return {};
    } catch (const pqxx::sql_error& refusal) {
        // A constraint deferred to the commit: the server answered, so the outcome is known.
        const auto message = settings_.url.scrub(one_line(refusal.what()));
        if (!is_open()) return fail(broken_kind, message);
        const auto sqlstate = sqlstate_of(refusal);
        return fail(kind_of(sqlstate), sqlstate + ": " + message);
    } catch (const std::exception& error) {
        const auto message = settings_.url.scrub(one_line(error.what()));
        return fail(broken_kind, message);
    }
}

}  // namespace unrip::store
