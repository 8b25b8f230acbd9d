#include "runtime/processes.hpp"

#include <algorithm>
#include <array>

namespace unrip::runtime {
namespace {

constexpr std::array kProcesses = {
    Process{
        "near-intents-ingest",
        "NEAR_INTENTS_INGEST_PORT",
        8081,
        StartsAs::armed,
        "it may publish what the relay says and hand signed answers to the relay's socket"},
    Process{
        "market-reference-ingest",
        "MARKET_REFERENCE_INGEST_PORT",
        8082,
        StartsAs::armed,
        "it may publish prices"},
    Process{
        "inventory-sync", "INVENTORY_SYNC_PORT", 8083, StartsAs::armed, "it may publish counts"},
    Process{
        "liquidity-manager",
        "LIQUIDITY_MANAGER_PORT",
        8084,
        StartsAs::frozen,
        "it may make and send withdrawals; revocations are sent frozen or not"},
    Process{
        "history-writer",
        "HISTORY_WRITER_PORT",
        8085,
        StartsAs::armed,
        "it may write to PostgreSQL and publish portfolio metrics"},
    Process{
        "strategy-engine",
        "STRATEGY_ENGINE_PORT",
        8086,
        StartsAs::disarmed,
        "it may publish commands; disarmed it still decides and records every decision"},
    Process{
        "trade-executor",
        "TRADE_EXECUTOR_PORT",
        8087,
        StartsAs::disarmed,
        "it may sign and send; a command that reaches it disarmed is recorded as refused"},
    Process{
        "venue-sandbox",
        "VENUE_SANDBOX_PORT",
        8090,
        StartsAs::armed,
        "it may answer as the simulated venue; it is no part of production"},
};

}  // namespace

std::span<const Process> processes() {
    return kProcesses;
}

const Process* find_process(std::string_view name) {
    const auto* found = std::find_if(kProcesses.begin(), kProcesses.end(), [&](const Process& one) {
        return one.name == name;
    });
    return found == kProcesses.end() ? nullptr : found;
}

}  // namespace unrip::runtime
