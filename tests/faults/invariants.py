"""What must hold after every fault (promises.md, I1 to I8)."""

import asyncio
from dataclasses import dataclass, field

from deploy.embedded.stack import EmbeddedStack
from deploy.topology import services
from shared.replay.verify import verify_all
from tests.faults.installation import Installation, Servers
from tests.faults.load import Load

HEAL = 60.0

LOST = """
  with told as (select * from unnest($1::text[], $2::int[], $3::text[]) t(stream, version, command_id))
  select count(*) from told t
   where not exists (select 1 from event e where e.stream = t.stream and e.version = t.version
                        and e.meta->>'command_id' = t.command_id)"""
DOUBLED = """
  select count(*) from (
    select meta->>'command_id' from event where meta->>'actor' <> 'system'
     group by 1, stream having count(*) <> max(version) - min(version) + 1
        or count(distinct recorded_at) > 1) x"""
GAPS = """
  select (select count(*) from (select stream from event group by stream
                                having max(version) <> count(*)) x)
       + (select count(*) from (select 1 where (select coalesce(max(seq), 0) from feed)
                                            <> (select count(*) from feed)) x)
       + (select count(*) from event where position not in (select position from feed)
                                       and position not in (select position from outbox))"""
UNSENT = "select count(*) from outbox"
PARKED = "select count(*) from parked_event where status = 'parked'"
VISIBLE_TWICE = """
  select count(*) from (select cause, recipient from notifications
                         group by cause, recipient, rule having count(*) > 1) x"""


@dataclass
class Findings:
    """What was found after a fault. Empty `wrong` means that everything holds."""

    acknowledged: int = 0
    lost: int = 0
    doubled: int = 0
    equal: int = 0
    projections: int = 0
    wrong: list[str] = field(default_factory=list)

    def expect(self, holds: bool, sentence: str) -> None:
        """Note what does not hold."""
        if not holds:
            self.wrong.append(sentence)


async def check(installation: Installation[EmbeddedStack], load: Load) -> Findings:
    """Wait until everything is healed, then look at every promise."""
    found = Findings(acknowledged=len(load.acknowledged))
    behind = await healed(installation)
    found.expect(not behind, f"I5 not healed within {HEAL:.0f} s: {behind}")
    pool = await installation.pool("applications")
    told = [a for a in load.acknowledged if a.events]
    found.lost = await pool.fetchval(
        LOST, [a.stream for a in told], [a.version for a in told], [a.command_id for a in told]
    )
    found.expect(found.lost == 0, f"I1 {found.lost} acknowledged commands are lost")
    for service in services():
        own = await installation.pool(service.name)
        doubled = await own.fetchval(DOUBLED)
        found.doubled += doubled
        found.expect(doubled == 0, f"I2 {doubled} commands of {service.name} had effect twice")
        gaps = await own.fetchval(GAPS)
        found.expect(gaps == 0, f"I4 {gaps} gaps in the log of {service.name}")
        aside = await own.fetchval(PARKED)
        found.expect(aside == 0, f"I8 {aside} events parked in {service.name}")
    for verdict in await verify_all(await installation.sites(), lambda *_: None):
        found.projections += 1
        found.equal += verdict.equal
        found.expect(verdict.equal, f"I3 {verdict.projection}: {verdict.differing} rows differ")
    found.expect(not load.strange, f"I8 {load.strange[:3]}")
    return found


async def healed[S: Servers](installation: Installation[S]) -> str:
    """Return who has not reached the head within 60 s of healing; empty if all have."""
    behind = "nobody was asked"
    try:
        async with asyncio.timeout(HEAL):
            while behind := await _behind(installation):
                await asyncio.sleep(0.1)
    except TimeoutError:
        return behind
    return ""


async def _behind[S: Servers](installation: Installation[S]) -> str:
    heads: dict[str, int] = {}
    for service in services():
        pool = await installation.pool(service.name)
        if unsent := await pool.fetchval(UNSENT):
            return f"{service.name} has {unsent} events without a number"
        heads[service.name] = await pool.fetchval("select coalesce(max(seq), 0) from feed")
    for service in services():
        pool = await installation.pool(service.name)
        for subscribed in service.subscribed:
            name = f"{service.name}_{subscribed.source}"
            seq = await pool.fetchval(
                "select max(seq) from checkpoint where subscription = $1", name
            )
            if (seq or 0) < heads[subscribed.source]:
                return f"{name} is at {seq} of {heads[subscribed.source]}"
    return ""
