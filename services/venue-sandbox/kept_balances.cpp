#include "kept_balances.hpp"

#include "chain/chain.hpp"

#include <nlohmann/json.hpp>

#include <filesystem>
#include <fstream>
#include <sstream>

namespace unrip::sandbox {
namespace {

using nlohmann::json;

Failure unreadable(const std::string& path) {
    return fail(
        Error::Kind::malformed,
        path + R"( does not hold balances, such as {"nep141:btc.omft.near":"1000000"}: remove it)"
    );
}

}  // namespace

Result<void> recall_balances(const std::string& path, AccountPlan& maker) {
    std::error_code unusable;  // A path that can't be one, such as one that is too long.
    if (!std::filesystem::exists(path, unusable)) return {};
    // A directory can be opened too, and fails at the first byte.
    std::ostringstream text;
    text << std::ifstream{path}.rdbuf();
    const auto kept = json::parse(text.str(), nullptr, false);
    if (!kept.is_object()) return unreadable(path);
    std::map<AssetId, Amount> balances;
    for (const auto& [asset, atoms] : kept.items()) {
        const auto id = AssetId::parse(asset);
        if (!id || !atoms.is_string()) return unreadable(path);
        const auto amount = Amount::parse(atoms.get<std::string>());
        if (!amount) return unreadable(path);
        balances[*id] = *amount;
    }
    maker.balances = std::move(balances);
    return {};
}

Result<void> keep_balances(
    const std::string& path, const Chain& chain, const std::string& account
) {
    const auto& ledger = chain.verifier().ledger();
    json kept = json::object();
    for (const auto& token : ledger.tokens_of(account, kNewest))
        kept[token] = to_text(ledger.balance(account, token));
    const auto unfinished = path + ".new";
    {
        std::ofstream file{unfinished};
        file << kept.dump(1) << "\n" << std::flush;
        if (!file) return fail(Error::Kind::unavailable, unfinished + " can't be written");
    }
    std::error_code trouble;
    std::filesystem::rename(unfinished, path, trouble);
    if (trouble) return fail(Error::Kind::unavailable, path + ": " + trouble.message());
    return {};
}

}  // namespace unrip::sandbox
