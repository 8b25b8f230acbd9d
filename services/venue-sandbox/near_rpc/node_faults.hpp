#pragma once

#include "core/time.hpp"

#include <cstdint>

namespace unrip::sandbox {

/// In which of its forms a node reports that a query failed; it depends on the node's version.
enum class ErrorForm {
    structured,  ///< a member `error` with name and cause
    in_result,   ///< a text in `result.error`, with HTTP 200
};

/// What an answer looks like when something between node and caller is broken.
enum class AnswerShape {
    right,
    html,       ///< a page of a proxy
    truncated,  ///< half of the JSON
    empty,
    no_result,    ///< JSON-RPC with neither result nor error
    wrong_types,  ///< texts where numbers belong
};

/// What the control port may spoil at one node.
struct NodeFaults {
    unsigned stale_blocks = 0;  ///< so many blocks behind the chain, final and optimistic
    ErrorForm errors = ErrorForm::structured;
    AnswerShape shape = AnswerShape::right;
    int refuse_status = 0;        ///< 403, 429, 503: answered instead, as prose
    unsigned retry_after_s = 0;   ///< with such a refusal; 0: not told
    std::uint64_t one_in = 1;     ///< refuse_status and shape hit each n-th request only
    Milliseconds delay{0};        ///< before each answer
    bool not_synced = false;      ///< NOT_SYNCED_YET to every query
    bool sends_time_out = false;  ///< send_tx takes effect and answers TIMEOUT_ERROR
    bool sends_get_lost = false;  ///< send_tx answers TIMEOUT_ERROR and has no effect
};

struct NodeStats {
    std::uint64_t requests = 0;
    std::uint64_t views = 0;
    std::uint64_t sends = 0;
    std::uint64_t errors = 0;  ///< answered with an error of the chain or of the request
    std::uint64_t spoilt = 0;  ///< by a fault
};

}  // namespace unrip::sandbox
