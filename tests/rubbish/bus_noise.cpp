#include "rubbish/bus_noise.hpp"

#include "bus/connection.hpp"
#include "contract/contract_files.hpp"
#include "rubbish/spoil.hpp"
#include "support/run_task.hpp"

#include <boost/asio/io_context.hpp>

#include <stdexcept>

namespace unrip::test {
namespace {

constexpr Milliseconds kPatience{30'000};
constexpr std::size_t kLongest = 60'000;

std::string unreadable(const messages::Golden& golden, const Spoiler& spoiler, Dice& dice) {
    while (true) {
        auto text = dice.one_in(8) ? noise(dice, 200) : spoiler.spoilt(dice);
        if (text.size() < kLongest && !golden.contract->reencode(text)) return text;
    }
}

}  // namespace

std::size_t say_rubbish(const std::string& nats_url, Dice& dice, std::size_t per_example) {
    boost::asio::io_context loop;
    const SystemClock clock;
    bus::Settings settings;
    settings.urls = {nats_url};
    settings.name = "noise";
    auto connecting =
        bus::Connection::connect(loop.get_executor(), clock, std::move(settings), kPatience);
    const auto connected = run_task(loop, std::move(connecting));
    if (!connected) throw std::runtime_error{connected.error().detail};
    std::size_t said = 0;
    for (const auto& golden : messages::goldens()) {
        const auto& subject = golden.contract->name;
        if (golden.text.find("\"body\":") == std::string::npos) continue;  // No subject of its own.
        const Spoiler spoiler{golden.text};
        for (std::size_t i = 0; i < per_example; ++i, ++said) {
            const auto text = unreadable(golden, spoiler, dice);
            const auto done = (*connected)->publish(subject, text);
            if (!done) throw std::runtime_error{subject + ": " + done.error().detail};
        }
    }
    const auto drained = run_task(loop, (*connected)->drain(kPatience));
    if (!drained) throw std::runtime_error{drained.error().detail};
    return said;
}

}  // namespace unrip::test
