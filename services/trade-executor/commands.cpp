#include "commands.hpp"

#include <algorithm>

namespace unrip::trade_executor {

/// One that is known already is being dealt with here.
void Commands::was_signed(const Signed& quote) {
    if (known_.add(quote.body.command_id.text())) orphans_.emplace(quote.body.command_id, quote);
}

void Commands::had_result(const CommandId& id) {
    known_.add(id.text());
    orphans_.erase(id);
}

std::vector<Commands::Signed> Commands::take_orphans() {
    std::vector<Signed> orphans;
    for (auto& [id, quote] : orphans_)
        orphans.push_back(std::move(quote));
    orphans_.clear();
    std::sort(orphans.begin(), orphans.end(), [](const Signed& left, const Signed& right) {
        return left.body.signed_ns < right.body.signed_ns;
    });
    return orphans;
}

}  // namespace unrip::trade_executor
