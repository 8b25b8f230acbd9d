#include "near/hash.hpp"

#include <gtest/gtest.h>

namespace unrip::near {
namespace {

std::string keccak_of_letters(std::size_t count) {
    return to_hex(keccak256(as_bytes(std::string(count, 'a'))));
}

TEST(Keccak256, IsTheOneBeforeTheStandard) {
    EXPECT_EQ(
        keccak_of_letters(0), "c5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470"
    );
    EXPECT_EQ(
        to_hex(keccak256(as_bytes("abc"))),
        "4e03657aea45a94fc7d47ba826c8d667c0d1e6e33a64a036ec44f58fa12d6c45"
    );
}

TEST(Keccak256, IsRightAroundTheEndOfABlock) {
    EXPECT_EQ(
        keccak_of_letters(135), "34367dc248bbd832f4e3e69dfaac2f92638bd0bbd18f2912ba4ef454919cf446"
    );
    EXPECT_EQ(
        keccak_of_letters(136), "a6c4d403279fe3e0af03729caada8374b5ca54d8065329a3ebcaeb4b60aa386e"
    );
    EXPECT_EQ(
        keccak_of_letters(137), "d869f639c7046b4929fc92a4d988a8b22c55fbadb802c0c66ebcd484f1915f39"
    );
    EXPECT_EQ(
        keccak_of_letters(272), "cf7fcd4f705ee749930d19ca84561a9bf62516bd90a471545fa2f49fdc7e63c8"
    );
}

TEST(Keccak256, TakesManyBlocks) {
    EXPECT_EQ(
        keccak_of_letters(1000), "b6a4ac1f51884d71f30fa397a5e155de3099e11fc0edef5d08b646e621e19de9"
    );
}

TEST(Sha256, OfAbcIsAsPublished) {
    EXPECT_EQ(
        to_hex(sha256(as_bytes("abc"))),
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    );
}

}  // namespace
}  // namespace unrip::near
