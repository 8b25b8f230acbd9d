#pragma once

#include "bridge/bridge_book.hpp"
#include "net/http_server.hpp"
#include "net/task.hpp"

#include <nlohmann/json_fwd.hpp>

#include <string>
#include <string_view>

namespace unrip::sandbox {

/// What the control port may spoil at the bridge's door.
struct BridgeFaults {
    int refuse_status = 0;          ///< 403, 429, 503: answered instead of anything
    std::uint64_t one_in = 1;       ///< refuse_status hits each n-th request only
    Milliseconds delay{0};          ///< before each answer
    bool garbage = false;           ///< answers that are no JSON
    bool status_as_entry = false;   ///< withdrawal_status as documented, not as its SDK reads it
    bool errors_as_object = false;  ///< `{code,message}` instead of a text
};

struct BridgeStats {
    std::uint64_t requests = 0;
    std::uint64_t errors = 0;
    std::uint64_t spoilt = 0;
};

/// The deposit and withdrawal service: JSON-RPC over HTTP.
class Bridge {
  public:
    /// The book must outlive it.
    explicit Bridge(BridgeBook& book) : book_{book} {}

    /// For HttpServerHandlers::on_request.
    Task<net::ServedAnswer> serve(net::ServedRequest request);

    /// The body of the answer to a request's body.
    std::string answer(std::string_view body);

    BridgeFaults& faults() { return faults_; }
    const BridgeStats& stats() const { return stats_; }

  private:
    BridgeBook& book_;
    BridgeFaults faults_;
    BridgeStats stats_;
};

}  // namespace unrip::sandbox
