#pragma once

#include <cstdint>
#include <map>
#include <string>

namespace unrip::test {

/// What a stream holds.
struct StreamRecords {
    std::uint64_t last_seq = 0;
    /// By subject, then by message id: how often it is there.
    std::map<std::string, std::map<std::string, int>> ids;
};

/// Reads a stream from its first message to its last, without disturbing its readers. Throws when
/// it can't.
StreamRecords read_stream(const std::string& nats_url, const std::string& stream);

}  // namespace unrip::test
