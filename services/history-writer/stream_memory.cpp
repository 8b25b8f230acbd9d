#include "stream_memory.hpp"

#include "net/sleep.hpp"
#include "runtime/log.hpp"
#include "runtime/service.hpp"
#include "store/database.hpp"

#include <array>

namespace unrip::history_writer {
namespace {

constexpr Milliseconds kTryAgain{1'000};

/// Those that find their newest rows by an index, whatever they have grown to. Beside each row of
/// the others stands one of these: a decision beside a command, a result beside a signature.
constexpr std::array<const char*, 11> kTables{
    "swap_demand_events",
    "intent_inventory_snapshots",
    "venue_states",
    "portfolio_metrics_snapshots",
    "trade_decisions",
    "slot_events",
    "trade_execution_results",
    "trade_settlements",
    "liquidity_actions",
    "service_control_events",
    "alerts"};

/// The last by the clocks of those who said them; among so many is the last by that of nats-server.
constexpr auto kLastOnes = " order by sent_at desc limit 100)";

std::string question() {
    std::string all;
    for (const auto* table : kTables) {
        all += (all.empty() ? "" : " union all ") +
               std::string{"(select stream, stream_seq, received_at from "} + table +
               " where stream is not null and stream_seq is not null" + kLastOnes;
    }
    return "select distinct on (stream) stream, stream_seq,"
           " (extract(epoch from received_at) * 1000000)::bigint from (" +
           all + ") said order by stream, received_at desc, stream_seq desc";
}

StreamMemory memory_of(const store::Rows& rows) {
    StreamMemory memory;
    for (const auto& row : rows.cells) {
        const std::chrono::microseconds since{std::stoll(row.at(2).value())};
        memory[row.at(0).value()] = {std::stoull(row.at(1).value()), Instant{since}};
    }
    return memory;
}

}  // namespace

Task<StreamMemory> read_stream_memory(runtime::Service& service, store::Database& database) {
    while (true) {
        auto asked = question();
        const auto rows = co_await database.query(std::move(asked));
        if (rows) co_return memory_of(*rows);
        service.log().warn("stream_memory_unread", {{"why", rows.error().detail}});
        co_await net::sleep_for(kTryAgain);
    }
}

}  // namespace unrip::history_writer
