#pragma once

#include "e2e/trading_house.hpp"
#include "faults/chronicle.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace unrip::test {

/// Asks the simulated chain what a NEAR node would tell. Throws when it does not answer.
class ChainView {
  public:
    explicit ChainView(const TradingHouse& house);

    /// The time of the first block at which a nonce of our account is used; nothing: it is not. As
    /// far back as the node remembers: then the earliest block that it knows.
    std::optional<WallMs> nonce_used_at(const std::string& nonce) const;

  private:
    nlohmann::json ask(const std::string& method, const nlohmann::json& params) const;
    /// Nothing: the node does not know that block any more.
    std::optional<bool> is_used_at(const std::string& nonce, std::uint64_t height) const;
    WallMs time_of(std::uint64_t height) const;

    std::uint16_t port_;
};

}  // namespace unrip::test
