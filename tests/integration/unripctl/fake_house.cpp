#include "integration/unripctl/fake_house.hpp"

#include "store/journal.hpp"
#include "store/migrations.hpp"
#include "store/tables/tables.hpp"

#include <stdexcept>

namespace unrip::test {
namespace {

const std::map<std::string, std::string>& port_variables() {
    static const std::map<std::string, std::string> variables{
        {"near-intents-ingest", "NEAR_INTENTS_INGEST_PORT"},
        {"market-reference-ingest", "MARKET_REFERENCE_INGEST_PORT"},
        {"inventory-sync", "INVENTORY_SYNC_PORT"},
        {"liquidity-manager", "LIQUIDITY_MANAGER_PORT"},
        {"history-writer", "HISTORY_WRITER_PORT"},
        {"strategy-engine", "STRATEGY_ENGINE_PORT"},
        {"trade-executor", "TRADE_EXECUTOR_PORT"},
    };
    return variables;
}

std::string migrated() {
    static const bool made = [] {
        boost::asio::io_context loop;
        store::DatabaseSettings settings;
        settings.url = store::shared_server().create_database("migrated");
        store::Database database{loop.get_executor(), settings};
        auto files = store::read_migrations(std::string{UNRIP_SOURCE_DIR} + "/migrations");
        auto work = store::migrate(database, std::move(*files), std::chrono::minutes{1});
        const auto done = store::run_in(loop, std::move(work));
        if (!done) throw std::runtime_error{done.error().detail};
        return true;
    }();
    return made ? "migrated" : "";
}

}  // namespace

FakePort::FakePort() : server_{[this](ScriptedPeer& peer) { serve(peer); }} {}

void FakePort::answer(const std::string& what, int status, const std::string& body) {
    const std::lock_guard lock{guard_};
    answers_[what] = {status, body};
}

std::vector<FakePort::Asked> FakePort::asked() const {
    const std::lock_guard lock{guard_};
    return asked_;
}

void FakePort::serve(ScriptedPeer& peer) {
    while (true) {
        const auto head = peer.read_head();
        if (head.empty()) return;
        const auto what = head.substr(0, head.find(' ', head.find(' ') + 1));
        std::string body;
        const auto length = head.find("Content-Length: ");
        if (length != std::string::npos)
            body = peer.read_exactly(std::stoul(head.substr(length + 16)));
        Answer answer{404, R"({"error":{"code":"not_found","message":"no such path"}})"};
        {
            const std::lock_guard lock{guard_};
            asked_.push_back({what, head, body});
            const auto found = answers_.find(what);
            if (found != answers_.end()) answer = found->second;
        }
        peer.write(
            "HTTP/1.1 " + std::to_string(answer.status) +
            " X\r\nContent-Type: application/json\r\n" +
            "Content-Length: " + std::to_string(answer.body.size()) + "\r\n\r\n" + answer.body
        );
    }
}

std::string well(bool is_armed) {
    return std::string{R"({"armed":)"} + (is_armed ? "true" : "false") +
           R"(,"arming":{"who":"ops","since":"2026-11-20T10:00:00.000Z"},"policy_hash":"3f9c1a00",)"
           R"("health":{"status":"ok","checks":[{"name":"relay","status":"ok","sentence":"last frame",)"
           R"("age_ms":400}]},"detail":{}})";
}

FakeHouse::FakeHouse() {
    for (const auto& [service, variable] : port_variables()) {
        auto port = std::make_unique<FakePort>();
        environment_[variable] = std::to_string(port->port());
        ports_.emplace(service, std::move(port));
    }
    environment_["USER"] = "ops";
}

void FakeHouse::all_answer_state() {
    for (const auto& [service, port] : ports_)
        port->answer("GET /state", 200, well(service == "strategy-engine"));
}

PostgresServer& FakeHouse::postgres() {
    return store::shared_server();
}

void FakeHouse::have_history() {
    static int count = 0;
    database_ = "house_" + std::to_string(++count);
    environment_["POSTGRES_URL"] = postgres().create_database(database_, migrated());
}

void FakeHouse::write(const std::vector<Said>& story) {
    boost::asio::io_context loop;
    store::DatabaseSettings settings;
    settings.url = postgres().url(database_);
    store::Database database{loop.get_executor(), settings};
    const auto ready = store::run_in(loop, database.ready(std::chrono::seconds{30}));
    if (!ready) throw std::runtime_error{ready.error().detail};
    store::Journal journal{database, store::history_tables()};
    const SystemClock clock;
    std::vector<store::Incoming> rows;
    for (const auto& said : story)
        rows.push_back({said.subject, said.payload, "TRADES", ++written_, clock.now()});
    const auto report = store::run_in(loop, journal.append(std::move(rows)));
    if (!report) throw std::runtime_error{report.error().detail};
    if (!report->dead_details.empty()) throw std::runtime_error{report->dead_details.front()};
}

std::vector<std::string> FakeHouse::command(const std::vector<std::string>& words) {
    auto line = in_environment(environment_, std::string{UNRIP_BIN_DIR} + "/unripctl");
    line.insert(line.end(), words.begin(), words.end());
    return line;
}

Finished FakeHouse::ctl(const std::vector<std::string>& words, const std::string& input) {
    return run_child(command(words), input, RunAs{});
}

}  // namespace unrip::test
