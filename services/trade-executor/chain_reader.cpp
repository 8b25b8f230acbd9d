#include "chain_reader.hpp"

namespace unrip::trade_executor {

Task<Result<messages::Block>> ChainReader::block(std::string hash) {
    const auto header = co_await rpc_.block(near::BlockRef::hash(hash));
    if (!header) co_return near::to_failure(header.error());
    messages::Block block;
    block.height = header->height;
    block.hash = header->hash;
    block.time_ns = to_unix_ns(header->time);
    co_return block;
}

Task<Result<ChainReader::Word>> ChainReader::transaction(
    QuoteHash hash, std::string tx_hash, near::Nonce nonce
) {
    // Nodes look a transaction up by its hash; the sender only tells them in which shard.
    const auto sender = verifier_.contract();
    const auto outcome =
        co_await rpc_.transaction(tx_hash, sender, near::WaitUntil::executed_optimistic);
    if (!outcome) {
        if (outcome.error().kind == near::RpcError::Kind::unknown_transaction) {
            co_return Word{NotYet{"no node knows the transaction " + tx_hash}};
        }
        co_return near::to_failure(outcome.error());
    }
    const auto reading = read_outcome(*outcome, verifier_.contract(), account_id_, hash);
    switch (reading.word) {
        case OutcomeReading::Word::pending:
            co_return Word{NotYet{"the transaction " + tx_hash + " is not final"}};
        case OutcomeReading::Word::absent:
            co_return Word{NotYet{"the transaction " + tx_hash + " does not hold this quote"}};
        case OutcomeReading::Word::executed: {
            auto at = co_await block(reading.block_hash);
            if (!at) co_return at.failure();
            Execution execution{std::move(tx_hash), std::move(*at), reading.realised};
            co_return Word{std::move(execution)};
        }
        case OutcomeReading::Word::failed:
            break;
    }

    FailedExecution failed;
    failed.tx_hash = std::move(tx_hash);
    failed.detail = reading.detail;
    if (reading.refusal == near::VerifierRefusal::nonce_used) {
        const auto used =
            co_await verifier_.is_nonce_used(account_id_, nonce, near::BlockRef::final_block());
        if (!used) co_return used.failure();
        failed.is_nonce_used = used->value;
    }
    const bool names_us = reading.detail.find(account_id_) != std::string::npos;
    failed.failure = failure_of(reading.refusal, failed.is_nonce_used.value_or(false), names_us);
    if (!reading.block_hash.empty()) {
        auto at = co_await block(reading.block_hash);
        if (at) failed.block = std::move(*at);
    }
    co_return Word{std::move(failed)};
}

Task<Result<std::optional<messages::Block>>> ChainReader::use_of(near::Nonce nonce) {
    const auto used =
        co_await verifier_.is_nonce_used(account_id_, nonce, near::BlockRef::final_block());
    if (!used) co_return used.failure();
    std::optional<messages::Block> none;
    if (!used->value) co_return none;
    auto at = co_await block(used->block_hash);
    if (!at) co_return at.failure();
    co_return std::optional<messages::Block>{std::move(*at)};
}

Task<Result<ChainReader::NonceWord>> ChainReader::nonce(near::Nonce nonce) {
    const auto used =
        co_await verifier_.is_nonce_used(account_id_, nonce, near::BlockRef::final_block());
    if (!used) co_return used.failure();
    auto at = co_await block(used->block_hash);
    if (!at) co_return at.failure();
    NonceWord word;
    word.reading.block_time = Instant{Nanoseconds{at->time_ns}};
    word.reading.is_used = used->value;
    if (const auto versioned = near::decode(nonce)) {
        const auto valid = co_await verifier_.is_valid_salt(
            versioned->salt, near::BlockRef::hash(used->block_hash)
        );
        if (!valid) co_return valid.failure();
        word.reading.is_salt_valid = valid->value;
    }
    word.block = std::move(*at);
    co_return word;
}

}  // namespace unrip::trade_executor
