-- What was held, what it was worth, what was moved, what was switched, and what went wrong. Scalar
-- fields have columns; the lists are in the body.

set local role unrip_owner;

create table intent_inventory_snapshots (
    id             text not null,
    cause          text,
    source         text not null,
    pair           text,
    trace          text,
    sent_at        timestamptz not null,
    received_at    timestamptz not null default now(),
    stream         text,
    stream_seq     bigint,
    account_id     text not null,
    contract       text not null,
    block_height   bigint not null,
    block_hash     text not null,
    block_time_ns  bigint not null,
    observed_at_ns bigint not null,
    trigger        text not null,
    nodes_asked    integer not null,
    nodes_agreed   integer not null,
    body           jsonb not null,
    primary key (id)
);

create index intent_inventory_snapshots_time on intent_inventory_snapshots (sent_at);
create index intent_inventory_snapshots_height on intent_inventory_snapshots (block_height);
call make_history('intent_inventory_snapshots');

create table venue_states (
    id                             text not null,
    cause                          text,
    source                         text not null,
    pair                           text,
    trace                          text,
    sent_at                        timestamptz not null,
    received_at                    timestamptz not null default now(),
    stream                         text,
    stream_seq                     bigint,
    account_id                     text not null,
    contract                       text not null,
    block_height                   bigint not null,
    block_hash                     text not null,
    block_time_ns                  bigint not null,
    observed_at_ns                 bigint not null,
    trigger                        text not null,
    current_salt                   text not null,
    fee_ppm                        integer not null,
    is_account_locked              boolean not null,
    is_auth_by_predecessor_enabled boolean,
    is_paused                      boolean,
    nodes_asked                    integer not null,
    nodes_agreed                   integer not null,
    body                           jsonb not null,
    primary key (id)
);

create index venue_states_time on venue_states (sent_at);
call make_history('venue_states');

create table portfolio_metrics_snapshots (
    id                      text not null,
    cause                   text,
    source                  text not null,
    pair                    text,
    trace                   text,
    sent_at                 timestamptz not null,
    received_at             timestamptz not null default now(),
    stream                  text,
    stream_seq              bigint,
    account_id              text not null,
    trigger                 text not null,
    inventory_id            text not null,
    last_settlement_id      text,
    fills                   bigint not null,
    trade_pnl_eure          base_units_change,
    mark_to_market_pnl_eure base_units_change,
    price_move_pnl_eure     base_units_change,
    value_eure              base_units,
    bridge_fees_eure        base_units not null,
    body                    jsonb not null,
    primary key (id)
);

create index portfolio_metrics_snapshots_time on portfolio_metrics_snapshots (sent_at);
call make_history('portfolio_metrics_snapshots');

create table liquidity_actions (
    id                   text not null,
    cause                text,
    source               text not null,
    pair                 text,
    trace                text,
    sent_at              timestamptz not null,
    received_at          timestamptz not null default now(),
    stream               text,
    stream_seq           bigint,
    action_id            text not null,
    kind                 text not null,
    state                text not null,
    step                 integer not null,
    account_id           text not null,
    asset                text,
    amount               base_units,
    chain                text,
    address              text,
    requested_by         text,
    idempotency_key      text,
    fee                  base_units,
    tx_hash              text,
    signed_tx_base64     text,
    tx_nonce             bigint,
    block_height         bigint,
    balance_delta        base_units_change,
    outside_tx_hash      text,
    commitments_revision bigint,
    inventory_id         text,
    detail               text,
    body                 jsonb not null,
    primary key (id)
);

create index liquidity_actions_time on liquidity_actions (sent_at);
create index liquidity_actions_action on liquidity_actions (action_id, step);
call make_history('liquidity_actions');

create table service_control_events (
    id          text not null,
    cause       text,
    source      text not null,
    pair        text,
    trace       text,
    sent_at     timestamptz not null,
    received_at timestamptz not null default now(),
    stream      text,
    stream_seq  bigint,
    service     text not null,
    instance    text not null,
    kind        text not null,
    actor       text not null,
    reason      text,
    ttl_seconds bigint,
    limits      text,
    policy_hash text,
    limits_hash text,
    epoch       bigint,
    engine_seq  bigint,
    body        jsonb not null,
    primary key (id)
);

create index service_control_events_time on service_control_events (sent_at);
call make_history('service_control_events');

create table alerts (
    id          text not null,
    cause       text,
    source      text not null,
    pair        text,
    trace       text,
    sent_at     timestamptz not null,
    received_at timestamptz not null default now(),
    stream      text,
    stream_seq  bigint,
    name        text not null,
    key         text not null,
    severity    text not null,
    state       text not null,
    since_ms    bigint not null,
    repeats     bigint not null,
    summary     text not null,
    fix         text,
    body        jsonb not null,
    primary key (id)
);

create index alerts_time on alerts (sent_at);
create index alerts_key on alerts (key, sent_at);
call make_history('alerts');

-- Two kinds of rows: what history-writer itself could not store (named by its place in the stream),
-- and what other processes said on ops.dead_letter (named by that message's id).
create table dead_letters (
    id            text not null,
    cause         text,
    source        text,
    pair          text,
    trace         text,
    sent_at       timestamptz,
    received_at   timestamptz not null default now(),
    stream        text,
    stream_seq    bigint,
    subject       text not null,
    message_id    text,
    reason        text not null,
    detail        text,
    payload       bytea not null,
    payload_bytes bigint,
    primary key (id)
);

create index dead_letters_time on dead_letters (received_at);

create function name_dead_letter() returns trigger
language plpgsql as $$
begin
    new.id := coalesce(new.id, new.stream || '/' || new.stream_seq);
    return new;
end
$$;

create trigger named before insert on dead_letters
for each row execute function name_dead_letter();

call make_history('dead_letters');

reset role;
