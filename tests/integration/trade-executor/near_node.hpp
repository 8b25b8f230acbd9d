#pragma once

#include "core/time.hpp"
#include "support/scripted_server.hpp"

#include <nlohmann/json.hpp>

#include <map>
#include <mutex>
#include <set>
#include <string>

namespace unrip::test {

/// A NEAR node as far as the executor asks one: transactions, blocks, used nonces, valid salts. Its
/// newest block is always this very moment's.
class NearNode {
  public:
    std::string url() const { return server_.url("http"); }

    /// A transaction in which the Verifier executed this quote of `account_id`.
    void settle(
        const std::string& tx_hash,
        const std::string& account_id,
        const std::string& quote_hash,
        const std::map<std::string, std::string>& diff
    );
    /// A transaction that failed with these words.
    void fail(const std::string& tx_hash, const std::string& words);
    void use_nonce(const std::string& nonce);

    int transactions_read() const;

  private:
    using Json = nlohmann::json;

    void play(ScriptedPeer& peer);
    Json answer(const Json& request);
    Json call(const Json& params);

    mutable std::mutex guard_;
    std::map<std::string, Json> transactions_;
    std::set<std::string> used_nonces_;
    int transactions_read_ = 0;
    ScriptedServer server_{[this](ScriptedPeer& peer) { play(peer); }};
};

}  // namespace unrip::test
