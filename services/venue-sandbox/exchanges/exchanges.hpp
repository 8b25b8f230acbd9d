#pragma once

#include "core/time.hpp"
#include "exchanges/conversation.hpp"
#include "exchanges/opinion.hpp"
#include "exchanges/rest.hpp"
#include "net/http_server.hpp"

#include <array>
#include <list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace unrip::sandbox {

struct ExchangeStats {
    std::uint64_t connections = 0;
    std::uint64_t messages_in = 0;
    std::uint64_t messages_out = 0;
    std::uint64_t rest_requests = 0;
};

/// One exchange behind the sandbox's door: its sockets and its REST, with its outages.
class Exchange {
  public:
    /// The world must outlive it.
    Exchange(World& world, std::string name);

    const std::string& name() const { return name_; }
    const ExchangeStats& stats() const { return stats_; }
    std::size_t open_sockets() const { return talks_.size(); }
    Opinion& opinion() { return opinion_; }

    /// Whatever is wrong with the exchange now: nothing, an answer that refuses, or a raw end.
    std::optional<net::ServedAnswer> turned_away(Instant now) const;

    /// `target` is as it would be at the exchange: "/0/public/Ticker?pair=XBTEUR".
    net::ServedAnswer rest(std::string_view target, bool has_key, Instant now);

    bool has_sockets() const { return name_ != "pyth"; }
    /// Holds the conversation until the client leaves.
    Task<void> converse(
        std::shared_ptr<net::ServerSocket> socket, std::string target, const Clock& clock
    );

    /// Tells every client what there is to tell; called some fifty times a second.
    void beat(Instant now);

  private:
    struct Talk {
        std::shared_ptr<net::ServerSocket> socket;
        std::unique_ptr<Conversation> conversation;
    };

    std::unique_ptr<Conversation> conversation(std::string_view target, std::uint64_t connection);
    void say(net::ServerSocket& socket, Saying saying);

    World& world_;
    std::string name_;
    Opinion opinion_;
    ExchangeStats stats_;
    std::list<Talk> talks_;
};

}  // namespace unrip::sandbox
