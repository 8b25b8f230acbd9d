// A request for a quote, from the relay's socket to its row.

#include "integration/pipeline/house.hpp"

#include <gtest/gtest.h>

namespace unrip::test {
namespace {

constexpr auto kQuestion =
    R"({"jsonrpc":"2.0","method":"event","params":{"subscription":"subscription-1","data":{)"
    R"("quote_id":"q-1","defuse_asset_identifier_in":"nep141:gnosis-0x420ca0f9b9b604ce0fd9c18ef134c705e5fa3430.omft.near",)"
    R"("defuse_asset_identifier_out":"nep141:btc.omft.near",)"
    R"("exact_amount_in":"170141183460469231731687303715884105727","min_deadline_ms":60000},)"
    R"("metadata":{"partner_id":"1click"}}})";

TEST(Demand, ReachesItsRowToTheLastDigit) {
    House house;
    house.relay.ask_on_connect(kQuestion);
    house.open();
    EXPECT_TRUE(house.comes_to(
        "select quote_id, asset_out, exact_amount_in, min_deadline_ms, partner_id, instance "
        "from swap_demand_events",
        "q-1|nep141:btc.omft.near|170141183460469231731687303715884105727|60000|1click|ingest-1"
    )) << house.ask("select * from swap_demand_events")
       << house.ingest.log() << house.writer.log();
}

TEST(Demand, HasADayOfItsOwnForAWeekAhead) {
    House house;
    house.open();
    EXPECT_TRUE(house.comes_to(
        "select count(*) >= 7 from pg_inherits join pg_class on oid = inhrelid "
        "where inhparent = 'swap_demand_events'::regclass "
        "and relname > 'swap_demand_events_' || to_char(now(), 'YYYYMMDD')",
        "t"
    )) << house.ask("select relname from pg_class where relname like 'swap_demand_events%'");
}

TEST(Demand, AndSettlementsAreNotPassedOnWhileDisarmedAndHeardAgainAfterwards) {
    House house;
    house.open();
    EXPECT_EQ(house.ingest.post("/disarm").status, 200);
    house.relay.add_statuses(1);
    EXPECT_TRUE(house.ingest.comes_to_say("/metrics", "unrip_relay_statuses_total 1"));
    EXPECT_EQ(house.relay.acknowledged(), 0U);
    EXPECT_EQ(house.ask("select count(*) from quote_status_events"), "0");

    EXPECT_EQ(house.ingest.post("/arm").status, 200);
    EXPECT_TRUE(house.comes_to("select count(*) from quote_status_events", "1"))
        << house.ingest.log();
}

}  // namespace
}  // namespace unrip::test
