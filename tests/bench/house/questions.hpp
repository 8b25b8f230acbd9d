#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace unrip::bench {

/// What the relay says, ready but for the question's number, so that asking costs next to nothing:
/// a user who gives 0.00005 BTC, one who gives 3 EURe, one who wants so much of either.
class Questions {
  public:
    Questions();

    std::string text(std::uint64_t number) const;

  private:
    std::vector<std::string> templates_;
};

/// The number of the question that this `quote_response` answers. Nothing: it is another frame.
std::optional<std::uint64_t> number_of(std::string_view frame);

bool subscribes_to_quotes(std::string_view frame);

/// The relay's yes to any request.
std::string reply_to(std::string_view frame);

/// Whether an answer's signature belongs to its text.
bool is_signed_well(std::string_view frame);

}  // namespace unrip::bench
