// POST /quotes: asks the solvers once, by hand, and shows what they answer. Nothing is taken.

#include "control/answers.hpp"
#include "control/routes.hpp"
#include "sandbox.hpp"

namespace unrip::sandbox {
namespace {

const Token* token_called(const Pair& pair, const std::string& slug) {
    if (pair.base.slug == slug) return &pair.base;
    return pair.quote.slug == slug ? &pair.quote : nullptr;
}

/// {"pair":"btc-eure","give":"btc","amount_in":"0.0001"} as the relay's HTTP method has it.
Result<nlohmann::json> relay_request(const Scenario& scenario, const nlohmann::json& body) {
    const auto* traded = scenario.find_pair(text_of(body, "pair"));
    if (traded == nullptr) {
        return fail(Error::Kind::malformed, "pair must be one of the scenario's, such as btc-eure");
    }
    const auto& pair = traded->pair;
    const auto* given = token_called(pair, text_of(body, "give"));
    if (given == nullptr) {
        return fail(
            Error::Kind::malformed, "give must be " + pair.base.slug + " or " + pair.quote.slug
        );
    }
    const auto& received = given->slug == pair.base.slug ? pair.quote : pair.base;
    const bool exact_in = body.contains("amount_in");
    const auto amount = exact_in
                            ? Amount::parse_tokens(text_of(body, "amount_in"), given->decimals)
                            : Amount::parse_tokens(text_of(body, "amount_out"), received.decimals);
    if (!amount || amount->is_zero() || exact_in == body.contains("amount_out")) {
        return fail(
            Error::Kind::malformed,
            "give one of amount_in and amount_out, in whole tokens as text, such as \"0.0001\""
        );
    }
    return nlohmann::json{
        {"defuse_asset_identifier_in", given->id.text()},
        {"defuse_asset_identifier_out", received.id.text()},
        {exact_in ? "exact_amount_in" : "exact_amount_out", amount->to_string()},
        {"min_deadline_ms", body.value("min_deadline_ms", nlohmann::json(60'000))}};
}

Task<runtime::ControlResponse> ask(Sandbox& sandbox, nlohmann::json body) {
    auto wanted = relay_request(sandbox.world().scenario(), body);
    if (!wanted) co_return refusal(wanted.error());
    net::ServedRequest call;
    call.method = "POST";
    call.target = "/rpc";
    // Whoever may use the control port needs no key.
    const auto& key = sandbox.relay().rules().bearer_token;
    call.headers.emplace_back("authorization", "Bearer " + (key.empty() ? "by-hand" : key));
    call.body = nlohmann::json{
        {"jsonrpc", "2.0"},
        {"id", 1},
        {"method", "quote"},
        {"params",
         nlohmann::json::array({*wanted}
         )}}.dump();
    auto said = co_await sandbox.relay().answer_http(std::move(call));
    co_return runtime::ControlResponse::json(said.status, std::move(said.body));
}

}  // namespace

void add_quote_routes(runtime::Control& control, Sandbox& sandbox) {
    control.route("POST", "/quotes", [&sandbox](runtime::ControlRequest request) {
        return ask(sandbox, body_of(request));
    });
}

}  // namespace unrip::sandbox
