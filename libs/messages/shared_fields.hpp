#pragma once

#include "messages/asset_amount.hpp"
#include "messages/block.hpp"
#include "messages/codec.hpp"
#include "messages/finding.hpp"
#include "messages/signed_intent.hpp"
#include "messages/slot_batch.hpp"
#include "messages/withheld.hpp"

// Internal to libs/messages: the fields of the structs that several messages share.

namespace unrip::messages {

void fields(auto& io, Like<AssetAmount> auto& amount) {
    io("asset", amount.asset);
    io("amount", amount.amount);
}

void fields(auto& io, Like<AssetDelta> auto& delta) {
    io("asset", delta.asset);
    io("delta", delta.delta);
}

void fields(auto& io, Like<Block> auto& block) {
    io("height", block.height);
    io("hash", block.hash);
    io("time_ns", block.time_ns);
}

void fields(auto& io, Like<Finding> auto& finding) {
    io("name", finding.name);
    io("value", finding.value);
    io("limit", finding.limit);
}

void fields(auto& io, Like<SignedIntent> auto& intent) {
    io("message", intent.message);
    io("nonce", intent.nonce);
    io("recipient", intent.recipient);
    io("public_key", intent.public_key);
    io("signature", intent.signature);
}

void fields(auto& io, Like<SlotRange> auto& range) {
    io("first", range.first);
    io("count", range.count);
}

void fields(auto& io, Like<SlotBatch> auto& batch) {
    io("batch", batch.batch);
    io("pair", batch.pair);
    io("mode", batch.mode);
    io("size", batch.size);
    io("seed", batch.seed);
    io("salt", batch.salt);
    io("nonce_deadline_ns", batch.nonce_deadline_ns);
    io("caps", batch.caps);
    io("lane_open_quotes_max", batch.lane_open_quotes_max);
    io("opened_at_ms", batch.opened_at_ms);
    io("standing", batch.standing);
}

void fields(auto& io, Like<Withheld> auto& withheld) {
    io("action_id", withheld.action_id);
    io("asset", withheld.asset);
    io("amount", withheld.amount);
}

}  // namespace unrip::messages
