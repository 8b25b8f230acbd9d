// The table of every environment variable of ours, by what it is about.

#include "runtime/catalogue.hpp"

#include <array>

namespace unrip::runtime {
namespace {

constexpr std::string_view kServices =
    "near-intents-ingest, market-reference-ingest, inventory-sync, liquidity-manager, "
    "history-writer, strategy-engine, trade-executor, venue-sandbox";
constexpr std::string_view kServicesAndTool =
    "near-intents-ingest, market-reference-ingest, inventory-sync, liquidity-manager, "
    "history-writer, strategy-engine, trade-executor, venue-sandbox, unripctl";
constexpr std::string_view kOnPolicy =
    "near-intents-ingest, market-reference-ingest, inventory-sync, liquidity-manager, "
    "history-writer, strategy-engine, trade-executor, unripctl";
constexpr std::string_view kOnNats =
    "unrip-streams, near-intents-ingest, market-reference-ingest, inventory-sync, "
    "liquidity-manager, history-writer, strategy-engine, trade-executor";
constexpr std::string_view kOnChain = "inventory-sync, liquidity-manager, trade-executor, unripctl";
constexpr std::string_view kOnContract =
    "inventory-sync, liquidity-manager, strategy-engine, trade-executor, unripctl";
constexpr std::string_view kOnAccount =
    "inventory-sync, liquidity-manager, strategy-engine, trade-executor, unripctl, unrip-streams";

constexpr Variable required(
    std::string_view name, std::string_view processes, std::string_view about
) {
    return {name, processes, "", true, false, about};
}
constexpr Variable optional(
    std::string_view name, std::string_view processes, std::string_view about
) {
    return {name, processes, "", false, false, about};
}
constexpr Variable preset(
    std::string_view name,
    std::string_view processes,
    std::string_view default_text,
    std::string_view about
) {
    return {name, processes, default_text, false, false, about};
}
constexpr Variable required_secret(
    std::string_view name, std::string_view processes, std::string_view about
) {
    return {name, processes, "", true, true, about};
}
constexpr Variable secret(
    std::string_view name, std::string_view processes, std::string_view about
) {
    return {name, processes, "", false, true, about};
}

constexpr std::array kVariables = {
    // Every process.
    preset("UNRIP_LOG_LEVEL", kServices, "info", "debug, info, warn or error."),
    preset(
        "UNRIP_LOG_FORMAT",
        kServices,
        "auto",
        "json, pretty, or auto: pretty on a terminal, else JSON."
    ),
    optional(
        "UNRIP_INSTANCE",
        kServices,
        "Tells replicas of one process apart. Without it: host name and process id."
    ),
    preset(
        "UNRIP_POLICY_FILE",
        kOnPolicy,
        "deploy/policy/btc-eure.json",
        "The policy: pairs, tokens, sources, spreads, limits, slots, timeouts, retention."
    ),
    preset(
        "UNRIP_SHUTDOWN_TIMEOUT",
        kServices,
        "10s",
        "How long an orderly end may take before it becomes an unorderly one."
    ),

    // The control ports.
    preset(
        "CONTROL_BIND",
        kServices,
        "127.0.0.1",
        "The address of the control port. Anything but loopback needs CONTROL_TOKEN or "
        "CONTROL_TOKENLESS_BIND."
    ),
    secret(
        "CONTROL_TOKEN",
        kServicesAndTool,
        "What `Authorization: Bearer` must carry. With it only /livez, /healthz and /readyz are "
        "open."
    ),
    optional(
        "CONTROL_TOKENLESS_BIND",
        kServices,
        "i-publish-on-loopback-only: permits a bind beyond loopback without a token, where a "
        "container's port is published on the host's 127.0.0.1 only."
    ),
    optional(
        "CONTROL_ALLOWED_HOSTS",
        kServices,
        "Further host names, separated by commas, under which the control port may be addressed."
    ),
    preset("NEAR_INTENTS_INGEST_PORT", "near-intents-ingest, unripctl", "8081", "Control port."),
    preset(
        "MARKET_REFERENCE_INGEST_PORT", "market-reference-ingest, unripctl", "8082", "Control port."
    ),
    preset("INVENTORY_SYNC_PORT", "inventory-sync, unripctl", "8083", "Control port."),
    preset("LIQUIDITY_MANAGER_PORT", "liquidity-manager, unripctl", "8084", "Control port."),
    preset("HISTORY_WRITER_PORT", "history-writer, unripctl", "8085", "Control port."),
    preset("STRATEGY_ENGINE_PORT", "strategy-engine, unripctl", "8086", "Control port."),
    preset("TRADE_EXECUTOR_PORT", "trade-executor, unripctl", "8087", "Control port."),
    preset("VENUE_SANDBOX_PORT", "venue-sandbox, unripctl", "8090", "Control port."),

    // NATS and PostgreSQL.
    preset(
        "NATS_URL",
        kOnNats,
        "nats://127.0.0.1:4222",
        "One or more servers of one cluster, separated by commas; nats:// or tls://."
    ),
    optional("NATS_USER", kOnNats, "The user name, where NATS asks for one."),
    secret("NATS_PASSWORD", kOnNats, "The password of NATS_USER."),
    optional("NATS_NKEY_PUBLIC", kOnNats, "The public nkey (U...), where NATS asks for one."),
    optional("NATS_NKEY_SEED_FILE", kOnNats, "The file with the seed of NATS_NKEY_PUBLIC."),
    optional(
        "NATS_SYNC",
        kOnNats,
        "The server's sync_interval, as its configuration has it: always, or a time such as 1s. "
        "A client can't ask; without it durability counts as lazy."
    ),
    optional("NATS_TLS_CA_FILE", kOnNats, "Who may sign the server's certificate."),
    optional("NATS_TLS_CERT_FILE", kOnNats, "Our certificate, where NATS asks for one."),
    optional("NATS_TLS_KEY_FILE", kOnNats, "The key of NATS_TLS_CERT_FILE."),
    optional(
        "NATS_TLS_EXPECTED_HOST", kOnNats, "The name that the server's certificate must carry."
    ),
    optional(
        "UNRIP_MIGRATIONS_DIR",
        "unrip-migrate",
        "Where the migrations are. Without it: beside the program, installed or built."
    ),
    preset(
        "UNRIP_MIGRATE_WAIT_SECONDS",
        "unrip-migrate",
        "60",
        "How long unrip-migrate waits for PostgreSQL."
    ),
    preset(
        "UNRIP_STREAMS_FILE",
        "unrip-streams",
        "deploy/nats/streams.json",
        "The streams and buckets that unrip-streams makes."
    ),
    preset(
        "UNRIP_STREAMS_REPLICAS",
        "unrip-streams",
        "1",
        "How many servers of a NATS cluster keep each stream and bucket, at least: 1, 3 or 5."
    ),
    required_secret(
        "POSTGRES_URL",
        "history-writer, unrip-migrate, unripctl",
        "postgresql://user:password@host:5432/database. A secret, since it can hold a password."
    ),

    secret(
        "ALERT_WEBHOOK_URL",
        "history-writer",
        "Where each alert and its end is told, as a POST of JSON (https://...). Without it nobody "
        "is told. A secret, since whoever knows it can speak there."
    ),

    // NEAR and the venue.
    required(
        "NEAR_INTENTS_ACCOUNT_ID", kOnAccount, "The account that holds the inventory: maker.near."
    ),
    required_secret(
        "NEAR_INTENTS_SIGNER_PRIVATE_KEY",
        "trade-executor, unripctl",
        "The key that signs quotes (ed25519:...), registered on the Verifier contract."
    ),
    secret(
        "NEAR_INTENTS_SIGNER_PASSPHRASE",
        "trade-executor, unripctl",
        "Opens the key that signs quotes, where it is encrypted (`unripctl keys encrypt`)."
    ),
    secret(
        "NEAR_ACCOUNT_PASSPHRASE",
        "liquidity-manager",
        "Opens NEAR_ACCOUNT_PRIVATE_KEY, where it is encrypted."
    ),
    secret(
        "NEAR_ACCOUNT_PRIVATE_KEY",
        "liquidity-manager",
        "The account's full-access key. Without it withdrawals and revocation are off."
    ),
    secret(
        "NEAR_INTENTS_API_KEY",
        "near-intents-ingest, trade-executor",
        "The Solver Relay's API key, where it asks for one."
    ),
    preset(
        "NEAR_RPC_URLS",
        kOnChain,
        "https://rpc.mainnet.near.org,https://free.rpc.fastnear.com",
        "NEAR nodes, separated by commas; several are compared."
    ),
    preset(
        "NEAR_INTENTS_RELAY_WS_URL",
        "near-intents-ingest, trade-executor",
        "wss://solver-relay-v2.chaindefuser.com/ws",
        "The Solver Relay's socket."
    ),
    preset(
        "NEAR_INTENTS_BRIDGE_RPC_URL",
        "liquidity-manager",
        "https://bridge.chaindefuser.com/rpc",
        "The bridge for deposits and withdrawals."
    ),
    preset("NEAR_INTENTS_CONTRACT", kOnContract, "intents.near", "The Verifier contract."),
    optional(
        "RELAY_INSTANCE_ID",
        "near-intents-ingest",
        "A name that stays the same over restarts: asks the relay to deliver quote_status until it "
        "is acknowledged. Needs an API key."
    ),
    preset(
        "RELAY_ANSWER_ON",
        "trade-executor",
        "asking-socket",
        "Where answers go out: asking-socket, where the question came in, or own-socket, a second "
        "one "
        "of trade-executor's own that the relay asks, too. It saves a hop and a reply."
    ),

    // Reference prices.
    preset(
        "REFERENCE_SOURCES",
        "market-reference-ingest",
        "kraken,coinbase,bitstamp",
        "Which exchanges to hear, of kraken, coinbase, bitstamp, binance, pyth."
    ),
    preset(
        "REFERENCE_KRAKEN_URL",
        "market-reference-ingest",
        "wss://ws.kraken.com/v2",
        "Kraken's socket; http(s):// for its REST alone. Anywhere else REST is under the same "
        "address."
    ),
    preset(
        "REFERENCE_COINBASE_URL",
        "market-reference-ingest",
        "wss://ws-feed.exchange.coinbase.com",
        "Coinbase Exchange's socket, likewise."
    ),
    preset(
        "REFERENCE_BITSTAMP_URL",
        "market-reference-ingest",
        "wss://ws.bitstamp.net",
        "Bitstamp's socket, likewise."
    ),
    preset(
        "REFERENCE_BINANCE_URL",
        "market-reference-ingest",
        "wss://data-stream.binance.vision",
        "Binance's market-data socket, likewise."
    ),
    preset(
        "REFERENCE_PYTH_URL",
        "market-reference-ingest",
        "https://hermes.pyth.network",
        "Pyth's Hermes."
    ),
    secret(
        "REFERENCE_PYTH_API_KEY",
        "market-reference-ingest",
        "What Pyth's Hermes asks for. Without it Hermes answers 401."
    ),

    // The simulated venue.
    preset(
        "VENUE_SANDBOX_BIND",
        "venue-sandbox",
        "127.0.0.1",
        "The address of the simulated venue. Anything but loopback needs CONTROL_TOKENLESS_BIND."
    ),
    preset(
        "VENUE_SANDBOX_VENUE_PORT",
        "venue-sandbox",
        "8091",
        "The port of the simulated venue: relay, NEAR node, bridge and exchanges, by path."
    ),
    preset(
        "VENUE_SANDBOX_SCENARIO_FILE",
        "venue-sandbox",
        "deploy/sandbox/scenarios/calm.json",
        "The world: prices, exchanges, takers, chain, faults."
    ),
    optional(
        "VENUE_SANDBOX_MAKER_KEY_FILE",
        "venue-sandbox",
        "Where the simulated maker's key is; made when it is not there. It is registered at the "
        "start."
    ),
    optional(
        "VENUE_SANDBOX_BALANCES_FILE",
        "venue-sandbox",
        "What the simulated maker holds when the venue is stopped, and holds again when it is "
        "started."
    ),

    // Trading.
    preset(
        "STRATEGY_MAX_NOTIONAL_EURE",
        "strategy-engine",
        "5",
        "The largest trade, in EURe at mid, until PUT /limits says otherwise."
    ),
    optional(
        "TRADING_BTC_WITHDRAW_ADDRESS",
        "liquidity-manager",
        "Where withdrawn BTC goes when the request names no address."
    ),
    optional(
        "TRADING_EURE_WITHDRAW_ADDRESS",
        "liquidity-manager",
        "Where withdrawn EURe goes when the request names no address."
    ),
};

}  // namespace

std::span<const Variable> catalogue() {
    return kVariables;
}

}  // namespace unrip::runtime
