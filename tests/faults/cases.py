"""The faults, each as something that is done to a running installation under load."""

import asyncio
import os
import random
import shutil
import signal
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import httpx2

from deploy.embedded.stack import EmbeddedStack
from shared.http.caller import Caller
from shared.http.rights import Role
from tests.faults.installation import Installation
from tests.faults.load import Load
from tests.faults.powercut import Disk
from tests.faults.proxy import dropping
from tests.office import who


@dataclass
class Scene:
    """What a fault is done to."""

    installation: Installation[EmbeddedStack]
    load: Load
    disks: Mapping[str, Disk]
    randomly: random.Random


type Fault = Callable[[Scene], Awaitable[None]]


async def kill_each_service(scene: Scene) -> None:
    """F1: kill -9 each service in turn, and start it again."""
    for process in scene.installation.processes.values():
        await scene.load.more(20)
        process.kill()
        await asyncio.sleep(scene.randomly.uniform(0.1, 0.5))
        process.start()
        await process.ready()


async def freeze_services(scene: Scene) -> None:
    """F2: SIGSTOP for 30 s: the relay's leader, then a consumer."""
    leader = scene.installation.processes["applications"]
    consumer = scene.installation.processes["progress"]
    for process in (leader, consumer):
        process.send(signal.SIGSTOP)
        if process is leader:
            scene.load.service_url = scene.installation.processes["applications-2"].url
        await scene.load.more(20)
        await asyncio.sleep(30)
        process.send(signal.SIGCONT)
        scene.load.service_url = leader.url
        await scene.load.more(20)


async def kill_postgres(scene: Scene) -> None:
    """F3: kill -9 PostgreSQL, three times."""
    for _ in range(3):
        await scene.load.more(30)
        scene.installation.stack.postgres.kill()
        await scene.installation.forget_connections()
        await asyncio.sleep(0.5)
        await _start(scene, "postgres")
    await scene.load.more(20)


async def cut_power_of_postgres(scene: Scene) -> None:
    """F4: power cut of PostgreSQL."""
    await scene.load.more(100)
    await _power_cut(scene, "postgres")
    await scene.load.more(20)


async def kill_nats(scene: Scene) -> None:
    """F5: kill -9 NATS, three times."""
    for _ in range(3):
        await scene.load.more(30)
        scene.installation.stack.nats.kill()
        await asyncio.sleep(0.5)
        await _start(scene, "nats")
    await scene.load.more(20)


async def cut_power_of_nats(scene: Scene) -> None:
    """F6: power cut of NATS."""
    await scene.load.more(100)
    await _power_cut(scene, "nats")
    await scene.load.more(20)


async def damage_the_store_of_nats(scene: Scene) -> None:
    """F7: NATS's store is damaged: a flipped bit, a truncated block, a lost meta.inf."""
    for damage in (_flip_a_bit, _truncate_a_block, _lose_meta):
        await scene.load.more(100)
        scene.installation.stack.nats.kill()
        damage(scene)
        await _start(scene, "nats")
        await scene.load.more(20)


async def wipe_the_store_of_nats(scene: Scene) -> None:
    """F8: NATS's store is wiped."""
    await scene.load.more(50)
    scene.installation.stack.nats.kill()
    for store in _stores(scene):
        shutil.rmtree(store)
    await _start(scene, "nats")
    await scene.load.more(20)


async def shuffle_messages(scene: Scene) -> None:
    """F11: every message three times, shuffled, some again much later."""
    await _with_sabotage(scene, "shuffle", ("progress", "evaluation", "notifications", "audit"))


async def slow_consumer_and_poison(scene: Scene) -> None:
    """F12: a consumer at one batch a second; then poison, parked while others flow, and retried."""
    await _with_sabotage(scene, "slow", ("progress",))
    await _with_sabotage(scene, "poison", ("progress",))
    pool = await scene.installation.pool("progress")
    parked = await pool.fetch("select distinct stream from parked_event where status = 'parked'")
    if len(parked) != 1:
        scene.load.strange.append(f"one stream is poisoned, {len(parked)} are parked")
    for row in parked:
        retry = ("parked", "retry", "progress", "applications", row["stream"])
        await scene.installation.operator("progress", *retry)


async def lose_answers(scene: Scene) -> None:
    """F13: the connection is cut after the commit and before the answer; the client retries."""
    process = scene.installation.processes["applications"]
    async with dropping("127.0.0.1", process.port) as proxy:
        scene.load.service_url = proxy.url
        while proxy.dropped < 50:
            await scene.load.more(10)
        scene.load.service_url = process.url
        await scene.load.more(10)


async def fifty_writers(scene: Scene) -> None:
    """F14: fifty writers on one stream: exactly one winner per version."""
    path = "/api/applications/projects/load-2017-p002/participations/load-unit-001"
    base = scene.installation.processes["applications"].url
    staff: Caller = who("load-staff", Role.STAFF)
    async with httpx2.AsyncClient(
        base_url=base, timeout=30, headers=scene.installation.headers(staff)
    ) as client:
        answers = await asyncio.gather(
            *(
                client.post(
                    f"{path}/return",
                    json={"advice": f"第 {number} 位经办人的意见: 请补充。"},
                    headers={"Idempotency-Key": f"writer-{number}"},
                )
                for number in range(50)
            )
        )
    kinds = sorted({answer.status_code for answer in answers})
    if any(kind >= 500 and kind != 503 for kind in kinds):
        scene.load.strange.append(f"fifty writers got {kinds}")
    versions = [a.json()["version"] for a in answers if a.is_success and a.json()["events"]]
    if len(versions) != len(set(versions)):
        scene.load.strange.append(f"versions were won twice: {sorted(versions)}")
    await scene.load.more(10)


async def _start(scene: Scene, server: str) -> None:
    getattr(scene.installation.stack, server).start()
    await scene.installation.ready()


async def _power_cut(scene: Scene, server: str) -> None:
    """Stop one server where it stands; only what it had fsynced comes back."""
    stack = scene.installation.stack
    running = getattr(stack, server)
    running.suspend()
    copy = await asyncio.to_thread(scene.disks[server].cut)
    running.kill()
    await scene.installation.forget_connections()
    await asyncio.to_thread(scene.disks[server].come_back, copy)
    running.start()
    await scene.installation.ready()


async def _with_sabotage(scene: Scene, kind: str, services: tuple[str, ...]) -> None:
    processes = [p for name in services for p in scene.installation.named(name)]
    honest = {process.port: process.module for process in processes}
    for process in processes:
        process.stop()
        process.module = ("tests.faults.sabotage", kind)
        process.start()
    await asyncio.gather(*(process.ready() for process in processes))
    await scene.load.more(200)
    for process in processes:
        process.stop()
        process.module = honest[process.port]
        process.start()
    await asyncio.gather(*(process.ready() for process in processes))


def _stores(scene: Scene) -> list[Path]:
    return [
        path.parent for path in scene.installation.stack.nats.folder.rglob("msgs") if path.is_dir()
    ]


def _blocks(scene: Scene) -> list[Path]:
    return sorted(
        (path for store in _stores(scene) for path in (store / "msgs").glob("*.blk")),
        key=lambda path: path.stat().st_size,
    )


def _flip_a_bit(scene: Scene) -> None:
    block = _blocks(scene)[-1]
    content = bytearray(block.read_bytes())
    content[len(content) // 2] ^= 0x10
    block.write_bytes(content)


def _truncate_a_block(scene: Scene) -> None:
    block = _blocks(scene)[-1]
    os.truncate(block, block.stat().st_size // 3)


def _lose_meta(scene: Scene) -> None:
    next(iter(_stores(scene))).joinpath("meta.inf").unlink()


FAULTS: Mapping[str, Fault] = {
    "F1": kill_each_service,
    "F2": freeze_services,
    "F3": kill_postgres,
    "F4": cut_power_of_postgres,
    "F5": kill_nats,
    "F6": cut_power_of_nats,
    "F7": damage_the_store_of_nats,
    "F8": wipe_the_store_of_nats,
    "F11": shuffle_messages,
    "F12": slow_consumer_and_poison,
    "F13": lose_answers,
    "F14": fifty_writers,
}
NEEDS_A_DISK = {"F4", "F6"}

__all__ = ["FAULTS", "NEEDS_A_DISK", "Scene"]
