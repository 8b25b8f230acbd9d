#pragma once

#include "messages/quote_response.hpp"
#include "runtime/health.hpp"
#include "runtime/log.hpp"
#include "runtime/secret.hpp"
#include "venue/relay/relay_client.hpp"

#include <deque>
#include <functional>
#include <optional>
#include <string>
#include <unordered_map>
#include <unordered_set>

namespace unrip::runtime {
class Service;
}  // namespace unrip::runtime

namespace unrip::trade_executor {

/// RELAY_ANSWER_ON=own-socket: a subscribed socket of the executor's own. It saves the way through
/// the ingest and back. The relay takes answers from whoever it asked, so only what was heard here,
/// on the connection that stands, is answered here.
class OwnSocket {
  public:
    using OnVerdict = std::function<void(const messages::QuoteResponseReply&)>;

    /// Borrows the service.
    OwnSocket(
        runtime::Service& service,
        venue::RelaySettings relay,
        std::optional<runtime::Secret> api_key
    );

    /// Listens until it is cancelled; ends by itself only when the relay's URL can't be used.
    Task<void> run();

    /// `params` go out as they are: at once when the question was heard, or when it is, but not
    /// after send_by. The verdict comes once, in every case.
    void answer(const messages::QuoteResponse& response, std::string params, OnVerdict on_verdict);

  private:
    struct Waiting {
        messages::QuoteResponse response;
        std::string params;
        OnVerdict on_verdict;
    };

    Task<void> listen();
    Task<void> give_up_late_ones();
    void on_quote(const QuoteId& quote);
    void on_change();
    void send(Waiting waiting);
    void refuse(const Waiting& waiting, messages::RelayRejection why, std::string detail) const;
    runtime::Finding look() const;

    runtime::Service& service_;
    std::optional<runtime::Secret> api_key_;
    std::unordered_set<QuoteId> heard_;  // On this connection; the newest few thousand.
    std::deque<QuoteId> oldest_first_;
    std::unordered_map<QuoteId, Waiting> waiting_;  // For the relay to ask us, too.
    net::ConnectionId connection_ = 0;
    runtime::Floodgate complaints_;
    venue::RelayClient relay_;
};

}  // namespace unrip::trade_executor
