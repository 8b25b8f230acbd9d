#pragma once

#include "e2e/trading_house.hpp"
#include "integration/runtime/caller.hpp"
#include "rubbish/spoil.hpp"

#include <memory>
#include <string>
#include <vector>

namespace unrip::test {

/// One route of one process, and a body that it takes.
struct DoorRoute {
    const ServiceProcess* process = nullptr;
    std::string method;
    std::string path;
    std::string body = "{}";
};

/// Every route of every process of the house, the simulated venue's among them.
std::vector<DoorRoute> door_routes(const TradingHouse& house);

struct OddRequest {
    std::string text;          ///< The whole of it, as bytes.
    bool has_body = true;      ///< Its answer has: it is no HEAD.
    bool is_harmless = false;  ///< Taking it changes nothing.
};
OddRequest odd_request(const DoorRoute& route, const Spoiler& body, Dice& dice);

/// Keeps its connection as long as it is kept open for it.
class DoorCaller {
  public:
    explicit DoorCaller(std::uint16_t port) : port_{port} {}
    Answer ask(const OddRequest& request);

  private:
    std::uint16_t port_;
    std::unique_ptr<Caller> caller_;
};

/// Every switch, the limits and all withdrawals, as the processes tell them.
std::string what_is_in_force(const TradingHouse& house);

/// What rubbish moved because it was none: every switch as after a start.
void put_back(const TradingHouse& house);

}  // namespace unrip::test
