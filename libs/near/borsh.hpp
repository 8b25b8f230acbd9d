#pragma once

#include "core/int128.hpp"
#include "near/bytes.hpp"

namespace unrip::near {

/// Borsh as NEP-413 payloads and transactions need it: little-endian numbers, texts and byte lists
/// led by their length in 32 bits, arrays of fixed size as they are.
class BorshWriter {
  public:
    void reserve(std::size_t size) { bytes_.reserve(size); }

    void u8(std::uint8_t value) { bytes_.push_back(value); }
    void u32(std::uint32_t value) { little_endian(value, 4); }
    void u64(std::uint64_t value) { little_endian(value, 8); }
    void u128(unrip::u128 value) { little_endian(value, 16); }
    void fixed(ByteView bytes) { bytes_.insert(bytes_.end(), bytes.begin(), bytes.end()); }

    /// At most 2^32 - 1 bytes; more is our own mistake.
    void list(ByteView bytes);
    void text(std::string_view text) { list(as_bytes(text)); }

    const Bytes& bytes() const& { return bytes_; }
    Bytes bytes() && { return std::move(bytes_); }

  private:
    void little_endian(unrip::u128 value, unsigned size);

    Bytes bytes_;
};

/// Reads what BorshWriter writes. After the first thing that does not fit everything reads as zero
/// or empty, and `is_whole` is false for good, so a caller may check once, at the end.
class BorshReader {
  public:
    explicit BorshReader(ByteView bytes) : rest_{bytes} {}

    std::uint8_t u8() { return static_cast<std::uint8_t>(little_endian(1)); }
    std::uint32_t u32() { return static_cast<std::uint32_t>(little_endian(4)); }
    std::uint64_t u64() { return static_cast<std::uint64_t>(little_endian(8)); }
    unrip::u128 u128() { return little_endian(16); }

    /// A view into the bytes given.
    ByteView fixed(std::size_t size);
    ByteView list() { return fixed(u32()); }
    std::string text() { return as_text(list()); }

    bool failed() const { return failed_; }
    /// Everything fitted and nothing is left over.
    bool is_whole() const { return !failed_ && rest_.empty(); }

  private:
    unrip::u128 little_endian(unsigned size);

    ByteView rest_;
    bool failed_ = false;
};

}  // namespace unrip::near
