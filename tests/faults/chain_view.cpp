#include "faults/chain_view.hpp"

#include "near/base64.hpp"
#include "near/bytes.hpp"
#include "support/loopback.hpp"

#include <stdexcept>

namespace unrip::test {
namespace {

using Json = nlohmann::json;

constexpr auto kContract = "intents.near";
constexpr std::size_t kAnswerMax = 1'000'000;
constexpr int kTries = 6;

std::uint16_t port_of(const std::string& url) {
    const auto from = url.rfind(':') + 1;
    return static_cast<std::uint16_t>(std::stoul(url.substr(from)));
}

}  // namespace

ChainView::ChainView(const TradingHouse& house)
    : port_{port_of(house.operator_environment().at("NEAR_RPC_URLS"))} {}

Json ChainView::ask(const std::string& method, const Json& params) const {
    const Json question{
        {"jsonrpc", "2.0"}, {"id", "auditor"}, {"method", method}, {"params", params}};
    const auto body = question.dump();
    std::string answer;
    for (int i = 0; i < kTries; ++i) {
        const LoopbackSocket socket;
        if (!socket.connect(port_)) throw std::runtime_error{"the venue is not there"};
        socket.send(
            "POST /near HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n"
            "Content-Type: application/json\r\nContent-Length: " +
            std::to_string(body.size()) + "\r\n\r\n" + body
        );
        answer = socket.receive(kAnswerMax);
        const auto head_end = answer.find("\r\n\r\n");
        if (head_end == std::string::npos) continue;
        auto parsed = Json::parse(answer.substr(head_end + 4), nullptr, false);
        if (!parsed.is_discarded()) return parsed;
    }
    throw std::runtime_error{"a node answered: " + answer};
}

std::optional<bool> ChainView::is_used_at(const std::string& nonce, std::uint64_t height) const {
    const Json args{{"account_id", TradingHouse::kAccount}, {"nonce", nonce}};
    const auto answer =
        ask("query",
            {{"request_type", "call_function"},
             {"account_id", kContract},
             {"method_name", "is_nonce_used"},
             {"args_base64", near::to_base64(near::as_bytes(args.dump()))},
             {"block_id", height}});
    if (!answer.contains("result")) return std::nullopt;
    std::string text;
    for (const auto& letter : answer.at("result").at("result"))
        text += static_cast<char>(letter.get<int>());
    return text == "true";
}

WallMs ChainView::time_of(std::uint64_t height) const {
    const auto answer = ask("block", {{"block_id", height}});
    const auto& header = answer.at("result").at("header");
    return static_cast<WallMs>(
        std::stoull(header.at("timestamp_nanosec").get<std::string>()) / 1'000'000
    );
}

std::optional<WallMs> ChainView::nonce_used_at(const std::string& nonce) const {
    const auto newest = ask("block", {{"finality", "final"}});
    auto used = newest.at("result").at("header").at("height").get<std::uint64_t>();
    if (!is_used_at(nonce, used).value_or(false)) return std::nullopt;
    // Where the node does not remember, the use lies later or is not told more exactly.
    std::uint64_t unused = 0;
    while (used - unused > 1) {
        const auto between = unused + (used - unused) / 2;
        (is_used_at(nonce, between).value_or(false) ? used : unused) = between;
    }
    return time_of(used);
}

}  // namespace unrip::test
