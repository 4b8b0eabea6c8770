"""The assistant as a service, on the command line."""

from collections.abc import Mapping

from tools.settings import Settings


async def run(settings: Settings, environ: Mapping[str, str]) -> int:
    """Serves until the process is told to stop; 0 then. Raises Misconfigured before anything is opened."""
    from bots.serve.service import serve

    return await serve(settings, environ)
