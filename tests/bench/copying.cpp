#include "bench/copying.hpp"

#include <libpq-fe.h>

#include <map>
#include <stdexcept>

namespace unrip::bench {
namespace {

void append_cell(std::string& line, const store::Cell& cell) {
    if (!cell) {
        line += "\\N";
        return;
    }
    for (const char letter : *cell) {
        if (letter == '\\' || letter == '\t' || letter == '\n' || letter == '\r') line += '\\';
        line += letter;
    }
}

std::string statement_of(const store::Table& table) {
    std::string names;
    for (const auto& column : table.columns)
        names += (names.empty() ? "" : ", ") + column.name;
    return "copy " + table.name + " (" + names + ") from stdin";
}

}  // namespace

std::vector<CopyText> copy_texts(
    const std::vector<store::Table>& tables, const std::vector<store::Incoming>& batch
) {
    std::map<std::string, CopyText> texts;
    for (const auto& message : batch) {
        for (const auto& table : tables) {
            if (table.subject != message.subject) continue;
            const auto cells = table.row(message);
            if (!cells) throw std::runtime_error{cells.error().detail};
            auto& text = texts[table.name];
            if (text.statement.empty()) text.statement = statement_of(table);
            for (std::size_t at = 0; at < cells->size(); ++at) {
                if (at > 0) text.lines += '\t';
                append_cell(text.lines, (*cells)[at]);
            }
            text.lines += '\n';
        }
    }
    std::vector<CopyText> all;
    for (auto& [name, text] : texts)
        all.push_back(std::move(text));
    return all;
}

Copying::Copying(const std::string& url) : link_{PQconnectdb(url.c_str())} {
    if (PQstatus(link_) != CONNECTION_OK) throw std::runtime_error{PQerrorMessage(link_)};
}

Copying::~Copying() {
    PQfinish(link_);
}

void Copying::run(const char* sql) {
    auto* const answer = PQexec(link_, sql);
    const auto status = PQresultStatus(answer);
    PQclear(answer);
    if (status != PGRES_COMMAND_OK && status != PGRES_COPY_IN) {
        throw std::runtime_error{PQerrorMessage(link_)};
    }
}

void Copying::copy(const std::vector<CopyText>& texts) {
    run("begin");
    for (const auto& text : texts) {
        run(text.statement.c_str());
        PQputCopyData(link_, text.lines.data(), static_cast<int>(text.lines.size()));
        PQputCopyEnd(link_, nullptr);
        while (auto* const answer = PQgetResult(link_)) {
            const auto status = PQresultStatus(answer);
            PQclear(answer);
            if (status != PGRES_COMMAND_OK) throw std::runtime_error{PQerrorMessage(link_)};
        }
    }
    run("commit");
}

}  // namespace unrip::bench
