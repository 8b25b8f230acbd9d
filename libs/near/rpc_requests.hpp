#pragma once

#include <string>
#include <string_view>

namespace unrip::near {

/// Which state is asked about.
class BlockRef {
  public:
    static BlockRef final_block() { return BlockRef{R"("finality":"final")"}; }
    /// The newest a node knows; may still be undone.
    static BlockRef optimistic() { return BlockRef{R"("finality":"optimistic")"}; }
    /// One block for several questions, so that the answers fit together. base58.
    static BlockRef hash(std::string_view block_hash);

    std::string_view json() const { return json_; }

  private:
    explicit BlockRef(std::string json) : json_{std::move(json)} {}

    std::string json_;
};

/// How far a transaction must have come before a node answers.
enum class WaitUntil { none, included, executed_optimistic, included_final, executed, final };

std::string_view to_text(WaitUntil wait);

// Bodies of JSON-RPC requests. All carry the id "1": an HTTP answer belongs to its request.

/// `args_json` is the method's argument object.
std::string call_function_request(
    std::string_view contract,
    std::string_view method,
    std::string_view args_json,
    const BlockRef& block
);

std::string view_access_key_request(
    std::string_view account_id, std::string_view public_key, const BlockRef& block
);

std::string send_tx_request(std::string_view signed_tx_base64, WaitUntil wait);

std::string tx_request(std::string_view tx_hash, std::string_view sender_id, WaitUntil wait);

std::string block_request(const BlockRef& block);

}  // namespace unrip::near
