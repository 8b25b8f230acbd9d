// The record of promises is said again when a term begins: whatever the bucket takes, the stream
// must take too, and NATS both.

#include "messages/catalog.hpp"
#include "messages/commitments.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <cstdint>
#include <fstream>
#include <iterator>
#include <string>

namespace unrip::messages {
namespace {

std::string deployed(const std::string& file) {
    std::ifstream stream{UNRIP_SOURCE_DIR "/deploy/nats/" + file};
    EXPECT_TRUE(stream.is_open()) << file;
    return {std::istreambuf_iterator<char>{stream}, {}};
}

std::size_t limit_of(const char* kind, const char* name, const char* limit) {
    const auto plan = nlohmann::json::parse(deployed("streams.json"));
    for (const auto& one : plan.at(kind)) {
        if (one.at("name") == name) return one.at(limit);
    }
    ADD_FAILURE() << name;
    return 0;
}

/// A batch of which every second slot is dead: no two that stand are neighbours.
SlotBatch fragmented(const std::string& name, std::uint32_t slots) {
    SlotBatch batch;
    batch.batch = name;
    batch.pair = "btc-eure";
    batch.size = slots;
    batch.seed = std::string(64, 'f');
    batch.salt = "252812b3";
    batch.nonce_deadline_ns = 1'800'000'000'000'000'000;
    batch.opened_at_ms = 1'800'000'000'000;
    batch.lane_open_quotes_max = 1;
    const AssetId btc = *AssetId::parse("nep141:btc.omft.near");
    const AssetId eure =
        *AssetId::parse("nep141:gnosis-0x420ca0f9b9b604ce0fd9c18ef134c705e5fa3430.omft.near");
    batch.caps = {{btc, Amount{10'000}}, {eure, Amount{5'000'000'000'000'000'000U}}};
    for (std::uint32_t first = 0; first < slots; first += 2)
        batch.standing.push_back({first, 1});
    return batch;
}

/// As much as the bucket takes.
Commitments largest_record(std::size_t bytes_max) {
    Commitments record;
    record.account_id = std::string(64, 'a');
    record.epoch = 1;
    record.holder = "strategy-engine-1";
    constexpr std::uint32_t batch_size = 1'000;
    while (encode_document(record).size() <= bytes_max) {
        const auto number = std::to_string(record.batches.size() + 1);
        record.batches.push_back(fragmented("30000000-" + number, batch_size));
    }
    record.batches.pop_back();
    return record;
}

TEST(RecordOfPromises, FitsIntoItsNoteHoweverFragmentedItIs) {
    const auto bucket = limit_of("buckets", "COMMITMENTS", "max_value_bytes");
    const auto stream = limit_of("streams", "TRADES", "max_message_bytes");
    const auto record = largest_record(bucket);
    ASSERT_GT(record.batches.size(), 10U) << "thousands of slots that are no neighbours";

    Envelope<Slots> note;
    note.id = MessageId{"slt-30000000-1"};
    note.source = "strategy-engine/" + record.holder;
    note.sent_at_ms = 1'800'000'000'000;
    note.body.account_id = record.account_id;
    note.body.is_record = true;
    note.body.opened = record.batches;
    for (const auto& cap : record.batches.front().caps)
        note.body.committed.push_back(cap);
    EXPECT_LE(encode(note).size(), stream);
    EXPECT_GT(encode_document(record).size() + 64'000, bucket) << "the record is near the limit";
}

TEST(RecordOfPromises, FitsThroughNatsWithItsHeaders) {
    EXPECT_NE(deployed("nats-server.conf").find("max_payload: 1MB"), std::string::npos);
    constexpr std::size_t megabyte = 1'048'576;
    constexpr std::size_t headers = 4'096;
    EXPECT_LE(limit_of("streams", "TRADES", "max_message_bytes") + headers, megabyte);
    EXPECT_LE(limit_of("buckets", "COMMITMENTS", "max_value_bytes") + headers, megabyte);
    EXPECT_LT(
        limit_of("buckets", "COMMITMENTS", "max_value_bytes") + 65'536,
        limit_of("streams", "TRADES", "max_message_bytes")
    ) << "room for what a note says beside the record";
}

}  // namespace
}  // namespace unrip::messages
