#pragma once

#include <nlohmann/json_fwd.hpp>

#include <cstdint>
#include <string>

// What happened, as messages: the golden examples with other numbers.

namespace unrip::test {

struct Said {
    std::string subject;
    std::string id;
    std::string payload;
};

inline constexpr auto kBtc = "nep141:btc.omft.near";
inline constexpr auto kEure = "nep141:gnosis-0x420ca0f9b9b604ce0fd9c18ef134c705e5fa3430.omft.near";

/// The example of proto/examples/<file>.json under another id and time, with these fields of the
/// envelope and the body replaced. A field that is replaced by null is left out.
Said retold(
    const std::string& file,
    const std::string& id,
    std::int64_t sent_at_ms,
    const nlohmann::json& body,
    const nlohmann::json& envelope
);
Said retold(const std::string& file, const std::string& id, std::int64_t sent_at_ms);

/// A count of both tokens, in base units.
Said counted(
    std::uint64_t height, std::int64_t at_ms, const std::string& btc, const std::string& eure
);
Said priced(const std::string& id, std::int64_t at_ms, const std::string& mid);
Said commanded(const std::string& id, std::int64_t at_ms);
/// A fill of btc-eure; both deltas in base units.
Said settled(
    const std::string& id,
    std::int64_t at_ms,
    std::uint64_t height,
    const std::string& btc_delta,
    const std::string& eure_delta
);
/// A deposit that was credited, or a withdrawal that has left, with the bridge's fee.
Said moved(
    const std::string& id,
    std::int64_t at_ms,
    std::uint64_t height,
    const std::string& btc_delta,
    const std::string& fee
);

}  // namespace unrip::test
