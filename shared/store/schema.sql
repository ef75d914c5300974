-- The tables of an event store, one set in each service's own schema.
-- Every name is unqualified: the migration's search_path puts it into the service's schema.
-- Functions are called with arrays, whose length is unknown to a plan: kept to one plan each, they are not planned
-- anew at every call, and kept to indexes, a plan made on empty tables stays good.

create table event (
  position       bigint generated always as identity primary key,
  feature        text        not null,
  stream         text        not null,           -- natural key: participation:2017-p08~gongan-ju
  version        int         not null,           -- 1..n without gaps inside the stream
  event_id       uuid        not null unique,    -- UUIDv5 of command and ordinal: a repeated command collides here
  type           text        not null,
  schema_version smallint    not null,
  partition      smallint    not null,           -- crc32(stream) mod 16
  data           jsonb       not null,
  meta           jsonb       not null,           -- actor, command_id, request, correlation_id, causation_id, traceparent
  occurred_at    timestamptz not null,           -- when it happened; deadlines are judged by it
  recorded_at    timestamptz not null,           -- the service's clock when the request arrived
  stored_at      timestamptz not null default clock_timestamp(),  -- this server's clock, for operators
  hash           bytea       not null,           -- SHA-256 of the canonical form (RFC 8785)
  unique (stream, version)
);

create table outbox (
  position bigint primary key
) with (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000);

create table feed (
  seq           bigint   primary key,            -- dense from 1; equals the JetStream stream sequence
  position      bigint   not null unique references event,
  partition     smallint not null,
  partition_seq bigint   not null,               -- dense from 1 inside the partition
  unique (partition, partition_seq)
);

create table subject_key (                       -- one key for each person or sealed round
  subject     text        primary key,
  wrapped_key bytea,                             -- AES-256-GCM under the master key; null once destroyed
  created_at  timestamptz not null default clock_timestamp(),
  destroyed_at timestamptz
);

create table checkpoint (
  subscription text     not null,
  partition    smallint not null,                -- -1: all partitions in one consumer
  seq          bigint   not null,                -- in the source's feed
  event_id     uuid,                             -- of the event at seq: a restored source is noticed by it
  partition_seq bigint  not null default 0,
  generation   int      not null default 0,      -- raised when a rebuilt table was swapped in
  updated_at   timestamptz not null default clock_timestamp(),
  primary key (subscription, partition)
);

create table parked_event (
  subscription text        not null,
  seq          bigint      not null,
  stream       text        not null,
  event        jsonb       not null,             -- the CloudEvent as it arrived
  error        text        not null,
  attempts     int         not null,
  status       text        not null default 'parked' check (status in ('parked', 'discarded')),
  reason       text        not null default '',  -- why an operator discarded it
  parked_at    timestamptz not null default clock_timestamp(),
  primary key (subscription, seq)
);
create index parked_event_stream on parked_event (subscription, stream) where status = 'parked';

create table timer (                             -- a read model: what is due and has not fired yet
  kind      text        not null,
  subject   text        not null,
  due_at    timestamptz not null,
  details   jsonb       not null,
  primary key (kind, subject)
);
create index timer_due on timer (due_at);

create table timer_failure (                     -- timers whose firing failed, for operators
  kind      text        not null,
  subject   text        not null,
  attempts  int         not null,
  retry_at  timestamptz not null,                -- the system clock
  error     text        not null,
  primary key (kind, subject)
);

create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'events are never changed or deleted' using errcode = 'LB002';
end $$;
create trigger event_is_append_only before update or delete or truncate on event
  for each statement execute function refuse_change();

create function stale() returns bigint language plpgsql volatile as $$
begin
  raise exception 'someone else was first' using errcode = 'LB001';
end $$;

create function load(p_streams text[], p_after int[])
returns table (stream text, version int, event_id uuid, type text, schema_version smallint, data text,
               occurred_at timestamptz, recorded_at timestamptz, actor text, command_id uuid, request text)
language sql stable
set plan_cache_mode = force_generic_plan set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off
as $$
  select e.stream, e.version, e.event_id, e.type, e.schema_version, e.data::text, e.occurred_at, e.recorded_at,
         e.meta->>'actor', (e.meta->>'command_id')::uuid, e.meta->>'request'
    from unnest(p_streams, p_after) k(stream, after)
    join event e on e.stream = k.stream and e.version > k.after
   order by e.stream, e.version
$$;

create type new_event as (
  feature text, stream text, partition smallint, version int,
  is_first boolean,                              -- of its stream in this append: it must follow on what is stored
  event_id uuid, type text, schema_version smallint, data text, hash bytea, meta text,
  occurred_at timestamptz, recorded_at timestamptz
);

create function append(p_events new_event[]) returns bigint language sql
set plan_cache_mode = force_generic_plan set enable_seqscan = off
as $$
  with e as (
    insert into event (feature, stream, partition, version, event_id, type, schema_version, data, hash,
                       meta, occurred_at, recorded_at)
    select feature, stream, partition, version, event_id, type, schema_version, data::jsonb, hash,
           meta::jsonb, occurred_at, recorded_at
      from unnest(p_events) with ordinality n(feature, stream, partition, version, is_first, event_id, type,
                                              schema_version, data, hash, meta, occurred_at, recorded_at, number)
     where not is_first or version = 1
        or (select true from event b where b.stream = n.stream and b.version = n.version - 1)
     order by number
    returning position),
  q as (insert into outbox select position from e)
  select case when count(*) = cardinality(p_events) then max(position) else stale() end from e
$$;

create function move_checkpoint(
  p_subscription text, p_partition smallint, p_before bigint, p_generation int,
  p_seq bigint, p_partition_seq bigint, p_event_id uuid
) returns bigint language sql
set plan_cache_mode = force_generic_plan set enable_seqscan = off
as $$
  with moved as (
    update checkpoint
       set seq = p_seq, partition_seq = p_partition_seq, event_id = p_event_id,
           updated_at = clock_timestamp()
     where subscription = p_subscription and partition = p_partition and seq = p_before
       and generation = p_generation
    returning seq)
  select coalesce(max(seq), stale()) from moved
$$;
