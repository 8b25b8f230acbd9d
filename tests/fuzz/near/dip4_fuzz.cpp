#include "fuzz/input.hpp"
#include "near/dip4.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace unrip;
    const std::string line{fuzz::as_text(data, size)};
    // The same event twice, with and without its prefix: sums must not leave their range unseen.
    const auto events = near::parse_dip4_logs({line, "EVENT_JSON:" + line, "EVENT_JSON:" + line});
    fuzz::must(events.diffs.size() % 2 == 0 || line.starts_with("EVENT_JSON:"), "equal lines");
    for (const auto& diff : events.diffs) {
        const auto changes = near::changes_of(events, diff.account_id);
        fuzz::must(
            !changes || changes->deltas.size() >= diff.diff.size(), "an account sees its deltas"
        );
    }
    return 0;
}
