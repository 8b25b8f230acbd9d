#include "rubbish/doors.hpp"

#include <algorithm>
#include <stdexcept>

namespace unrip::test {
namespace {

constexpr auto kSwitch = R"({"who":"ops","reason":"morning","ttl_seconds":60,"force":false})";
constexpr auto kWithdraw =
    R"({"asset_id":"nep141:btc.omft.near","amount":"20000","destination_address":"bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq"})";
constexpr auto kTrack =
    R"({"withdrawal_hash":"8yFNEk7GmRcM3NMJihwCKXt8ZANLpL2koVFWWH1MEEj",)"
    R"("asset_id":"nep141:btc.omft.near","chain":"btc:mainnet","amount":"100000"})";
constexpr auto kLimits =
    R"({"max_notional_eure":5,"reason":"as agreed","pairs":{"btc-eure":{"quotes_per_second":2,)"
    R"("notional_max_eure":"5","base_max":"0.1","quote_max":"7","deadline_max_ms":1000}}})";

std::string head_of(const DoorRoute& route, Dice& dice) {
    static const std::vector<std::string> methods{
        "GET", "POST", "PUT", "DELETE", "HEAD", "OPTIONS", "PATCH", "TRACE", "BREW"};
    auto method = dice.one_in(12) ? dice.one_of(methods) : route.method;
    auto path = route.path;
    // What stands in a request line has no spaces, or it would be another line.
    auto word = odd_word(dice);
    std::replace_if(
        word.begin(), word.end(), [](char c) { return c <= ' ' || c == 0x7f; }, '_'
    );
    switch (dice.below(14)) {
        case 0:
            path += "?" + word;
            break;
        case 1:
            path += "/" + word;
            break;
        case 2:
            path = "/" + word;
            break;
        case 3:
            path = "//" + path;
            break;
        case 4:
            path += "?history=" + word;
            break;
        default:
            break;
    }
    return method + " " + path + " HTTP/1.1\r\n";
}

std::string headers_of(Dice& dice) {
    auto word = odd_word(dice);
    std::replace_if(
        word.begin(), word.end(), [](char c) { return c < ' ' || c == 0x7f; }, '_'
    );
    std::string lines = dice.one_in(25) ? "Host: " + word + "\r\n" : "Host: 127.0.0.1\r\n";
    switch (dice.below(20)) {
        case 0:
            lines += "Origin: " + word + "\r\n";
            break;
        case 1:
            lines += "Sec-Fetch-Site: cross-site\r\n";
            break;
        case 2:
            lines += "X-Unrip-Who: " + word + "\r\n";
            break;
        case 3:
            lines += "Idempotency-Key: " + word + "\r\n";
            break;
        case 4:
            lines += "Authorization: Bearer " + word + "\r\n";
            break;
        case 5:
            lines += "X-" + std::string(1 + dice.below(2'000), 'y') + ": 1\r\n";
            break;
        default:
            break;
    }
    return lines + (dice.one_in(25) ? "Content-Type: text/plain\r\n"
                                    : "Content-Type: application/json\r\n");
}

bool is_switch(const std::string& path) {
    static const std::vector<std::string> all{
        "/arm", "/disarm", "/freeze-withdrawals", "/limits", "/withdraw", "/track-withdrawal"};
    return std::any_of(all.begin(), all.end(), [&](const auto& one) { return path == one; });
}

nlohmann::json state_of(const ServiceProcess& process) {
    const auto answer = process.get("/state");
    if (answer.status != 200) throw std::runtime_error{process.name() + " has no /state"};
    return nlohmann::json::parse(answer.body);
}

}  // namespace

std::vector<DoorRoute> door_routes(const TradingHouse& house) {
    std::vector<DoorRoute> all;
    auto every = house.processes();
    std::vector<const ServiceProcess*> processes{every.begin(), every.end()};
    processes.push_back(&house.venue);
    for (const auto* process : processes) {
        for (const auto* path : {"/livez", "/healthz", "/readyz", "/state", "/metrics"})
            all.push_back({process, "GET", path});
        all.push_back({process, "POST", "/arm", kSwitch});
        all.push_back({process, "POST", "/disarm", R"({"who":"ops","reason":"x","revoke":false})"});
    }
    for (const auto* process : {&house.reference, &house.inventory, &house.liquidity})
        all.push_back({process, "POST", "/refresh"});
    all.push_back({&house.strategy, "GET", "/limits"});
    all.push_back({&house.strategy, "PUT", "/limits", kLimits});
    all.push_back({&house.executor, "POST", "/revoke", R"({"all":false})"});
    all.push_back({&house.writer, "GET", "/portfolio-metrics"});
    all.push_back({&house.liquidity, "POST", "/withdrawal-estimate", kWithdraw});
    all.push_back({&house.liquidity, "POST", "/withdraw", kWithdraw});
    all.push_back({&house.liquidity, "POST", "/track-withdrawal", kTrack});
    all.push_back(
        {&house.liquidity, "POST", "/freeze-withdrawals", R"({"frozen":true,"reason":"x"})"}
    );
    all.push_back({&house.liquidity, "GET", "/withdrawals"});
    all.push_back({&house.liquidity, "GET", "/withdrawals/wd-1"});
    for (const auto* path : {"/stats", "/prices", "/scenario", "/faults", "/accounts/a.near"})
        all.push_back({&house.venue, "GET", path});
    all.push_back({&house.venue, "POST", "/faults/end"});
    all.push_back(
        {&house.venue,
         "POST",
         "/quotes",
         R"({"pair":"btc-eure","give":"btc","amount_in":"0.0001"})"}
    );
    return all;
}

OddRequest odd_request(const DoorRoute& route, const Spoiler& body, Dice& dice) {
    OddRequest request;
    const auto head = head_of(route, dice);
    request.has_body = !head.starts_with("HEAD ");
    request.is_harmless =
        head.starts_with("GET ") || head.starts_with("HEAD ") || !is_switch(route.path);
    const auto text = dice.one_in(10) ? std::string{} : body.spoilt(dice);
    request.text = head + headers_of(dice) + "Content-Length: " + std::to_string(text.size()) +
                   "\r\n\r\n" + text;
    return request;
}

Answer DoorCaller::ask(const OddRequest& request) {
    // A refusal can close the connection: then the next request finds it closed, and goes again.
    for (int attempt = 0; attempt < 2; ++attempt) {
        const bool is_fresh = caller_ == nullptr;
        if (is_fresh) caller_ = std::make_unique<Caller>(port_);
        caller_->send(request.text);
        auto answer = caller_->answer(request.has_body);
        const auto said = answer.headers.find("connection");
        if (answer.status == 0 || (said != answer.headers.end() && said->second == "close")) {
            caller_.reset();
        }
        if (answer.status != 0 || is_fresh) return answer;
    }
    return {};
}

std::string what_is_in_force(const TradingHouse& house) {
    std::string all;
    for (const auto* process : house.processes()) {
        const auto state = state_of(*process);
        auto arming = state.at("arming");
        arming.erase("ttl_left_seconds");
        all += process->name() + " " + state.at("armed").dump() + " " + arming.dump() + "\n";
    }
    all += house.strategy.get("/limits").body + "\n";
    // Which there are; what is on its way moves by itself.
    const auto withdrawals = nlohmann::json::parse(house.liquidity.get("/withdrawals").body);
    for (const auto& withdrawal : withdrawals.at("withdrawals"))
        all += withdrawal.at("action_id").get<std::string>() + "\n";
    return all;
}

void put_back(const TradingHouse& house) {
    for (const auto* process : {&house.strategy, &house.executor, &house.liquidity})
        process->post("/disarm");
    for (const auto* process : {&house.ingest, &house.reference, &house.inventory, &house.writer})
        process->post("/arm");
}

}  // namespace unrip::test
