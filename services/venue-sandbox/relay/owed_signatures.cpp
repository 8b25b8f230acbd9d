#include "relay/owed_signatures.hpp"

namespace unrip::sandbox {

void OwedSignatures::owe(const SignatureProof& proof, std::uint32_t solver, std::size_t most) {
    owed_.push_back({proof, solver});
    while (owed_.size() > most)
        check_oldest();
}

std::size_t OwedSignatures::check(std::size_t most) {
    std::size_t made = 0;
    for (; made < most && !owed_.empty(); ++made)
        check_oldest();
    return made;
}

void OwedSignatures::check_oldest() {
    if (!fits(owed_.front().proof)) bad_(owed_.front().solver);
    owed_.pop_front();
    ++checked_;
}

}  // namespace unrip::sandbox
