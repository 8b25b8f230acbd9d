#include "rubbish/settings_of_all.hpp"

#include "near/key_file.hpp"
#include "runtime/control_settings.hpp"
#include "runtime/processes.hpp"
#include "services/history-writer/settings.hpp"
#include "services/inventory-sync/settings.hpp"
#include "services/liquidity-manager/settings.hpp"
#include "services/market-reference-ingest/settings.hpp"
#include "services/migrate/settings.hpp"
#include "services/near-intents-ingest/settings.hpp"
#include "services/strategy-engine/settings.hpp"
#include "services/trade-executor/settings.hpp"
#include "services/venue-sandbox/settings.hpp"

namespace unrip::test {
namespace {

std::string in_tree(const std::string& path) {
    return std::string{UNRIP_SOURCE_DIR} + "/" + path;
}

template <class Settings>
std::function<void(runtime::Env&)> reads(const std::string& process) {
    return [process](runtime::Env& env) {
        if (const auto* known = runtime::find_process(process)) {
            runtime::read_control_settings(env, *known);
        }
        Settings::from(env);
        env.expect_no_mistakes();
    };
}

}  // namespace

std::vector<ReadsSettings> settings_of_all(const std::filesystem::path& directory) {
    const auto key = (directory / "key").string();
    if (!std::filesystem::exists(key)) (void)near::create_key_file(key);
    const std::string account = "maker.near";
    const runtime::Env::Values policy{
        {"UNRIP_POLICY_FILE", in_tree("deploy/policy/btc-eure.json")}};
    const auto with = [&policy](runtime::Env::Values more) {
        more.insert(policy.begin(), policy.end());
        return more;
    };
    const std::string database = "postgresql://unrip@127.0.0.1/unrip";
    return {
        {"near-intents-ingest",
         with({}),
         reads<near_intents_ingest::Settings>("near-intents-ingest")},
        {"market-reference-ingest",
         with({}),
         reads<market_reference_ingest::Settings>("market-reference-ingest")},
        {"inventory-sync",
         with({{"NEAR_INTENTS_ACCOUNT_ID", account}}),
         reads<inventory_sync::Settings>("inventory-sync")},
        {"liquidity-manager",
         with({{"NEAR_INTENTS_ACCOUNT_ID", account}, {"NEAR_ACCOUNT_PRIVATE_KEY_FILE", key}}),
         reads<liquidity_manager::Settings>("liquidity-manager")},
        {"history-writer",
         with({{"POSTGRES_URL", database}}),
         reads<history_writer::Settings>("history-writer")},
        {"strategy-engine",
         with({{"NEAR_INTENTS_ACCOUNT_ID", account}}),
         reads<strategy_engine::Settings>("strategy-engine")},
        {"trade-executor",
         with({{"NEAR_INTENTS_ACCOUNT_ID", account}, {"NEAR_INTENTS_SIGNER_PRIVATE_KEY_FILE", key}}
         ),
         reads<trade_executor::Settings>("trade-executor")},
        {"venue-sandbox",
         {{"VENUE_SANDBOX_SCENARIO_FILE", in_tree("deploy/sandbox/scenarios/calm.json")}},
         reads<sandbox::Settings>("venue-sandbox")},
        {"unrip-migrate", {{"POSTGRES_URL", database}}, reads<migrate::Settings>("unrip-migrate")},
    };
}

}  // namespace unrip::test
