#include "bench/recorded_batches.hpp"

#include "bench/busy_day.hpp"
#include "messages/envelope.hpp"

#include <map>
#include <stdexcept>
#include <string_view>
#include <utility>

namespace unrip::bench {
namespace {

std::string stream_of(std::string_view subject) {
    if (subject.starts_with("norm.")) return "DEMAND";
    if (subject.starts_with("ref.") || subject.starts_with("state.")) return "MARKET";
    return "TRADES";
}

}  // namespace

std::vector<std::vector<store::Incoming>> batches_of(
    const std::vector<std::string>& record, std::size_t batch
) {
    std::vector<std::vector<store::Incoming>> full;
    std::map<std::string, std::vector<store::Incoming>> filling;
    std::map<std::string, std::uint64_t> places;
    for (const auto& text : record) {
        const auto header = messages::decode_header(text);
        if (!header) throw std::runtime_error{header.error().detail};
        const auto subject = header->schema.substr(0, header->schema.find('/'));
        const auto stream = stream_of(subject);
        auto& open = filling[stream];
        open.push_back({subject, text, stream, ++places[stream], from_unix_ms(header->sent_at_ms)});
        if (open.size() == batch) full.push_back(std::exchange(open, {}));
    }
    for (auto& [stream, open] : filling) {
        if (!open.empty()) full.push_back(std::move(open));
    }
    return full;
}

std::vector<std::vector<store::Incoming>> recorded_batches(
    std::size_t messages, std::size_t batch
) {
    replay::RecordedDay day{busy_policy()};
    fill(day, messages);
    return batches_of(day.record, batch);
}

}  // namespace unrip::bench
