#pragma once

#include "action_life.hpp"
#include "messages/slots.hpp"

#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace unrip::liquidity_manager {

/// What the strategy has said about room for our withdrawals. Pure.
class Rooms {
  public:
    explicit Rooms(std::string account_id) : account_id_{std::move(account_id)} {}

    void hear(const messages::Slots& slots);

    /// The room for exactly this withdrawal, in which caps and amount fit into the count together.
    std::optional<Room> find(const messages::LiquidityAction& action) const;

    void forget(std::string_view action_id);

  private:
    struct Said {
        messages::RoomMade room;
        std::uint64_t revision = 0;
        std::uint64_t count_height = 0;
    };

    std::string account_id_;
    std::map<std::string, Said, std::less<>> said_;
};

}  // namespace unrip::liquidity_manager
