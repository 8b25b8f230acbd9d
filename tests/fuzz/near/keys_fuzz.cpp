#include "fuzz/input.hpp"
#include "near/account_id.hpp"
#include "near/secret_key.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace unrip;
    const auto text = fuzz::as_text(data, size);
    if (const auto key = near::PublicKey::parse(text)) {
        const auto again = near::PublicKey::parse(key->to_string());
        fuzz::must(again && *again == *key, "a public key survives its text");
        fuzz::must(near::is_account_id(near::implicit_account_id(*key)), "its account has an id");
    }
    if (const auto signature = near::Signature::parse(text)) {
        const auto again = near::Signature::parse(signature->to_string());
        fuzz::must(again && *again == *signature, "a signature survives its text");
    }
    if (const auto secret = near::SecretKey::parse(text)) {
        const auto signature = secret->sign(near::as_bytes("x"));
        fuzz::must(verify(secret->public_key(), near::as_bytes("x"), signature), "it signs");
    }
    return 0;
}
