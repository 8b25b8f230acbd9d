#pragma once

#include "chain/chain.hpp"
#include "net/http_server.hpp"
#include "relay/answer_judge.hpp"
#include "relay/auctions.hpp"
#include "relay/owed_signatures.hpp"
#include "relay/relay_rules.hpp"
#include "relay/relay_stats.hpp"
#include "relay/settlements.hpp"
#include "relay/solver_session.hpp"

#include <nlohmann/json_fwd.hpp>

#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace unrip::sandbox {

/// The Solver Relay: tells solvers who asks, collects their signed answers, and brings what a taker
/// has chosen to the chain. The owner calls `advance` each millisecond or so. For use on one loop.
class Relay {
  public:
    /// All but the rules are borrowed.
    Relay(
        boost::asio::any_io_executor executor,
        const Clock& clock,
        Chain& chain,
        RelayRules rules,
        std::uint64_t seed
    );
    Relay(const Relay&) = delete;
    Relay& operator=(const Relay&) = delete;
    ~Relay();

    // For the venue's port.

    /// Whoever has no key, when one is asked for.
    std::optional<net::ServedAnswer> refuse_socket(const net::ServedRequest& request);
    Task<void> converse(std::shared_ptr<net::ServerSocket> socket);
    /// POST: `quote`, `publish_intent`, `get_status`.
    Task<net::ServedAnswer> answer_http(net::ServedRequest request);

    // For takers inside this process.

    using Decided = std::function<void(AuctionResult&)>;
    /// Publishes a request; `decided` comes from `advance`. False when its id is open already or
    /// too many are.
    bool ask(QuoteRequest request, Decided decided);
    /// Takes offers: the user's signed intent and theirs are settled together, after the usual
    /// while. The chain says no later, if it does.
    Verdict publish(SignedIntent user, std::vector<Offer> offers);

    // For solvers inside this process.

    using Heard = std::function<void(const QuoteRequest&, Instant published)>;
    void add_inside_solver(Heard heard);
    /// The parameter of a `quote_response`. Empty when it was taken, otherwise the words of
    /// refusal.
    std::string answer_from_inside(std::string_view parameter_json);

    void advance();

    RelayRules& rules() { return rules_; }
    /// All connections end and all auctions are forgotten. What was taken is still settled.
    void restart();

    /// Makes up to so many of the checks that were put off; how many it made.
    std::size_t check_owed(std::size_t most) { return owed_.check(most); }

    const RelayStats& stats();
    std::size_t sessions() const { return sessions_.size(); }
    std::size_t open_auctions() const { return auctions_.size(); }

  private:
    friend class RelayRpc;
    using Session = SolverSession;

    bool has_key(const net::ServedRequest& request) const;
    void hear(Session& session, std::string_view frame);
    std::string reply_to(Session& session, const nlohmann::json& request);
    std::string subscribe(Session& session, const nlohmann::json& request);
    std::string unsubscribe(Session& session, const nlohmann::json& request);
    /// Empty when it was taken, otherwise the words of refusal.
    std::string take_answer(Session& session, const nlohmann::json& parameter);
    std::string take_offer(Session& session, ReadAnswer answer, Auctions::Open& auction);
    Judgement judge(Session& session, const ReadAnswer& answer);
    void count_invalid(Session& session, std::string_view reason);
    void note_invalid(const SignedIntent& intent, std::string_view reason);
    void know_account(Session& session, const std::string& signer);

    void publish_event(const QuoteRequest& request, Instant published);
    void publish_status(const StatusEvent& event, StatusKind kind);
    void tell(Session& session, const net::SharedText& text);
    Envelope envelope(std::string_view stream) const;
    void name_subscriptions();
    void remember(const AuctionResult& result);
    void settled(
        const StatusEvent& event, StatusKind kind, const Offer& offer, std::string_view why
    );
    void check_some_owed(Tick now);

    boost::asio::any_io_executor executor_;
    const Clock& clock_;
    Chain& chain_;
    RelayRules rules_;
    RelayStats stats_;
    std::uint64_t seed_;
    std::uint64_t restarts_ = 0;

    std::map<std::uint64_t, std::unique_ptr<Session>> sessions_;
    std::uint64_t sessions_made_ = 0;
    std::vector<Heard> inside_;
    Session inside_session_;
    std::map<std::string, std::string, std::less<>> subscriptions_;  // Their ids by stream.

    Auctions auctions_;
    Settlements settlements_;
    OwedSignatures owed_;
    std::vector<std::string> accounts_;  // By the number that an owed signature carries.
    std::map<std::string, std::uint32_t, std::less<>> account_numbers_;
    Tick last_answer_{};
    Tick last_turn_{};

    // What was offered to callers of /rpc, until it is too much.
    ByText<Offer> offered_;
    std::deque<std::string> offered_order_;
    std::uint64_t ids_given_ = 0;
};

}  // namespace unrip::sandbox
