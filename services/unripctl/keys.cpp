// keys: the key that signs quotes.

#include "keys.hpp"

#include "near/key_box.hpp"
#include "near/key_file.hpp"
#include "near/rpc_client.hpp"
#include "near/verifier.hpp"
#include "net/https.hpp"
#include "ports.hpp"
#include "runtime/env.hpp"
#include "verbs.hpp"

#include <functional>
#include <ostream>

namespace unrip::unripctl {
namespace {

std::string account_of(Tools& tools) {
    return tools.env.optional_text("NEAR_INTENTS_ACCOUNT_ID").value_or("ACCOUNT.near");
}

void show_command(Tools& tools, const near::PublicKey& key) {
    tools.out << "To let it sign for " << account_of(tools) << ", once:\n\n  "
              << registration_command(
                     key.to_string(), account_of(tools), tools.env.text("NEAR_INTENTS_CONTRACT")
                 )
              << "\n\nthen: unripctl keys check\n";
}

constexpr auto kPassphrase = "NEAR_INTENTS_SIGNER_PASSPHRASE";

/// Of --passphrase-file, else of the environment. Never a word of the command line itself, which
/// everybody on the machine can read.
Result<std::optional<runtime::Secret>> passphrase_of(Tools& tools, const Arguments& arguments) {
    const auto path = arguments.value("--passphrase-file");
    if (!path) return tools.env.optional_secret(kPassphrase);
    auto read = runtime::Secret::from_file(*path);
    if (!read) return read.failure();
    return std::optional{std::move(*read)};
}

/// What `use` makes of the passphrase; refused where there is none.
Result<near::PublicKey> with_passphrase(
    Tools& tools,
    const Arguments& arguments,
    const std::function<Result<near::PublicKey>(std::string_view)>& use
) {
    const auto passphrase = passphrase_of(tools, arguments);
    if (!passphrase) return passphrase.failure();
    if (!*passphrase) {
        return fail(
            Error::Kind::refused,
            "no passphrase: name a file that holds it with --passphrase-file, or set "
            "NEAR_INTENTS_SIGNER_PASSPHRASE_FILE"
        );
    }
    return (*passphrase)->with(use);
}

int generate(Tools& tools, const Arguments& arguments) {
    const auto path = arguments.word(1);
    if (path.empty()) {
        tools.err << "unripctl keys generate: say which file, such as secrets/signer.key\n";
        return kWrongUse;
    }
    const bool is_encrypted = arguments.has("--encrypt");
    const auto make_encrypted = [&](std::string_view words) {
        return near::create_encrypted_key_file(path, words);
    };
    const auto key = is_encrypted ? with_passphrase(tools, arguments, make_encrypted)
                                  : near::create_key_file(path);
    if (!key) return not_done(tools, key.error().detail);
    tools.out << "Wrote a new key to " << path << " (readable by you alone; there is no copy).\n"
              << "public key  " << key->to_string() << "\n\n";
    show_command(tools, *key);
    tools.out << "and for trade-executor: NEAR_INTENTS_SIGNER_PRIVATE_KEY_FILE=" << path << '\n';
    if (is_encrypted) tools.out << "with NEAR_INTENTS_SIGNER_PASSPHRASE_FILE beside it\n";
    return kDone;
}

int change_form(Tools& tools, const Arguments& arguments) {
    const auto verb = arguments.word(0);
    const auto from = arguments.word(1);
    const auto to = arguments.word(2);
    if (from.empty() || to.empty()) {
        tools.err << "unripctl keys " << verb << ": say from which file, and into which new one\n";
        return kWrongUse;
    }
    const auto change = verb == "encrypt" ? near::encrypt_key_file : near::decrypt_key_file;
    const auto key = with_passphrase(tools, arguments, [&](std::string_view words) {
        return change(from, to, words);
    });
    if (!key) return not_done(tools, key.error().detail);
    tools.out << "Wrote " << to << ", " << (verb == "encrypt" ? "encrypted" : "readable as it is")
              << ". " << from << " is still there.\npublic key  " << key->to_string() << '\n';
    return kDone;
}

Result<std::optional<near::PublicKey>> key_of(Tools& tools, const Arguments& arguments) {
    const auto path = arguments.word(1);
    if (path.empty()) return signer_key(tools);
    const auto passphrase = passphrase_of(tools, arguments);
    if (!passphrase) return passphrase.failure();
    const auto read = [&](const std::optional<std::string_view>& words) {
        return near::read_key_file(path, words);
    };
    const auto key = *passphrase ? (*passphrase)->with(read) : read(std::nullopt);
    if (!key) return key.failure();
    return std::optional{key->public_key()};
}

Json key_json(Tools& tools, const near::PublicKey& key, std::optional<bool> registered) {
    Json json;
    json["public_key"] = key.to_string();
    json["account_id"] = account_of(tools);
    json["contract"] = tools.env.text("NEAR_INTENTS_CONTRACT");
    json["registered"] = registered ? Json(*registered) : Json(nullptr);
    json["register_command"] = registration_command(
        key.to_string(), account_of(tools), tools.env.text("NEAR_INTENTS_CONTRACT")
    );
    return json;
}

Task<int> show_or_check(Tools& tools, Arguments arguments) {
    const auto key = key_of(tools, arguments);
    if (!key) co_return not_done(tools, key.error().detail);
    if (!*key) {
        co_return not_done(
            tools,
            "no key: name its file, or set NEAR_INTENTS_SIGNER_PRIVATE_KEY_FILE. `unripctl keys "
            "generate FILE` makes one."
        );
    }
    const bool is_json = arguments.has("--json");
    if (!is_json) tools.out << "public key  " << (*key)->to_string() << "\n";
    if (arguments.word(0) == "show") {
        if (is_json) {
            tools.out << key_json(tools, **key, std::nullopt).dump(2) << '\n';
        } else {
            tools.out << '\n';
            show_command(tools, **key);
        }
        co_return kDone;
    }
    auto asked = **key;
    const auto known = co_await is_registered(tools, std::move(asked));
    if (!known) co_return not_done(tools, known.error().detail);
    if (is_json) {
        tools.out << key_json(tools, **key, *known).dump(2) << '\n';
        co_return *known ? kDone : kAttention;
    }
    tools.out << (*known ? "registered  yes, for " : "registered  NO, not for ")
              << account_of(tools) << " on " << tools.env.text("NEAR_INTENTS_CONTRACT") << '\n';
    if (*known) co_return kDone;
    tools.out << '\n';
    show_command(tools, **key);
    co_return kAttention;
}

Task<int> run_keys(Tools& tools, Arguments arguments) {
    const auto verb = arguments.word(0);
    if (verb == "generate") co_return generate(tools, arguments);
    if (verb == "encrypt" || verb == "decrypt") co_return change_form(tools, arguments);
    if (verb == "show" || verb == "check")
        co_return co_await show_or_check(tools, std::move(arguments));
    tools.err << "unripctl keys: it is generate, show, check, encrypt or decrypt, not \"" << verb
              << "\".\n";
    co_return kWrongUse;
}

constexpr auto kTeaches =
    "generate FILE [--encrypt]  makes a new key in a file that only you can read; never over an "
    "old one\n"
    "show [FILE]                its public key, and the command that registers it on the Verifier\n"
    "check [FILE]               asks the Verifier whether it knows it (NEAR_INTENTS_ACCOUNT_ID, "
    "NEAR_RPC_URLS)\n"
    "encrypt FILE NEW_FILE      the same key under a passphrase; any process takes either form\n"
    "decrypt FILE NEW_FILE      and back\n"
    "\n"
    "Without FILE: NEAR_INTENTS_SIGNER_PRIVATE_KEY or its _FILE. The passphrase is the first line "
    "of "
    "--passphrase-file FILE,\n"
    "else of NEAR_INTENTS_SIGNER_PASSPHRASE or its _FILE. Neither secret is ever shown.\n"
    "exit code 3: the key is not registered.\n";

}  // namespace

std::string registration_command(
    const std::string& public_key, const std::string& account, const std::string& contract
) {
    return "near contract call-function as-transaction " + contract +
           " add_public_key json-args '{\"public_key\":\"" + public_key +
           "\"}' prepaid-gas '100.0 Tgas' attached-deposit '1 yoctoNEAR' sign-as " + account +
           " network-config mainnet sign-with-keychain send";
}

Result<std::optional<near::PublicKey>> signer_key(Tools& tools) {
    const auto secret = tools.env.optional_secret("NEAR_INTENTS_SIGNER_PRIVATE_KEY");
    if (!secret) return std::optional<near::PublicKey>{};
    const auto passphrase = tools.env.optional_secret(kPassphrase);
    const auto open = [&](const std::optional<std::string_view>& words) {
        return secret->with([&](std::string_view text) { return near::open_key(text, words); });
    };
    const auto key = passphrase ? passphrase->with(open) : open(std::nullopt);
    if (!key) return key.failure();
    return std::optional{key->public_key()};
}

Task<Result<bool>> is_registered(Tools& tools, near::PublicKey key) {
    const auto account = tools.env.optional_text("NEAR_INTENTS_ACCOUNT_ID");
    if (!account)
        co_return fail(Error::Kind::refused, "NEAR_INTENTS_ACCOUNT_ID is not set: whose key?");
    auto urls = tools.env.urls("NEAR_RPC_URLS", {"http", "https"});
    net::HttpClient http{tools.executor};
    near::RpcSettings settings;
    settings.nodes = std::move(urls);
    near::RpcClient rpc{std::move(settings), near::RpcOutside::real(http, tools.clock)};
    near::Verifier verifier{rpc, tools.env.text("NEAR_INTENTS_CONTRACT")};
    const auto name = *account;
    const auto known = co_await verifier.has_public_key(name, key, near::BlockRef::final_block());
    if (!known) co_return fail(known.error().kind, "the Verifier: " + known.error().detail);
    co_return known->value;
}

Command keys_command() {
    return {
        "keys",
        "generate FILE | show [FILE] | check [FILE] [--json] | encrypt FILE NEW | decrypt FILE NEW",
        "the key that signs quotes: make it, show it, is it registered, encrypt it",
        kTeaches,
        {1, 3, {"--passphrase-file"}, {"--encrypt", "--json"}},
        run_keys};
}

}  // namespace unrip::unripctl
