#include "near/transaction.hpp"

#include "core/check.hpp"
#include "near/base58.hpp"
#include "near/base64.hpp"
#include "near/borsh.hpp"
#include "near/hash.hpp"

#include <algorithm>
#include <optional>

namespace unrip::near {
namespace {

constexpr std::uint8_t kEd25519 = 0;
constexpr std::uint8_t kFunctionCall = 2;
constexpr std::uint8_t kTransfer = 3;
constexpr std::uint32_t kActionsMax = 100;  // As many as the chain takes.

struct ActionWriter {
    BorshWriter& writer;

    void operator()(const FunctionCall& call) const {
        writer.u8(kFunctionCall);
        writer.text(call.method);
        writer.text(call.args);
        writer.u64(call.gas);
        writer.u128(call.deposit.atoms());
    }
    void operator()(const Transfer& transfer) const {
        writer.u8(kTransfer);
        writer.u128(transfer.deposit.atoms());
    }
};

std::optional<Action> read_action(BorshReader& reader) {
    switch (reader.u8()) {
        case kFunctionCall: {
            FunctionCall call;
            call.method = reader.text();
            call.args = reader.text();
            call.gas = reader.u64();
            call.deposit = Amount{reader.u128()};
            return call;
        }
        case kTransfer:
            return Transfer{Amount{reader.u128()}};
        default:
            return std::nullopt;
    }
}

Failure unreadable(const char* why) {
    return fail(Error::Kind::malformed, std::string{"not a transaction of ours: "} + why);
}

Result<PublicKey> read_key(BorshReader& reader) {
    if (reader.u8() != kEd25519) return unreadable("another curve");
    const auto bytes = reader.fixed(32);
    if (reader.failed()) return unreadable("too short");
    return PublicKey::ed25519(std::span<const std::uint8_t, 32>{bytes.data(), 32});
}

Result<Transaction> read_transaction(BorshReader& reader) {
    auto signer_id = reader.text();
    const auto key = read_key(reader);
    if (!key) return key.failure();

    Transaction transaction{std::move(signer_id), *key, reader.u64(), {}, {}, {}};
    transaction.receiver_id = reader.text();
    const auto block_hash = reader.fixed(transaction.block_hash.size());
    std::copy(block_hash.begin(), block_hash.end(), transaction.block_hash.begin());

    const auto count = reader.u32();
    if (reader.failed() || count > kActionsMax) return unreadable("the number of actions");
    for (std::uint32_t index = 0; index < count; ++index) {
        auto action = read_action(reader);
        if (!action || reader.failed()) return unreadable("an action");
        transaction.actions.push_back(*std::move(action));
    }
    return transaction;
}

}  // namespace

Bytes to_borsh(const Transaction& transaction) {
    check(transaction.public_key.curve() == Curve::ed25519, "transactions are signed on ed25519");
    BorshWriter writer;
    writer.text(transaction.signer_id);
    writer.u8(kEd25519);
    writer.fixed(transaction.public_key.bytes());
    writer.u64(transaction.nonce);
    writer.text(transaction.receiver_id);
    writer.fixed(transaction.block_hash);
    writer.u32(static_cast<std::uint32_t>(transaction.actions.size()));
    for (const auto& action : transaction.actions)
        std::visit(ActionWriter{writer}, action);
    return std::move(writer).bytes();
}

std::string SignedTransaction::hash_text() const {
    return to_base58(hash);
}

std::string SignedTransaction::base64() const {
    return to_base64(borsh);
}

SignedTransaction sign(const Transaction& transaction, const SecretKey& key) {
    check(transaction.public_key == key.public_key(), "a transaction is signed by its own key");
    SignedTransaction signed_transaction{to_borsh(transaction), {}};
    signed_transaction.hash = sha256(signed_transaction.borsh);

    const auto signature = key.sign(signed_transaction.hash);
    auto& bytes = signed_transaction.borsh;
    bytes.push_back(kEd25519);
    bytes.insert(bytes.end(), signature.bytes().begin(), signature.bytes().end());
    return signed_transaction;
}

Result<DecodedTransaction> decode_signed_transaction(ByteView borsh) {
    constexpr std::size_t tail_size = 1 + 64;
    if (borsh.size() < tail_size) return unreadable("too short");
    const auto head = borsh.first(borsh.size() - tail_size);
    const auto tail = borsh.last(tail_size);

    BorshReader reader{head};
    auto transaction = read_transaction(reader);
    if (!transaction) return transaction.failure();
    if (!reader.is_whole()) return unreadable("its length");
    if (tail.front() != kEd25519) return unreadable("a signature on another curve");

    const auto signature =
        Signature::ed25519(std::span<const std::uint8_t, 64>{tail.data() + 1, 64});
    const auto hash = sha256(head);
    if (!verify(transaction->public_key, hash, signature)) return unreadable("its signature");
    return DecodedTransaction{*std::move(transaction), signature, hash};
}

}  // namespace unrip::near
