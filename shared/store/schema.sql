-- The tables of an event store, one set in each service's own schema.
-- Every name is unqualified: the migration's search_path puts it into the service's schema.

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

create function append(
  p_feature text, p_stream text, p_partition smallint, p_expected int, p_ids uuid[], p_types text[],
  p_versions smallint[], p_data text[], p_hashes bytea[], p_meta text,
  p_occurred timestamptz, p_recorded timestamptz
) returns bigint language sql as $$
  with e as (
    insert into event (feature, stream, version, event_id, type, schema_version, partition, data,
                       meta, occurred_at, recorded_at, hash)
    select p_feature, p_stream, p_expected + o, i, t, s, p_partition, d::jsonb, p_meta::jsonb, p_occurred, p_recorded, h
      from unnest(p_ids, p_types, p_versions, p_data, p_hashes) with ordinality u(i, t, s, d, h, o)
     where p_expected = 0
        or exists (select 1 from event where stream = p_stream and version = p_expected)
     order by o
    returning position),
  q as (insert into outbox select position from e)
  select coalesce(max(position), stale()) from e
$$;

create function move_checkpoint(
  p_subscription text, p_partition smallint, p_before bigint, p_generation int,
  p_seq bigint, p_partition_seq bigint, p_event_id uuid
) returns bigint language sql as $$
  with moved as (
    update checkpoint
       set seq = p_seq, partition_seq = p_partition_seq, event_id = p_event_id,
           updated_at = clock_timestamp()
     where subscription = p_subscription and partition = p_partition and seq = p_before
       and generation = p_generation
    returning seq)
  select coalesce(max(seq), stale()) from moved
$$;
