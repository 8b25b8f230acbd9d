-- The two tables that grow all the time, by the day of the envelope's sent_at. The key holds sent_at
-- because a partitioned key must; it is the same in every delivery of a message.

set local role unrip_owner;

-- Every field has a column, so there is no second copy of the body.
create table swap_demand_events (
    id                    text not null,
    cause                 text,
    source                text not null,
    pair                  text,
    trace                 text,
    sent_at               timestamptz not null,
    received_at           timestamptz not null default now(),
    stream                text,
    stream_seq            bigint,
    quote_id              text not null,
    asset_in              text not null,
    asset_out             text not null,
    exact_amount_in       base_units,
    exact_amount_out      base_units,
    min_deadline_ms       bigint not null,
    min_wait_ms           bigint,
    max_wait_ms           bigint,
    wait_ms               bigint,
    protocol_fee_included boolean,
    partner_id            text,
    quote_type            text,
    is_dry                boolean,
    quote_timestamp       text,
    trusted_metadata      text,
    instance              text not null,
    connection_id         text not null,
    received_ns           bigint not null,
    published_ns          bigint not null,
    primary key (id, sent_at)
) partition by range (sent_at);

create index swap_demand_events_quote on swap_demand_events (quote_id);
create index swap_demand_events_time on swap_demand_events (sent_at);
call make_history('swap_demand_events');

create table market_price_events (
    id               text not null,
    cause            text,
    source           text not null,
    pair             text,
    trace            text,
    sent_at          timestamptz not null,
    received_at      timestamptz not null default now(),
    stream           text,
    stream_seq       bigint,
    status           text not null,
    mid              token_price,
    half_width_ppm   bigint,
    disagreement_ppm bigint,
    observed_at_ns   bigint,
    computed_at_ns   bigint not null,
    sources_min      integer not null,
    sources          jsonb not null,
    trigger          text not null,
    published_ns     bigint not null,
    primary key (id, sent_at)
) partition by range (sent_at);

create index market_price_events_pair_time on market_price_events (pair, sent_at);
call make_history('market_price_events');

-- What has no day of its own (a clock far off) is kept here rather than refused.
create table swap_demand_events_other partition of swap_demand_events default;
create table market_price_events_other partition of market_price_events default;

reset role;
