// The verbs that change things or look at services, against control ports that say what they are
// told.

#include "integration/unripctl/fake_house.hpp"

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>
#include <sys/stat.h>

#include <fstream>

namespace unrip::test {
namespace {

using nlohmann::json;
using ::testing::HasSubstr;
using ::testing::Not;

std::int64_t now_ms() {
    return to_unix_ms(SystemClock{}.now());
}

constexpr auto kManagerState =
    R"({"detail":{"tokens":[)"
    R"({"asset_id":"nep141:btc.omft.near","symbol":"BTC","decimals":8,"chain":"btc:mainnet"},)"
    R"({"asset_id":"nep141:eure","symbol":"EURe","decimals":18,"chain":"eth:100"}],)"
    R"("deposit_addresses":[{"chain":"btc:mainnet","address":"bc1qhere","memo":null}],)"
    R"("pending_deposits":[{"asset":"nep141:btc.omft.near","amount":"50000","state":"pending",)"
    R"("since":"2026-11-20T14:00:00.000Z","outside_tx_hash":"c3b9"}]}})";
constexpr auto kEstimate =
    R"({"asset_id":"nep141:btc.omft.near","chain":"btc:mainnet","destination_address":"bc1qout",)"
    R"("amount":"100000","fee":"1500","arrives":"98500","acceptable":true,"reason":null})";
constexpr auto kLimits =
    R"({"limits_hash":"aa","pairs":{"btc-eure":{"notional_max_eure":"5","quotes_per_second":10}},)"
    R"("max_notional_eure":"5"})";

struct Verbs : FakeHouse {
    Verbs() {
        port("liquidity-manager").answer("GET /state", 200, kManagerState);
        port("liquidity-manager").answer("POST /withdrawal-estimate", 200, kEstimate);
        port("liquidity-manager")
            .answer("POST /withdraw", 202, R"({"action_id":"wdr-1","state":"requested"})");
        port("strategy-engine").answer("GET /limits", 200, kLimits);
        port("strategy-engine").answer("PUT /limits", 200, kLimits);
    }
    json asked_last(const std::string& service) {
        return json::parse(port(service).asked().back().body);
    }
};

TEST_F(Verbs, LimitsAreShownAndSetInPart) {
    EXPECT_THAT(ctl({"limits"}).output, HasSubstr("largest quote of any pair   5.00 EURe"));
    EXPECT_THAT(ctl({"limits", "get"}).output, HasSubstr("quotes_per_second     10"));
    const auto set = ctl(
        {"limits",
         "set",
         "max_notional_eure=5",
         "btc-eure.base_max=0.001",
         "--reason",
         "calm",
         "--yes"}
    );
    EXPECT_EQ(set.exit_code, 0) << set.output;
    EXPECT_EQ(
        asked_last("strategy-engine"),
        (json{
            {"max_notional_eure", 5},
            {"pairs", {{"btc-eure", {{"base_max", "0.001"}}}}},
            {"reason", "calm"},
            {"who", "ops"}})
    );
    EXPECT_EQ(ctl({"limits", "set", "max_notional_eure=5"}, "n\n").exit_code, 4);
    EXPECT_EQ(ctl({"limits", "set", "five", "--yes"}).exit_code, 2);
    EXPECT_EQ(ctl({"limits", "set", "--yes"}).exit_code, 2);
    port("strategy-engine")
        .answer(
            "PUT /limits", 400, R"({"error":{"code":"invalid_limits","message":"x must be y"}})"
        );
    const auto refused = ctl({"limits", "set", "max_notional_eure=0", "--yes"});
    EXPECT_EQ(refused.exit_code, 1);
    EXPECT_THAT(refused.output, HasSubstr("x must be y"));
}

TEST_F(Verbs, RefreshAsksThreeServicesAndSaysWhichDidNot) {
    for (const auto* service : {"market-reference-ingest", "inventory-sync"})
        port(service).answer("POST /refresh", 200, "{}");
    const auto done = ctl({"refresh"});
    EXPECT_EQ(done.exit_code, 1);
    EXPECT_THAT(done.output, HasSubstr("inventory-sync           refreshed"));
    EXPECT_THAT(done.output, HasSubstr("liquidity-manager        no such path"));
    EXPECT_EQ(ctl({"refresh", "inventory-sync"}).exit_code, 0);
}

TEST_F(Verbs, ProbeIsQuietWhenReadyAndSaysWhatIsNot) {
    auto& strategy = port("strategy-engine");
    const auto number = std::to_string(strategy.port());
    strategy.answer("GET /readyz", 200, R"({"ready":true})");
    const auto ready = ctl({"probe", number});
    EXPECT_EQ(ready.exit_code, 0) << ready.output;
    EXPECT_EQ(ready.output, "");

    strategy.answer("GET /readyz", 503, R"({"ready":false,"checks":{"nats":"away"}})");
    const auto not_ready = ctl({"probe", number});
    EXPECT_EQ(not_ready.exit_code, 1);
    EXPECT_THAT(not_ready.output, HasSubstr(R"("nats":"away")"));

    remove("strategy-engine");
    EXPECT_EQ(ctl({"probe", number}).exit_code, 1);
    EXPECT_EQ(ctl({"probe", "8086x"}).exit_code, 2);
}

TEST_F(Verbs, BalanceShowsWhatIsPromisedOfIt) {
    port("inventory-sync")
        .answer(
            "GET /state",
            200,
            R"({"detail":{"count":{"account_id":"maker.near","contract":"intents.near",)"
            R"("block":{"height":131204118},"balances":[{"asset":"nep141:btc.omft.near","symbol":"BTC",)"
            R"("decimals":8,"spendable":"49821000","pending":"0"}]}}})"
        );
    port("strategy-engine")
        .answer(
            "GET /state",
            200,
            R"({"detail":{"promised":{"nep141:btc.omft.near":{"committed":"400000"}}}})"
        );
    const auto shown = ctl({"balance"});
    EXPECT_EQ(shown.exit_code, 0) << shown.output;
    EXPECT_THAT(shown.output, HasSubstr("BTC     0.498 210 00 BTC          0.004 000 00 BTC"));
    EXPECT_THAT(shown.output, HasSubstr("counted at block 131 204 118 of maker.near"));
    port("inventory-sync").answer("GET /state", 200, R"({"detail":{"count":null}})");
    EXPECT_THAT(ctl({"balance"}).output, HasSubstr("has not counted yet"));
}

TEST_F(Verbs, DepositsShowAddressesAndWhatIsOnItsWay) {
    const auto shown = ctl({"deposits"}).output;
    EXPECT_THAT(shown, HasSubstr("BTC     btc:mainnet   bc1qhere"));
    EXPECT_THAT(shown, HasSubstr("0.000 500 00 BTC"));
    EXPECT_THAT(shown, HasSubstr("pending"));
}

TEST_F(Verbs, AWithdrawalIsEstimatedShownAndAskedFor) {
    const auto estimate = ctl({"withdraw", "estimate", "btc", "0.001"});
    EXPECT_EQ(estimate.exit_code, 0) << estimate.output;
    EXPECT_THAT(estimate.output, HasSubstr("bridge fee            0.000 015 00 BTC"));
    EXPECT_EQ(asked_last("liquidity-manager").at("amount"), "100000");

    EXPECT_EQ(ctl({"withdraw", "send", "btc", "0.001"}, "\n").exit_code, 4);
    const auto sent = ctl({"withdraw", "send", "BTC", "0.001", "bc1qout", "--yes"});
    EXPECT_EQ(sent.exit_code, 0) << sent.output;
    EXPECT_THAT(sent.output, HasSubstr("wdr-1 is requested"));
    const auto first = port("liquidity-manager").asked().back();
    EXPECT_EQ(first.what, "POST /withdraw");
    EXPECT_EQ(json::parse(first.body).at("destination_address"), "bc1qout");
    EXPECT_THAT(first.head, HasSubstr("Idempotency-Key: unripctl/"));
    ctl({"withdraw", "send", "BTC", "0.001", "bc1qout", "--yes", "--key", "second"});
    EXPECT_THAT(
        port("liquidity-manager").asked().back().head, HasSubstr("Idempotency-Key: second")
    );
}

TEST_F(Verbs, AWithdrawalThatIsRefusedSaysWhy) {
    port("liquidity-manager")
        .answer(
            "POST /withdraw",
            423,
            R"({"error":{"code":"frozen","message":"Withdrawals are frozen."}})"
        );
    const auto refused = ctl({"withdraw", "send", "btc", "0.001", "--yes"});
    EXPECT_EQ(refused.exit_code, 1);
    EXPECT_THAT(refused.output, HasSubstr("Withdrawals are frozen."));
    EXPECT_THAT(
        ctl({"withdraw", "send", "doge", "1", "--yes"}).output, HasSubstr("there are BTC, EURe.")
    );
    EXPECT_THAT(
        ctl({"withdraw", "send", "btc", "much", "--yes"}).output, HasSubstr("is no amount of BTC")
    );
    EXPECT_EQ(ctl({"withdraw", "fly"}).exit_code, 2);
}

TEST_F(Verbs, WithdrawalsAreListedWithWhereTheyGo) {
    port("liquidity-manager").answer("GET /withdrawals", 200, R"({"withdrawals":[]})");
    EXPECT_EQ(ctl({"withdraw", "list"}).output, "There are none.\n");
    port("liquidity-manager")
        .answer(
            "GET /withdrawals",
            200,
            R"({"withdrawals":[{"action_id":"wdr-7c1","asset":"nep141:btc.omft.near","amount":"100000",)"
            R"("state":"bridging","since":"2026-11-20T14:02:31.114Z","address":"bc1qout","tx_hash":"9Qm",)"
            R"("detail":null}]})"
        );
    EXPECT_EQ(
        ctl({"withdraw", "list"}).output,
        "since (UTC)      amount                state       withdrawal\n"
        "2026-11-20 14:02 0.001 000 00 BTC      bridging    wdr-7c1\n"
        "                 to bc1qout\n"
        "                 tx 9Qm\n"
    );
    const auto list = json::parse(ctl({"withdraw", "list", "--json"}).output);
    EXPECT_EQ(list.at("withdrawals").at(0).at("state"), "bridging");
}

TEST_F(Verbs, FreezingIsAtOnceAndUnfreezingAsks) {
    port("liquidity-manager").answer("POST /freeze-withdrawals", 200, "{}");
    EXPECT_THAT(ctl({"withdraw", "freeze"}).output, HasSubstr("Withdrawals are frozen."));
    EXPECT_EQ(asked_last("liquidity-manager").at("frozen"), true);
    EXPECT_EQ(ctl({"withdraw", "unfreeze"}, "n\n").exit_code, 4);
    EXPECT_EQ(ctl({"withdraw", "unfreeze", "--yes"}).exit_code, 0);
    EXPECT_EQ(asked_last("liquidity-manager").at("frozen"), false);
}

TEST_F(Verbs, ANewKeyIsWrittenForItsOwnerAloneAndNeverOverAnOldOne) {
    const TemporaryDirectory directory;
    const auto file = (directory.path() / "signer.key").string();
    environment_["NEAR_INTENTS_ACCOUNT_ID"] = "maker.near";
    const auto made = ctl({"keys", "generate", file});
    EXPECT_EQ(made.exit_code, 0) << made.output;
    struct stat status {};
    ASSERT_EQ(stat(file.c_str(), &status), 0);
    EXPECT_EQ(status.st_mode & 0777U, 0600U);
    EXPECT_THAT(made.output, HasSubstr("add_public_key json-args '{\"public_key\":\"ed25519:"));
    EXPECT_THAT(
        made.output,
        HasSubstr("prepaid-gas '100.0 Tgas' attached-deposit '1 yoctoNEAR' sign-as maker.near")
    );
    std::ifstream stream{file};
    std::string secret;
    std::getline(stream, secret);
    EXPECT_THAT(made.output, Not(HasSubstr(secret)));

    EXPECT_EQ(ctl({"keys", "generate", file}).exit_code, 1);
    const auto shown = ctl({"keys", "show", file}).output;
    const auto key = shown.substr(shown.find("ed25519:"), 52);
    EXPECT_THAT(made.output, HasSubstr(key));
    environment_["NEAR_INTENTS_SIGNER_PRIVATE_KEY_FILE"] = file;
    EXPECT_THAT(ctl({"keys", "show"}).output, HasSubstr(key));
    EXPECT_EQ(json::parse(ctl({"keys", "show", "--json"}).output).at("public_key"), key);
    environment_["NEAR_RPC_URLS"] = "http://127.0.0.1:9";
    EXPECT_EQ(ctl({"keys", "check"}).exit_code, 1);
    EXPECT_EQ(ctl({"keys", "lose"}).exit_code, 2);
}

TEST_F(Verbs, KeysAreEncryptedAndOpenedWithAPassphraseFromAFile) {
    const TemporaryDirectory directory;
    const auto path = [&](const char* name) { return (directory.path() / name).string(); };
    directory.write("words", "correct horse battery\n");
    chmod(path("words").c_str(), 0600);
    directory.write("others", "wrong horse battery\n");
    chmod(path("others").c_str(), 0600);

    const auto made =
        ctl({"keys", "generate", path("box"), "--encrypt", "--passphrase-file", path("words")});
    ASSERT_EQ(made.exit_code, 0) << made.output;
    EXPECT_THAT(made.output, Not(HasSubstr("horse")));
    const auto shown =
        ctl({"keys", "show", path("box"), "--passphrase-file", path("words")}).output;
    EXPECT_THAT(shown, HasSubstr("public key  ed25519:"));

    const auto wrong = ctl({"keys", "show", path("box"), "--passphrase-file", path("others")});
    EXPECT_EQ(wrong.exit_code, 1);
    EXPECT_THAT(wrong.output, HasSubstr("the passphrase does not open the key"));
    EXPECT_THAT(ctl({"keys", "show", path("box")}).output, HasSubstr("no passphrase is given"));

    environment_["NEAR_INTENTS_SIGNER_PASSPHRASE_FILE"] = path("words");
    environment_["NEAR_INTENTS_SIGNER_PRIVATE_KEY_FILE"] = path("box");
    EXPECT_EQ(ctl({"keys", "show"}).output, shown);
    EXPECT_EQ(ctl({"keys", "decrypt", path("box"), path("plain")}).exit_code, 0);
    EXPECT_EQ(ctl({"keys", "encrypt", path("plain"), path("again")}).exit_code, 0);
    EXPECT_EQ(ctl({"keys", "show", path("again")}).output, shown);
    const auto over = ctl({"keys", "encrypt", path("plain"), path("again")});
    EXPECT_EQ(over.exit_code, 1);
    EXPECT_THAT(over.output, HasSubstr("File exists"));
    EXPECT_EQ(ctl({"keys", "encrypt", path("plain")}).exit_code, 2);

    environment_.erase("NEAR_INTENTS_SIGNER_PASSPHRASE_FILE");
    const auto without = ctl({"keys", "encrypt", path("plain"), path("third")});
    EXPECT_EQ(without.exit_code, 1);
    EXPECT_THAT(without.output, HasSubstr("--passphrase-file"));
}

TEST_F(Verbs, TheDoctorNamesWhatIsWrongWithItsFix) {
    have_history();
    all_answer_state();
    auto executor = json::parse(well(true));
    executor["detail"]["key"] = {{"public_key", "ed25519:6yT"}, {"is_registered", false}};
    port("trade-executor").answer("GET /state", 200, executor.dump());
    EXPECT_THAT(
        ctl({"doctor"}).output,
        HasSubstr("fail  signer key               ed25519:6yT is not registered for ")
    );
    remove("trade-executor");
    auto ingest = json::parse(well(true));
    ingest["detail"]["relay"] = {{"state", "credential_refused"}, {"has_api_key", true}};
    port("near-intents-ingest").answer("GET /state", 200, ingest.dump());
    write({counted(100, now_ms(), "1000000", "0")});
    const auto said = ctl({"doctor"});
    EXPECT_EQ(said.exit_code, 3);
    EXPECT_THAT(said.output, HasSubstr("ok    history-writer"));
    EXPECT_THAT(said.output, HasSubstr("fail  trade-executor           does not answer at"));
    EXPECT_THAT(said.output, HasSubstr("fix: ./scripts/up"));
    EXPECT_THAT(said.output, HasSubstr("ok    PostgreSQL               schema "));
    EXPECT_THAT(
        said.output, HasSubstr("fail  prices                   none in the last ten minutes")
    );
    EXPECT_THAT(said.output, HasSubstr("warn  balance EURe             0.00 EURe"));
    EXPECT_THAT(said.output, HasSubstr("warn  signer key               not checked"));
    EXPECT_THAT(said.output, HasSubstr("ok    control ports            on this machine alone"));
    EXPECT_THAT(said.output, HasSubstr("fail  relay's API key          the relay refuses it"));
    EXPECT_THAT(said.output, HasSubstr("things need attention."));
    const auto list = json::parse(ctl({"doctor", "--json"}).output);
    EXPECT_TRUE(std::any_of(list.begin(), list.end(), [](const json& one) {
        return one.at("check") == "trade-executor" && one.at("grade") == "fail";
    }));
}

TEST_F(Verbs, TheShellCompletesVerbsWordsAndOptions) {
    const auto offered = [](const std::string& typed) {
        const auto script = std::string{". "} + UNRIP_SOURCE_DIR +
                            "/deploy/completion/unripctl.bash; COMP_WORDS=(" + typed +
                            "); COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); _unripctl; "
                            "printf '%s ' \"${COMPREPLY[@]}\"";
        return run_child({"/bin/bash", "-c", script}, "", RunAs{}).output;
    };
    EXPECT_EQ(offered("unripctl wit"), "withdraw ");
    EXPECT_EQ(offered("unripctl arm str"), "strategy ");
    EXPECT_EQ(offered("unripctl withdraw un"), "unfreeze ");
    EXPECT_EQ(offered("unripctl watch --on"), "--once ");
    EXPECT_EQ(offered("unripctl quotes --ended exp"), "expired ");
    EXPECT_EQ(offered("unripctl pnl --since ''"), " ") << "nobody knows how long";
}

TEST_F(Verbs, ExportWritesCsvAndOneObjectALine) {
    have_history();
    write({
        retold("decision.trade_decision", "dec-7-1204", now_ms()),
        retold("decision.trade_decision@declined", "dec-7-1205", now_ms() + 1),
    });
    const TemporaryDirectory directory;
    const auto file = (directory.path() / "decisions.csv").string();
    const auto csv = ctl({"export", "decisions", "--format", "csv", "--out", file});
    EXPECT_EQ(csv.exit_code, 0) << csv.output;
    std::ifstream stream{file};
    const std::string text{std::istreambuf_iterator<char>{stream}, {}};
    EXPECT_TRUE(text.starts_with("id,cause,source,pair,")) << text;
    EXPECT_THAT(text, HasSubstr("dec-7-1204,"));
    EXPECT_THAT(text, HasSubstr("5000000000000000000"));
    EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), 3);

    const auto lines = ctl({"export", "quotes", "--since", "1h"}).output;
    EXPECT_THAT(lines, HasSubstr(R"("amount_out":0.00008271)"));
    EXPECT_EQ(ctl({"export", "nothing"}).exit_code, 2);
    EXPECT_EQ(ctl({"export", "quotes", "--format", "xml"}).exit_code, 2);
}

}  // namespace
}  // namespace unrip::test
