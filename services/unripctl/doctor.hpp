#pragma once

#include "ports.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace unrip::unripctl {

/// One thing that was looked at.
struct Diagnosis {
    enum class Grade { ok, warn, fail };
    Grade grade = Grade::ok;
    std::string name;
    std::string said;
    std::string fix;  ///< Empty when all is well.
};

/// "ok    clock            0.02 s from block time", the fix below what is not well, and a last
/// sentence that counts.
std::string doctor_text(const std::vector<Diagnosis>& all);
std::string doctor_json(const std::vector<Diagnosis>& all);

// Judgements on what was read; pure.
Diagnosis judge_disk(std::uint64_t bytes_free, const std::string& where);
/// Our clock less block time when the chain was read, in milliseconds.
Diagnosis judge_clock(std::int64_t behind_ms);
Diagnosis judge_durability(const std::string& word);
Diagnosis judge_schema(std::int64_t found, std::int64_t expected);
/// What the relay's socket says of our API key: `detail.relay` of near-intents-ingest. Nothing but
/// being let in shows that a key is accepted.
Diagnosis judge_relay(const Json& relay);
/// Who may reach the control ports, out of what each is like.
struct Door {
    std::string service;
    std::uint16_t port = 0;
    bool is_beyond_loopback = false;
    bool is_tokenless = false;
};
Diagnosis judge_doors(const std::vector<Door>& doors);
Diagnosis judge_price(const std::string& pair, const std::string& mid, std::int64_t age_ms);

}  // namespace unrip::unripctl
