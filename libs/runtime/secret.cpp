#include "runtime/secret.hpp"

#include <sodium.h>
#include <sys/prctl.h>
#include <sys/resource.h>

#include <array>
#include <cstring>

namespace unrip::runtime {
namespace {

void start_sodium() {
    // May be called any number of times; negative only when the system has no random source.
    check(sodium_init() >= 0, "libsodium can't start");
}

}  // namespace

void Secret::Wipe::operator()(char* memory) const {
    sodium_free(memory);  // Wipes, and checks the canary.
}

Secret::Secret(std::string_view text) : size_{text.size()} {
    start_sodium();
    memory_.reset(static_cast<char*>(sodium_malloc(text.empty() ? 1 : text.size())));
    check(memory_ != nullptr, "no locked memory for a secret");
    std::memcpy(memory_.get(), text.data(), text.size());
    sodium_mprotect_noaccess(memory_.get());
}

Secret Secret::taken_from(std::string&& text) {
    Secret secret{text};
    sodium_memzero(text.data(), text.size());
    text.clear();
    return secret;
}

Secret::Readable::Readable(const Secret& secret) : secret_{secret} {
    if (secret_.readers_++ == 0) sodium_mprotect_readonly(secret_.memory_.get());
}

Secret::Readable::~Readable() {
    if (--secret_.readers_ == 0) sodium_mprotect_noaccess(secret_.memory_.get());
}

std::string_view Secret::Readable::view() const {
    return {secret_.memory_.get(), secret_.size_};
}

bool Secret::equals(std::string_view other) const {
    // Hashes have one length, so not even the length of the secret shows in the time taken.
    using Hash = std::array<unsigned char, crypto_generichash_BYTES>;
    const auto hash = [](std::string_view text) {
        Hash out;
        const auto* bytes = reinterpret_cast<const unsigned char*>(text.data());
        crypto_generichash(out.data(), out.size(), bytes, text.size(), nullptr, 0);
        return out;
    };
    Hash ours = with(hash);
    Hash theirs = hash(other);
    const bool same = sodium_memcmp(ours.data(), theirs.data(), ours.size()) == 0;
    sodium_memzero(ours.data(), ours.size());
    sodium_memzero(theirs.data(), theirs.size());
    return same;
}

std::string to_text(const Secret& /*secret*/) {
    return "***";
}

Result<void> protect_secrets() {
    const rlimit none{0, 0};
    if (setrlimit(RLIMIT_CORE, &none) != 0 || prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) != 0)
        return fail(Error::Kind::refused, "the system does not let this process hide its memory");
    return {};
}

}  // namespace unrip::runtime
