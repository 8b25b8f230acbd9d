// arm, disarm, kill: what strategy and executor may do.

#include "figures.hpp"
#include "ports.hpp"
#include "verbs.hpp"

#include <ostream>
#include <sstream>

namespace unrip::unripctl {
namespace {

struct Target {
    std::string service;
    std::string address;
};

std::vector<std::string> split(const std::string& text) {
    std::vector<std::string> parts;
    std::istringstream stream{text};
    for (std::string part; std::getline(stream, part, ',');) {
        if (!part.empty()) parts.push_back(part);
    }
    return parts;
}

/// Replicas of one service listen on addresses of their own: --at names them.
Result<std::vector<Target>> targets_of(const Tools& tools, const Arguments& arguments) {
    const auto word = arguments.word(0);
    std::vector<std::string> services;
    if (word == "strategy" || word == "all") services.emplace_back("strategy-engine");
    if (word == "executor" || word == "all") services.emplace_back("trade-executor");
    if (services.empty()) {
        return fail(
            Error::Kind::malformed, "\"" + word + "\" is none of strategy, executor and all."
        );
    }
    std::vector<Target> targets;
    if (const auto at = arguments.value("--at")) {
        if (services.size() > 1) {
            return fail(
                Error::Kind::malformed, "--at goes with strategy or executor, not with all."
            );
        }
        for (auto& address : split(*at))
            targets.push_back({services.front(), std::move(address)});
        return targets;
    }
    for (auto& service : services) {
        auto address = tools.ports.address(service);
        targets.push_back({std::move(service), std::move(address)});
    }
    return targets;
}

/// "armed (0.0 s, by ops, for 1 h)"
std::string standing(const Json& body) {
    std::string text = is_true_at(body, "/armed") ? "armed" : "disarmed";
    const auto who = text_at(body, "/arming/who");
    if (!who.empty()) text += ", by " + who;
    const auto left = number_at(body, "/arming/ttl_left_seconds");
    if (left) text += ", for " + age_text(std::chrono::seconds{*left});
    return text;
}

/// What became of the nonces that were to be burnt, one line for each transaction.
std::string revoked_text(const Json& body) {
    if (!body.contains("revoked") || !body.at("revoked").is_array()) return {};
    if (body.at("revoked").empty()) return "  nothing was promised that could be revoked\n";
    std::string text;
    for (const auto& one : body.at("revoked")) {
        text += "  revocation " + text_at(one, "/verdict");
        const auto tx = text_at(one, "/tx_hash");
        const auto detail = text_at(one, "/detail");
        if (!tx.empty()) text += "   tx " + tx;
        if (!detail.empty()) text += "   " + detail;
        text += "\n";
    }
    return text;
}

Task<bool> move_one(Tools& tools, Target target, std::string path, Json body) {
    const auto answer = co_await tools.ports.post_at(target.address, path, std::move(body));
    const auto line = padded(target.service, 17) + padded(target.address, 18);
    if (!answer) {
        tools.out << line << "NOT REACHED: " << answer.error().detail << '\n';
        co_return false;
    }
    if (!answer->is_ok()) {
        tools.out << line << "REFUSED: " << answer->complaint() << '\n';
        co_return false;
    }
    tools.out << line << standing(answer->body);
    tools.out << '\n' << revoked_text(answer->body);
    co_return true;
}

Json body_of(const Tools& tools, const Arguments& arguments) {
    Json body;
    body["who"] = tools.who;
    if (const auto reason = arguments.value("--reason")) body["reason"] = *reason;
    return body;
}

Task<int> run_arm(Tools& tools, Arguments arguments) {
    const auto targets = targets_of(tools, arguments);
    if (!targets) {
        tools.err << "unripctl arm: " << targets.error().detail << '\n';
        co_return kWrongUse;
    }
    auto body = body_of(tools, arguments);
    if (const auto ttl = arguments.value("--ttl")) {
        const auto seconds = seconds_of("--ttl", *ttl);
        if (!seconds) {
            tools.err << "unripctl arm: " << seconds.error().detail << '\n';
            co_return kWrongUse;
        }
        body["ttl_seconds"] = *seconds;
    }
    if (arguments.has("--force")) body["force"] = true;
    const auto question = "Arm " + arguments.word(0) + "? From then on quotes may be given.";
    if (!is_wanted(tools, arguments, question)) co_return kNotWanted;
    bool all = true;
    for (const auto& target : *targets) {
        const bool done = co_await move_one(tools, target, "/arm", body);
        all = all && done;
    }
    co_return all ? kDone : kNotDone;
}

Task<int> run_disarm(Tools& tools, Arguments arguments) {
    const auto targets = targets_of(tools, arguments);
    if (!targets) {
        tools.err << "unripctl disarm: " << targets.error().detail << '\n';
        co_return kWrongUse;
    }
    bool all = true;
    for (const auto& target : *targets) {
        auto body = body_of(tools, arguments);
        if (arguments.has("--revoke") && target.service == "trade-executor") body["revoke"] = true;
        const bool done = co_await move_one(tools, target, "/disarm", std::move(body));
        all = all && done;
    }
    co_return all ? kDone : kNotDone;
}

/// No question is asked: whoever types this has no time.
Task<int> run_kill(Tools& tools, Arguments arguments) {
    auto body = body_of(tools, arguments);
    if (!body.contains("reason")) body["reason"] = "unripctl kill";
    Target strategy{"strategy-engine", tools.ports.address("strategy-engine")};
    Target executor{"trade-executor", tools.ports.address("trade-executor")};
    const bool quiet = co_await move_one(tools, std::move(strategy), "/disarm", body);
    body["revoke"] = true;
    const bool revoked = co_await move_one(tools, executor, "/disarm", body);
    bool stopped = revoked;
    if (!revoked) {
        // Without the means to revoke it still has to be off.
        body.erase("revoke");
        stopped = co_await move_one(tools, std::move(executor), "/disarm", body);
        tools.out << "Nothing was revoked: what is promised can be taken until its deadline.\n";
    }
    if (quiet && stopped && revoked) co_return kDone;
    if (!quiet || !stopped) {
        tools.out
            << "What was not reached may still trade: stop the process itself (./scripts/down, "
               "docker compose stop, kubectl scale).\n";
    }
    co_return kNotDone;
}

constexpr auto kArmTeaches =
    "Both have to be armed for money to move: the strategy may then send commands, the executor\n"
    "may then sign them. Each refuses, with the reason, while something is wrong; --force goes "
    "over\n"
    "a refusal that allows it. With --ttl it disarms by itself. Arming again renews the time.\n"
    "\n"
    "  unripctl arm strategy --ttl 8h --reason \"day shift\"\n"
    "  unripctl arm all --yes\n"
    "  unripctl arm strategy --at 127.0.0.1:8086,127.0.0.1:8186     every replica, each shown\n";

constexpr auto kDisarmTeaches =
    "At once, without a question, never refused. What was signed before can still be taken until\n"
    "its deadline; --revoke burns the nonces of open slots on the chain (executor only).\n"
    "\n"
    "  unripctl disarm all --reason \"odd prices\"\n";

constexpr auto kKillTeaches =
    "For emergencies: disarms the strategy, then the executor, and has the executor burn the "
    "nonces\n"
    "of everything that is promised. Asks nothing. The liquidity-manager is left alone: it is the "
    "one\n"
    "that sends the revocation. Exit code 1 when anything of it did not work.\n";

}  // namespace

Command arm_command() {
    return {
        "arm",
        "strategy|executor|all [--ttl 8h] [--reason TEXT] [--force] [--at HOST:PORT,...] [--yes]",
        "lets the strategy command and the executor sign (asks first)",
        kArmTeaches,
        {1, 1, {"--ttl", "--reason", "--at", "--who"}, {"--force", "--yes"}},
        run_arm};
}

Command disarm_command() {
    return {
        "disarm",
        "strategy|executor|all [--reason TEXT] [--revoke] [--at HOST:PORT,...]",
        "takes that away again, at once",
        kDisarmTeaches,
        {1, 1, {"--reason", "--at", "--who"}, {"--revoke", "--yes"}},
        run_disarm};
}

Command kill_command() {
    return {
        "kill",
        "[--reason TEXT]",
        "disarms everything and revokes what is promised, at once",
        kKillTeaches,
        {0, 0, {"--reason", "--who"}, {"--yes"}},
        run_kill};
}

}  // namespace unrip::unripctl
