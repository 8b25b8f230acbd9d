#include "exchanges/rest.hpp"

#include "exchanges/wording.hpp"
#include "venue/json/json_value.hpp"

#include <algorithm>

namespace unrip::sandbox {
namespace {

constexpr std::uint64_t kSomeTrade = 370'000'000;

int digit(char letter) {
    if (letter >= '0' && letter <= '9') return letter - '0';
    if (letter >= 'a' && letter <= 'f') return letter - 'a' + 10;
    if (letter >= 'A' && letter <= 'F') return letter - 'A' + 10;
    return -1;
}

std::string decoded(std::string_view text) {
    std::string plain;
    for (std::size_t at = 0; at < text.size(); ++at) {
        const bool escaped = text[at] == '%' && at + 2 < text.size() && digit(text[at + 1]) >= 0 &&
                             digit(text[at + 2]) >= 0;
        if (!escaped) {
            plain += text[at];
            continue;
        }
        plain += static_cast<char>(digit(text[at + 1]) * 16 + digit(text[at + 2]));
        at += 2;
    }
    return plain;
}

/// XBTEUR comes back as XXBTZEUR.
std::string kraken_key(std::string_view asked) {
    if (asked == "XBTEUR") return "XXBTZEUR";
    if (asked == "XBTUSD") return "XXBTZUSD";
    return std::string{asked};
}

std::optional<BestPrice> best_called(const Opinion& opinion, std::string_view symbol, Instant now) {
    const auto market = opinion.market_called(symbol);
    return market ? opinion.best(*market, now) : std::nullopt;
}

/// `"a":["60000.1","1","1.000"]`
std::string level(std::string_view name, const std::string& price, const std::string& size) {
    std::string text = "\"";
    text += name;
    return text + "\":[\"" + price + "\",\"1\",\"" + size + "\"]";
}

/// The text between two others, or nothing.
std::optional<std::string_view> between(
    std::string_view text, std::string_view before, std::string_view after
) {
    const bool fits = text.size() >= before.size() + after.size() && text.starts_with(before) &&
                      text.ends_with(after);
    if (!fits) return std::nullopt;
    return text.substr(before.size(), text.size() - before.size() - after.size());
}

}  // namespace

RestQuery::RestQuery(std::string_view query) {
    while (!query.empty()) {
        const auto end = std::min(query.find('&'), query.size());
        const auto one = query.substr(0, end);
        const auto equals = std::min(one.find('='), one.size());
        const auto value = equals == one.size() ? std::string_view{} : one.substr(equals + 1);
        pairs_.emplace_back(decoded(one.substr(0, equals)), decoded(value));
        query.remove_prefix(std::min(end + 1, query.size()));
    }
}

std::vector<std::string> RestQuery::all(std::string_view name) const {
    std::vector<std::string> values;
    for (const auto& [key, value] : pairs_) {
        if (key == name) values.push_back(value);
    }
    return values;
}

std::string RestQuery::first(std::string_view name) const {
    const auto values = all(name);
    return values.empty() ? std::string{} : values.front();
}

RestAnswer kraken_rest(
    const Opinion& opinion, std::string_view path, const RestQuery& query, Instant now
) {
    if (path != "/0/public/Ticker") return {404, R"({"error":["EGeneral:Unknown method"]})"};
    if (opinion.outage(now) == Outage::How::maintenance) {
        return {200, R"({"error":["EService:Unavailable"]})"};
    }
    const auto asked = query.first("pair");
    const auto best = best_called(opinion, asked, now);
    if (!best) return {200, R"({"error":["EQuery:Unknown asset pair"]})"};
    return {
        200,
        R"({"error":[],"result":{)" + venue::json_string(kraken_key(asked)) + ":{" +
            level("a", best->ask_text, best->ask_size) + "," +
            level("b", best->bid_text, best->bid_size) + R"(,"c":[")" + best->bid_text +
            R"(","0.00100000"],"v":["100.5","210.5"],"p":[")" + best->bid_text + R"(",")" +
            best->bid_text + R"("],"t":[1024,2048],"l":[")" + best->bid_text + R"(",")" +
            best->bid_text + R"("],"h":[")" + best->ask_text + R"(",")" + best->ask_text +
            R"("],"o":")" + best->bid_text + R"("}}})"};
}

RestAnswer coinbase_rest(
    const Opinion& opinion, std::string_view path, const RestQuery& /*query*/, Instant now
) {
    const auto product = between(path, "/products/", "/ticker");
    const auto best = product ? best_called(opinion, *product, now) : std::nullopt;
    if (!best) return {404, R"({"message":"NotFound"})"};
    return {
        200,
        R"({"trade_id":)" + std::to_string(kSomeTrade + best->count) + "," +
            quoted("price", best->bid_text) + R"(,"size":"0.00150000",)" +
            quoted("bid", best->bid_text) + "," + quoted("ask", best->ask_text) +
            R"(,"volume":"512.25000000",)" + quoted("time", microsecond_text(best->at)) + "}"};
}

RestAnswer bitstamp_rest(
    const Opinion& opinion, std::string_view path, const RestQuery& /*query*/, Instant now
) {
    const auto symbol = between(path, "/api/v2/ticker/", "/");
    const auto best = symbol ? best_called(opinion, *symbol, now) : std::nullopt;
    if (!best) return {404, R"({"status":"error","reason":"Not found.","code":"404.002"})"};
    const auto seconds = std::to_string(to_unix_ms(best->at) / 1'000);
    return {
        200,
        "{" + quoted("timestamp", seconds) + "," + quoted("open", best->bid_text) + "," +
            quoted("high", best->ask_text) + "," + quoted("low", best->bid_text) + "," +
            quoted("last", best->bid_text) + R"(,"volume":"100.50000000",)" +
            quoted("vwap", best->bid_text) + "," + quoted("bid", best->bid_text) + "," +
            quoted("ask", best->ask_text) + R"(,"side":"0"})"};
}

RestAnswer binance_rest(
    const Opinion& opinion, std::string_view path, const RestQuery& query, Instant now
) {
    if (path != "/api/v3/ticker/bookTicker") return {404, R"({"code":-1,"msg":"Not found."})"};
    const auto symbol = query.first("symbol");
    const auto best = best_called(opinion, symbol, now);
    if (!best) return {400, R"({"code":-1121,"msg":"Invalid symbol."})"};
    return {
        200,
        R"({"symbol":)" + venue::json_string(symbol) + "," + quoted("bidPrice", best->bid_text) +
            "," + quoted("bidQty", best->bid_size) + "," + quoted("askPrice", best->ask_text) +
            "," + quoted("askQty", best->ask_size) + "}"};
}

}  // namespace unrip::sandbox
