#include "fuzz/input.hpp"
#include "near/transaction.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace unrip;
    const near::ByteView input{data, size};
    const auto decoded = near::decode_signed_transaction(input);
    if (!decoded) return 0;
    auto borsh = near::to_borsh(decoded->transaction);
    borsh.push_back(0);
    borsh.insert(borsh.end(), decoded->signature.bytes().begin(), decoded->signature.bytes().end());
    fuzz::must(near::to_hex(borsh) == near::to_hex(input), "a transaction has one encoding");
    return 0;
}
