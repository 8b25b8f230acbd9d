-- The history as a person reads it: decimals applied, one row per quote, fill and valuation.

set local role unrip_owner;

-- 10000 at 8 decimals is 0.0001.
create function in_tokens(units numeric, decimals integer) returns numeric
language sql immutable parallel safe
return trim_scale(units / power(10::numeric, decimals));

-- EURe has 18 decimals; the policy says so and the services check it against the bridge at start.
create function in_eure(units numeric) returns numeric
language sql immutable parallel safe
return in_tokens(units, 18);

-- Exact to the microsecond that a timestamptz holds.
create function at_ns(ns bigint) returns timestamptz
language sql immutable parallel safe
return timestamptz 'epoch' + (ns / 1000) * interval '1 microsecond';

-- One row per quote that was asked for: what it asked, how far it came, and why it ended there.
-- Where a demand was heard twice, its best decision stands for it.
create view v_quotes as
select
    asked.quote_id,
    asked.pair,
    asked.asked_at,
    asked.said_at,
    asked.partner_id,
    case
        when d.id is null then 'undecided'
        when d.outcome = 'declined' then 'declined'
        when t.state = 'unknown' then 'settlement_unknown'
        when t.state is not null then t.state
        when r.id is not null then r.outcome
        when c.id is null then 'not_commanded'
        when now() > at_ns(c.expires_at_ms * 1000000) + interval '5 seconds' then 'executor_absent'
        else 'commanded'
    end as ended,
    coalesce(t.failure, r.rejection, r.refusal, d.reason) as reason,
    coalesce(t.detail, r.detail) as detail,
    coalesce(r.finding, d.finding) as finding,
    d.side,
    in_tokens(coalesce(d.amount_in, asked.exact_amount_in), d.decimals_in) as amount_in,
    in_tokens(coalesce(d.amount_out, asked.exact_amount_out), d.decimals_out) as amount_out,
    asked.asset_in,
    asked.asset_out,
    asked.exact_amount_in is not null as is_amount_in_fixed,
    trim_scale((d.inputs ->> 'mid')::numeric) as mid,
    trim_scale(d.quoted_price) as quoted_price,
    d.half_spread_ppm / 100.0 as half_spread_bps,
    in_eure(d.notional_eure) as notional_eure,
    d.would_quote,
    d.stands_for,
    d.slot,
    at_ns(d.deadline_ms * 1000000) as deadline,
    d.spread,
    d.inputs,
    d.applied,
    d.policy_hash,
    d.limits_hash,
    at_ns(d.decided_at_ns) as decided_at,
    at_ns(q.signed_ns) as signed_at,
    at_ns(r.sent_ns) as sent_at,
    at_ns(r.answered_ns) as answered_at,
    m.sent_at as matched_at,
    case when t.state = 'settled' then at_ns(t.block_time_ns) end as settled_at,
    t.sent_at as last_word_at,
    t.is_last as is_over,
    t.evidence,
    coalesce(q.quote_hash, r.quote_hash) as quote_hash,
    t.intent_hash,
    t.tx_hash,
    t.block_height,
    in_eure(t.realised_pnl_eure) as realised_pnl_eure,
    (d.heard_ns - d.received_ns) / 1000 as to_engine_us,
    (d.decided_at_ns - d.heard_ns) / 1000 as deciding_us,
    (r.heard_ns - d.decided_at_ns) / 1000 as to_executor_us,
    (r.signed_ns - r.heard_ns) / 1000 as signing_us,
    (r.sent_ns - r.signed_ns) / 1000 as to_socket_us,
    (r.answered_ns - r.sent_ns) / 1000 as relay_us,
    asked.demand_id,
    d.id as decision_id,
    c.id as command_id,
    q.id as signed_id,
    r.id as result_id,
    t.id as settlement_id
from (
    select
        best.quote_id, best.pair, at_ns(best.received_ns) as asked_at, best.sent_at as said_at, best.partner_id,
        best.asset_in, best.asset_out, best.exact_amount_in, best.exact_amount_out,
        best.cause as demand_id, best.id as decision_id
    from trade_decisions best
    where not exists (
        select from trade_decisions other
        where other.quote_id = best.quote_id
            and (other.outcome = 'approved', other.id) > (best.outcome = 'approved', best.id)
    )
    union all
    select
        first.quote_id, first.pair, at_ns(first.received_ns), first.sent_at, first.partner_id,
        first.asset_in, first.asset_out, first.exact_amount_in, first.exact_amount_out,
        first.id, null
    from swap_demand_events first
    where not exists (select from trade_decisions d where d.quote_id = first.quote_id)
        -- The same demand from another ingest comes within moments; the bounds let the planner leave
        -- the other days alone.
        and not exists (
            select from swap_demand_events other
            where other.quote_id = first.quote_id
                and other.sent_at >= first.sent_at - interval '10 minutes'
                and other.sent_at <= first.sent_at + interval '10 minutes'
                and other.id < first.id
        )
) as asked
left join trade_decisions d on d.id = asked.decision_id
left join lateral (
    select * from execute_trade_commands where decision_id = d.id order by id limit 1
) as c on true
left join lateral (select * from signed_quotes where command_id = c.id order by id limit 1) as q on true
left join lateral (
    select * from trade_execution_results where command_id = c.id order by id limit 1
) as r on true
left join lateral (
    select * from trade_settlements where decision_id = d.id and state = 'matched' order by id limit 1
) as m on true
left join lateral (
    select * from trade_settlements
    where decision_id = d.id
    order by is_last desc, sent_at desc, id
    limit 1
) as t on true;

-- One row per settled trade, from the Verifier's logs, seen from our account.
create view v_fills as
select
    fill.settled_at,
    fill.pair,
    fill.side,
    in_tokens(fill.base_units, fill.base_decimals) as base_delta,
    in_tokens(fill.quote_units, fill.quote_decimals) as quote_delta,
    trim_scale(
        -in_tokens(fill.quote_units, fill.quote_decimals)
        / nullif(in_tokens(fill.base_units, fill.base_decimals), 0)) as price,
    trim_scale(fill.mid) as mid,
    -- Against the fair price of the decision, in whole quote tokens.
    trim_scale(
        in_tokens(fill.quote_units, fill.quote_decimals)
        + in_tokens(fill.base_units, fill.base_decimals) * fill.mid) as earned_quote,
    in_eure(fill.notional_eure) as notional_eure,
    in_eure(fill.realised_pnl_eure) as realised_pnl_eure,
    fill.is_as_promised,
    fill.base_units,
    fill.quote_units,
    fill.quote_id,
    fill.quote_hash,
    fill.tx_hash,
    fill.block_height,
    fill.decision_id,
    fill.command_id,
    fill.settlement_id
from (
    select
        at_ns(t.block_time_ns) as settled_at,
        t.pair,
        d.side,
        (d.inputs ->> 'mid')::numeric as mid,
        case d.side when 'buy' then moved.units_in else moved.units_out end as base_units,
        case d.side when 'buy' then d.decimals_in else d.decimals_out end as base_decimals,
        case d.side when 'buy' then moved.units_out else moved.units_in end as quote_units,
        case d.side when 'buy' then d.decimals_out else d.decimals_in end as quote_decimals,
        t.notional_eure,
        t.realised_pnl_eure,
        t.is_as_promised,
        t.quote_id,
        t.quote_hash,
        t.tx_hash,
        t.block_height,
        t.decision_id,
        t.command_id,
        t.id as settlement_id
    from trade_settlements t
    join trade_decisions d on d.id = t.decision_id
    cross join lateral (
        select
            sum((entry ->> 'delta')::numeric) filter (where entry ->> 'asset' = d.asset_in) as units_in,
            sum((entry ->> 'delta')::numeric) filter (where entry ->> 'asset' = d.asset_out) as units_out
        from jsonb_array_elements(t.body -> 'realised') as entry
    ) as moved
    where t.state = 'settled'
) as fill;

-- What trading has earned, at each valuation: one row for the whole portfolio and one per pair. The
-- three figures are null before the first command. EURe counts as EUR, 1:1.
create view v_pnl as
select
    sent_at,
    'portfolio' as scope,
    fills,
    in_eure(trade_pnl_eure) as trade_pnl_eure,
    in_eure(mark_to_market_pnl_eure) as mark_to_market_pnl_eure,
    in_eure(price_move_pnl_eure) as price_move_pnl_eure,
    in_eure(value_eure) as value_eure,
    in_eure(bridge_fees_eure) as bridge_fees_eure,
    null::numeric as volume_eure,
    id as metrics_id
from portfolio_metrics_snapshots
union all
select
    sent_at,
    entry ->> 'pair',
    (entry ->> 'fills')::bigint,
    in_eure((entry ->> 'trade_pnl_eure')::numeric),
    in_eure((entry ->> 'mark_to_market_pnl_eure')::numeric),
    in_eure((entry ->> 'price_move_pnl_eure')::numeric),
    null,
    null,
    in_eure((entry ->> 'volume_eure')::numeric),
    id
from portfolio_metrics_snapshots, jsonb_array_elements(body -> 'pairs') as entry;

grant execute on function in_tokens(numeric, integer) to unrip_writer, unrip_reader;
grant execute on function in_eure(numeric) to unrip_writer, unrip_reader;
grant execute on function at_ns(bigint) to unrip_writer, unrip_reader;

reset role;
