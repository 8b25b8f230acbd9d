// What each process does with so many quotes, and nothing else: for counting instructions, which
// are repeatable where seconds are not. tests/bench/instructions.py counts them.
//
//   way_of_a_quote ingest|engine|executor <quotes> [<pairs> <outstanding>]

#include "bench/desk.hpp"
#include "messages/catalog.hpp"
#include "signing.hpp"
#include "translate.hpp"

#include <fstream>
#include <iostream>
#include <iterator>
#include <stdexcept>

namespace unrip {
namespace {

constexpr std::string_view kFrame =
    R"({"jsonrpc":"2.0","method":"event","params":{"subscription":"6c2f2b5e-41cf-4a37-92aa-5d6f6c2e8b11",)"
    R"("data":{"quote_id":"3f2a9d56-0000-4000-8000-000000000001","defuse_asset_identifier_in":)"
    R"("nep141:btc.omft.near","defuse_asset_identifier_out":)"
    R"("nep141:gnosis-0x420ca0f9b9b604ce0fd9c18ef134c705e5fa3430.omft.near",)"
    R"("exact_amount_in":"5000","min_deadline_ms":60000},"metadata":{"partner_id":"router-solver",)"
    R"("quote_timestamp":"2026-11-20T12:00:00.000Z"}}})";

void need(bool is_so, const char* what) {
    if (!is_so) throw std::runtime_error{what};
}

template <class Body>
messages::Envelope<Body> example() {
    std::ifstream file{
        std::string{UNRIP_SOURCE_DIR} + "/proto/examples/" + std::string{Body::kSubject} + ".json"};
    const std::string text{std::istreambuf_iterator<char>{file}, {}};
    auto envelope = messages::decode<Body>(text);
    need(envelope.has_value(), "an example can't be read");
    return *std::move(envelope);
}

void hear(int quotes) {
    const near_intents_ingest::Hearer hearer{"ingest-1"};
    for (int i = 0; i < quotes; ++i) {
        auto frame = venue::decode_relay_frame(kFrame);
        auto* event = std::get_if<venue::RelayQuoteEvent>(&frame);
        need(event != nullptr, "the frame can't be read");
        const venue::HeardQuote heard{std::move(*event), 1, strategy::kNow, Tick{}};
        need(!messages::encode(translate(hearer, heard)).empty(), "nothing was written");
    }
}

void decide(int quotes, int pairs, std::uint32_t outstanding) {
    const auto demand = messages::encode(example<messages::SwapDemand>());
    const auto command = example<messages::ExecuteTrade>();
    const auto decision = example<messages::TradeDecision>();
    strategy::Desk desk{pairs, outstanding, strategy::SlotMode::lanes};
    for (int i = 0; i < quotes; ++i) {
        need(messages::decode<messages::SwapDemand>(demand).has_value(), "a demand can't be read");
        need(desk.ask(), "declined");
        need(!messages::encode(command).empty(), "nothing was written");
        need(!messages::encode(decision).empty(), "nothing was written");
    }
}

void execute(int quotes) {
    const auto command = messages::encode(example<messages::ExecuteTrade>());
    const auto promise = example<messages::QuoteSigned>();
    const auto result = example<messages::TradeResult>();
    const auto key = near::SecretKey::from_seed(std::array<std::uint8_t, 32>{1});
    for (int i = 0; i < quotes; ++i) {
        const auto heard = messages::decode<messages::ExecuteTrade>(command);
        need(heard.has_value(), "a command can't be read");
        const auto terms = trade_executor::terms_of(heard->body);
        need(terms.has_value(), "a command contradicts itself");
        need(trade_executor::sign(heard->body, *terms, key).has_value(), "not signed");
        need(!messages::encode(promise).empty(), "nothing was written");
        need(!messages::encode(result).empty(), "nothing was written");
    }
}

}  // namespace
}  // namespace unrip

int main(int argc, char** argv) {
    try {
        const std::string who = argc > 2 ? argv[1] : "";
        const int quotes = argc > 2 ? std::stoi(argv[2]) : 0;
        if (who == "ingest") {
            unrip::hear(quotes);
        } else if (who == "engine" && argc == 5) {
            const auto outstanding = static_cast<std::uint32_t>(std::stoul(argv[4]));
            unrip::decide(quotes, std::stoi(argv[3]), outstanding);
        } else if (who == "executor") {
            unrip::execute(quotes);
        } else {
            std::cerr << "way_of_a_quote ingest|engine|executor <quotes> [<pairs> <outstanding>]\n";
            return 2;
        }
    } catch (const std::exception& thrown) {
        std::cerr << thrown.what() << "\n";
        return 1;
    }
    return 0;
}
