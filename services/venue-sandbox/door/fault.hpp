#pragma once

#include "core/result.hpp"
#include "core/time.hpp"
#include "world/random.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace unrip::sandbox {

/// Something that goes wrong between a client and a place of the venue.
struct Fault {
    enum class Kind {
        refuse,       ///< Requests and handshakes are answered with `status`.
        cut,          ///< Connections end without a word.
        delay,        ///< What the venue says comes `delay` later.
        lose,         ///< What the venue says is not said.
        lose_asked,   ///< What the client says is not heard.
        twice,        ///< What the venue says comes twice.
        reorder,      ///< Two things said after each other change places.
        garbage,      ///< Bytes that are no frame, or no JSON.
        wrong_shape,  ///< JSON that is none of the venue's messages.
        half_open,    ///< The connection stays, and nothing goes either way.
    };
    std::uint64_t id = 0;
    Kind kind = Kind::refuse;
    std::string place;  ///< The first part of the path: "ws", "near", "kraken"; empty: everywhere.
    std::uint32_t share_ppm = 1'000'000;  ///< Of what could be spoilt.
    int status = 503;
    Milliseconds delay{200};
    Instant until{};
};

std::string_view to_text(Fault::Kind kind);
std::optional<Fault::Kind> fault_kind(std::string_view text);

/// The faults that are in force. Asked at every message, so nothing costs nothing.
class Faults {
  public:
    explicit Faults(std::uint64_t seed) : random_{Random::at(seed, "faults")} {}

    /// Returns its id.
    std::uint64_t add(Fault fault);
    /// All of them, or the one of that id. Returns how many ended.
    std::size_t end(std::optional<std::uint64_t> id);
    /// Those whose time is over are forgotten.
    void expire(Instant now);

    /// The fault of that kind that hits this very message, if one does.
    const Fault* hits(Fault::Kind kind, std::string_view place, Instant now);

    /// The newest fault of that kind that is in force there, whether it hits or not.
    const Fault* in_force(Fault::Kind kind, std::string_view place, Instant now) const;
    /// Whether a thing that the fault could hit is hit.
    bool strikes(const Fault& fault);

    bool none() const { return faults_.empty(); }
    const std::vector<Fault>& all() const { return faults_; }
    std::uint64_t done() const { return done_; }  ///< How often something was spoilt.

  private:
    Random random_;
    std::vector<Fault> faults_;
    std::uint64_t given_ = 0;
    std::uint64_t done_ = 0;
};

}  // namespace unrip::sandbox
