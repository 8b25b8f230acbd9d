-- Who may do what, the kinds of numbers, and what every table of the history has in common.

do $$
declare
    role_name text;
begin
    foreach role_name in array array['unrip_owner', 'unrip_writer', 'unrip_reader'] loop
        if not exists (select from pg_roles where rolname = role_name) then
            execute format('create role %I nologin', role_name);
        end if;
    end loop;
    -- Later migrations act as the owner, so whoever migrates has to be able to become it.
    if not pg_has_role(current_user, 'unrip_owner', 'member') then
        execute format('grant unrip_owner to %I', current_user);
    end if;
end
$$;

grant usage, create on schema public to unrip_owner;
grant usage on schema public to unrip_writer, unrip_reader;
grant select on schema_migrations to unrip_owner, unrip_writer, unrip_reader;

set local role unrip_owner;

-- The writer adds and looks; it never changes or removes. Nobody but the owner does anything else.
alter default privileges for role unrip_owner in schema public
    grant select, insert on tables to unrip_writer;
alter default privileges for role unrip_owner in schema public
    grant select on tables to unrip_reader;
alter default privileges for role unrip_owner
    revoke execute on functions from public;

-- A count of a token's smallest unit: 128 bits, as on the chain.
create domain base_units as numeric(39, 0)
    check (value between 0 and 340282366920938463463374607431768211455);

-- A change of such a count: a signed 128-bit number.
create domain base_units_change as numeric(39, 0)
    check (
        value between -170141183460469231731687303715884105728
        and 170141183460469231731687303715884105727
    );

-- Whole quote tokens for one whole base token.
create domain token_price as numeric(39, 18) check (value >= 0);

-- History is written once. Only trim_history() and ensure_partitions() may delete, for themselves;
-- nothing is ever updated.
create function refuse_change() returns trigger
language plpgsql as $$
begin
    if tg_op = 'DELETE' and current_setting('unrip.trimming', true) = 'on' then
        return old;
    end if;
    raise exception '% is append-only: % is refused', tg_table_name, tg_op
        using errcode = 'restrict_violation';
end
$$;

-- Tells listeners of the channel unrip_events that a table has grown, once per statement. What is
-- said in it is a hint: whoever listens reads the table, and looks again now and then anyway.
create function tell_watchers() returns trigger
language plpgsql as $$
declare
    news json;
begin
    select json_build_object(
        'table', tg_table_name,
        'rows', count(*),
        'received_at', max(received_at),
        'sent_at', max(sent_at),
        'id', max(id)
    )
    into news
    from fresh
    having count(*) > 0;

    if news is not null then
        perform pg_notify('unrip_events', news::text);
    end if;
    return null;
end
$$;

-- Gives a new table of the history both of these.
create procedure make_history(table_name regclass)
language plpgsql as $$
begin
    execute format(
        'create trigger append_only before update or delete on %s '
        'for each row execute function refuse_change()', table_name);
    execute format(
        'create trigger never_emptied before truncate on %s '
        'for each statement execute function refuse_change()', table_name);
    execute format(
        'create trigger watched after insert on %s referencing new table as fresh '
        'for each statement execute function tell_watchers()', table_name);
end
$$;

reset role;
