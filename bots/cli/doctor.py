"""The health of the installation on the command line."""

from collections.abc import Mapping

from tools.console.running import show_json
from tools.settings import Settings


async def show(settings: Settings, environ: Mapping[str, str], *, as_json: bool) -> int:
    """Prints every check; 1 when one fails."""
    from bots import doctor
    from bots.render.health import health
    from bots.voice import locale_language

    found = await doctor.checks(settings)
    if as_json:
        show_json(found)
    else:
        print(health(found, settings.lang or locale_language(environ)))
    return 1 if any(check["status"] == "fail" for check in found) else 0
