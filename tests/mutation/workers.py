"""Forked workers: each job runs in a process of its own, with limits, and answers with one JSON object."""

import json
import os
import resource
import selectors
import signal
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

WALL = 900.0
"""Seconds after which a worker that neither answers nor uses its processor is ended, unless it was given more."""

MEMORY = 4 << 30
OUT_OF_TIME = {"verdict": "timeout", "by": "the limit of its processor time"}
CRASHED = {"verdict": "killed", "by": "the end of the interpreter"}
Answer = dict[str, Any]


@dataclass
class Running:
    """One forked worker."""

    job: Any
    deadline: float
    pid: int = 0
    received: bytes = b""


def pool(
    jobs: Iterable[Any], run: Callable[[Any], Answer], workers: int, wall: float = WALL
) -> Iterator[tuple[Any, Answer]]:
    """Each job with the answer of `run`, as they come; at most `workers` at a time, each at most `wall` seconds."""
    waiting, open_pipes = iter(jobs), selectors.DefaultSelector()
    active = 0
    while True:
        while active < workers and (job := next(waiting, None)) is not None:
            start(Running(job, time.monotonic() + wall), run, open_pipes)
            active += 1
        if not active:
            return
        for running in finished(open_pipes):
            active -= 1
            yield running.job, reap(running)


def start(running: Running, run: Callable[[Any], Answer], open_pipes: selectors.BaseSelector) -> None:
    """Fork a worker for one job."""
    reading, writing = os.pipe()
    running.pid = os.fork()
    if running.pid == 0:
        os.close(reading)
        serve(running.job, run, writing)
    os.close(writing)
    open_pipes.register(reading, selectors.EVENT_READ, running)


def serve(job: Any, run: Callable[[Any], Answer], writing: int) -> None:
    """In the worker: run, answer, end; never returns."""
    status = 1
    try:
        silent = os.open(os.devnull, os.O_RDWR)
        for stream in (0, 1, 2):
            os.dup2(silent, stream)
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        answer = json.dumps(run(job)).encode()
        with os.fdopen(writing, "wb") as pipe:
            pipe.write(answer)
        status = 0
    finally:
        os._exit(status)


def finished(open_pipes: selectors.BaseSelector) -> list[Running]:
    """The workers that closed their pipe, after waiting for the first; those out of time are ended."""
    done: list[Running] = []
    while not done:
        for key, _ in open_pipes.select(timeout=1.0):
            running: Running = key.data
            chunk = os.read(key.fd, 1 << 20)
            running.received += chunk
            if not chunk:
                open_pipes.unregister(key.fd)
                os.close(key.fd)
                done.append(running)
        for key in open_pipes.get_map().values():
            if time.monotonic() > key.data.deadline:
                key.data.deadline += WALL
                os.kill(key.data.pid, signal.SIGKILL)
    return done


def reap(running: Running) -> Answer:
    """The answer of a worker that ended, or what its end means; with the processor seconds that it used."""
    _, status, used = os.wait4(running.pid, 0)
    if os.WIFSIGNALED(status) and os.WTERMSIG(status) in (signal.SIGXCPU, signal.SIGKILL):
        answer = OUT_OF_TIME
    else:
        answer = json.loads(running.received) if status == 0 else CRASHED
    return {**answer, "cpu": round(used.ru_utime + used.ru_stime, 3)}


def allow_cpu(seconds: float) -> None:
    """Let this process use that much more processor time; the system ends it afterwards."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    limit = int(used.ru_utime + used.ru_stime + seconds) + 1
    resource.setrlimit(resource.RLIMIT_CPU, (limit, resource.getrlimit(resource.RLIMIT_CPU)[1]))
