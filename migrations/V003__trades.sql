-- The life of a quote: decision -> command -> signature -> result -> settlement. Tables that see every
-- quote have a column for every field and no body; ids lead from one to the next.

set local role unrip_owner;

create table trade_decisions (
    id               text not null,
    cause            text,
    source           text not null,
    pair             text,
    trace            text,
    sent_at          timestamptz not null,
    received_at      timestamptz not null default now(),
    stream           text,
    stream_seq       bigint,
    quote_id         text not null,
    asset_in         text not null,
    asset_out        text not null,
    decimals_in      integer not null,
    decimals_out     integer not null,
    exact_amount_in  base_units,
    exact_amount_out base_units,
    min_deadline_ms  bigint not null,
    partner_id       text,
    outcome          text not null,
    reason           text,
    finding          jsonb,
    would_quote      boolean not null,
    stands_for       bigint not null,
    amount_in        base_units,
    amount_out       base_units,
    side             text,
    quoted_price     token_price,
    half_spread_ppm  bigint,
    spread           jsonb not null,
    notional_eure    base_units,
    slot             text,
    deadline_ms      bigint,
    inputs           jsonb not null,
    applied          jsonb not null,
    policy_hash      text not null,
    limits_hash      text not null,
    epoch            bigint not null,
    engine_seq       bigint not null,
    received_ns      bigint not null,
    heard_ns         bigint not null,
    decided_at_ns    bigint not null,
    primary key (id)
);

create index trade_decisions_quote on trade_decisions (quote_id);
create index trade_decisions_time on trade_decisions (sent_at);
call make_history('trade_decisions');

create table slot_events (
    id           text not null,
    cause        text,
    source       text not null,
    pair         text,
    trace        text,
    sent_at      timestamptz not null,
    received_at  timestamptz not null default now(),
    stream       text,
    stream_seq   bigint,
    account_id   text not null,
    epoch        bigint not null,
    revision     bigint not null,
    count_height bigint not null,
    body         jsonb not null,
    primary key (id)
);

create index slot_events_time on slot_events (sent_at);
call make_history('slot_events');

create table execute_trade_commands (
    id            text not null,
    cause         text,
    source        text not null,
    pair          text,
    trace         text,
    sent_at       timestamptz not null,
    received_at   timestamptz not null default now(),
    stream        text,
    stream_seq    bigint,
    decision_id   text not null,
    quote_id      text not null,
    account_id    text not null,
    contract      text not null,
    asset_in      text not null,
    delta_in      base_units_change not null,
    asset_out     text not null,
    delta_out     base_units_change not null,
    nonce         text not null,
    deadline      text not null,
    quote_output  text not null,
    slot          text not null,
    epoch         bigint not null,
    expires_at_ms bigint not null,
    instance      text not null,
    connection_id text not null,
    received_ns   bigint not null,
    decided_at_ns bigint not null,
    primary key (id)
);

create index execute_trade_commands_decision on execute_trade_commands (decision_id);
create index execute_trade_commands_time on execute_trade_commands
    using brin (sent_at) with (autosummarize = on, pages_per_range = 32);
call make_history('execute_trade_commands');

create table signed_quotes (
    id                 text not null,
    cause              text,
    source             text not null,
    pair               text,
    trace              text,
    sent_at            timestamptz not null,
    received_at        timestamptz not null default now(),
    stream             text,
    stream_seq         bigint,
    command_id         text not null,
    decision_id        text not null,
    quote_id           text not null,
    quote_hash         text not null,
    account_id         text not null,
    public_key         text not null,
    asset_in           text not null,
    delta_in           base_units_change not null,
    asset_out          text not null,
    delta_out          base_units_change not null,
    nonce              text not null,
    deadline           text not null,
    slot               text not null,
    epoch              bigint not null,
    notional_eure      base_units not null,
    reference_price    token_price not null,
    reference_price_id text not null,
    heard_ns           bigint not null,
    signed_ns          bigint not null,
    primary key (id)
);

create index signed_quotes_command on signed_quotes (command_id);
create index signed_quotes_hash on signed_quotes (quote_hash);
create index signed_quotes_time on signed_quotes
    using brin (sent_at) with (autosummarize = on, pages_per_range = 32);
call make_history('signed_quotes');

create table trade_execution_results (
    id          text not null,
    cause       text,
    source      text not null,
    pair        text,
    trace       text,
    sent_at     timestamptz not null,
    received_at timestamptz not null default now(),
    stream      text,
    stream_seq  bigint,
    command_id  text not null,
    decision_id text not null,
    quote_id    text not null,
    quote_hash  text,
    slot        text not null,
    epoch       bigint not null,
    outcome     text not null,
    refusal     text,
    finding     jsonb,
    rejection   text,
    detail      text,
    heard_ns    bigint not null,
    signed_ns   bigint,
    handed_ns   bigint,
    sent_ns     bigint,
    answered_ns bigint,
    primary key (id)
);

create index trade_execution_results_command on trade_execution_results (command_id);
create index trade_execution_results_time on trade_execution_results (sent_at);
call make_history('trade_execution_results');

create table trade_settlements (
    id                 text not null,
    cause              text,
    source             text not null,
    pair               text,
    trace              text,
    sent_at            timestamptz not null,
    received_at        timestamptz not null default now(),
    stream             text,
    stream_seq         bigint,
    command_id         text not null,
    decision_id        text not null,
    quote_id           text not null,
    quote_hash         text not null,
    slot               text not null,
    nonce              text not null,
    state              text not null,
    is_last            boolean not null,
    evidence           text not null,
    intent_hash        text,
    tx_hash            text,
    block_height       bigint,
    block_hash         text,
    block_time_ns      bigint,
    is_nonce_used      boolean,
    inventory_id       text,
    quote_status_id    text,
    is_as_promised     boolean,
    failure            text,
    detail             text,
    notional_eure      base_units not null,
    realised_pnl_eure  base_units_change,
    reference_price    token_price,
    reference_price_id text,
    body               jsonb not null,
    primary key (id)
);

create index trade_settlements_decision on trade_settlements (decision_id);
create index trade_settlements_command on trade_settlements (command_id);
create index trade_settlements_hash on trade_settlements (quote_hash);
create index trade_settlements_quote on trade_settlements (quote_id);
create index trade_settlements_time on trade_settlements (sent_at);
-- Fills are few among all that is followed.
create index trade_settlements_settled on trade_settlements (sent_at) where state = 'settled';
call make_history('trade_settlements');

create table quote_status_events (
    id            text not null,
    cause         text,
    source        text not null,
    pair          text,
    trace         text,
    sent_at       timestamptz not null,
    received_at   timestamptz not null default now(),
    stream        text,
    stream_seq    bigint,
    quote_hash    text not null,
    intent_hash   text,
    tx_hash       text,
    event         text,
    delivery_seq  bigint,
    instance      text not null,
    connection_id text not null,
    received_ns   bigint not null,
    published_ns  bigint not null,
    primary key (id)
);

create index quote_status_events_hash on quote_status_events (quote_hash);
create index quote_status_events_time on quote_status_events
    using brin (sent_at) with (autosummarize = on, pages_per_range = 32);
call make_history('quote_status_events');

reset role;
