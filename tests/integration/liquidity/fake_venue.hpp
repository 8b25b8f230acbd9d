#pragma once

#include "support/scripted_server.hpp"

#include <nlohmann/json.hpp>

#include <map>
#include <mutex>
#include <string>
#include <vector>

namespace unrip::test {

/// The bridge and one NEAR node, as far as moving stock needs them. Bytes take effect once, under
/// the rules of an access key's nonce.
class FakeVenue {
  public:
    FakeVenue();
    FakeVenue(const FakeVenue&) = delete;
    FakeVenue& operator=(const FakeVenue&) = delete;
    ~FakeVenue();

    std::string bridge_url() const { return bridge_.url("http") + "/rpc"; }
    std::string node_url() const { return node_.url("http"); }

    struct Call {
        std::string tx_hash;
        std::string method;
        nlohmann::json args;
        std::string deposit;
    };

    /// How the venue stands; changed by a test with set().
    struct Weather {
        bool node_takes_bytes = true;    ///< Otherwise send_tx is answered with 503, and lost.
        bool node_says_so = true;        ///< Otherwise what was taken is answered with 503.
        bool node_knows_results = true;  ///< Otherwise transactions are pending.
        bool token_refuses = false;      ///< ft_withdraw ends in success with "0".
        bool contract_panics = false;
        std::string bridge_status;  ///< Of every withdrawal; empty: not found.
        unsigned btc_decimals = 8;
        nlohmann::json deposits = nlohmann::json::array();
    };
    void set(const std::function<void(Weather&)>& change);

    /// The bytes of every send_tx, in order.
    std::vector<std::string> sent() const;
    /// What took effect, in order.
    std::vector<Call> calls() const;
    /// A mint of the bridge in a final block.
    void add_mint(const std::string& tx_hash);

  private:
    using Json = nlohmann::json;

    void serve(ScriptedPeer& peer, Json (FakeVenue::*answer)(const Json&));
    Json answer_bridge(const Json& request);
    Json answer_node(const Json& request);
    Json send(const std::string& base64);
    Json outcome(const std::string& tx_hash) const;

    mutable std::mutex guard_;
    Weather weather_;
    std::vector<std::string> sent_;
    std::vector<Call> calls_;
    std::map<std::string, Json> outcomes_;
    std::uint64_t nonce_ = 130'000'000'000'000;
    ScriptedServer bridge_;  // Last: their scripts use the rest.
    ScriptedServer node_;
};

}  // namespace unrip::test
