#pragma once

#include "core/time.hpp"
#include "exchanges/opinion.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace unrip::sandbox {

struct RestAnswer {
    int status = 200;
    std::string body;
};

/// The parameters of a request's query; a name may come more than once, as Pyth's `ids[]` does.
class RestQuery {
  public:
    explicit RestQuery(std::string_view query);
    std::string first(std::string_view name) const;
    std::vector<std::string> all(std::string_view name) const;

  private:
    std::vector<std::pair<std::string, std::string>> pairs_;
};

// What each exchange answers over HTTP. `path` begins after the exchange's own place in the
// sandbox, and is what it would be at the exchange.

RestAnswer kraken_rest(const Opinion&, std::string_view path, const RestQuery&, Instant now);
RestAnswer coinbase_rest(const Opinion&, std::string_view path, const RestQuery&, Instant now);
RestAnswer bitstamp_rest(const Opinion&, std::string_view path, const RestQuery&, Instant now);
RestAnswer binance_rest(const Opinion&, std::string_view path, const RestQuery&, Instant now);
RestAnswer pyth_rest(
    const Opinion&, const World&, std::string_view path, const RestQuery&, Instant now
);

/// The feed that a market has at Pyth: the true one where it is well known, else one of the
/// sandbox's own making.
std::string pyth_feed(std::string_view market);

}  // namespace unrip::sandbox
