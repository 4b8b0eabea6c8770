"""Ruleset files: those that come with E.V.A. and the user's own in `EVA_HOME/firms`, read as plain data."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import policies
from policies.limits import BadLimits

SHIPPED = Path(policies.__file__).parent / "firms"
OWN = "firms"
"""The folder of the user's own rulesets, inside the home folder."""
NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")
LARGEST = 256 * 1024
"""Bytes of a ruleset file; a longer one is none."""

Data = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class RulesetFile:
    """One file; its name is the id of the programme. `shadows` tells that E.V.A. ships one of that name."""

    path: Path
    own: bool = False
    shadows: bool = False

    @property
    def id(self) -> str:
        """The id that the file's name gives."""
        return self.path.stem

    def data(self) -> Data:
        """The parsed file; raises BadLimits with what to correct."""
        where = repr(str(self.path))
        if self.shadows:
            raise BadLimits(f"{where} has the name of a ruleset of E.V.A.: rename it and its id")
        if not NAME.fullmatch(self.id):
            raise BadLimits(f"{where}: expected a name of small letters, digits and hyphens: rename it and its id")
        try:
            with self.path.open("rb") as file:
                raw = file.read(LARGEST + 1)
            if len(raw) > LARGEST:
                raise ValueError("longer than any ruleset")
            found = tomllib.loads(raw.decode("utf-8"))
        except (OSError, ValueError, RecursionError) as error:
            raise BadLimits(f"{where} cannot be read ({error}): correct it or put back a good copy") from None
        if found.get("id") != self.id:
            raise BadLimits(f"{where}: id: expected {self.id!r}, as the file is called, got {found.get('id')!r:.60}")
        return found


def ruleset_files(home: Path | None) -> tuple[RulesetFile, ...]:
    """Every ruleset file by id, shipped ones first; `home` None leaves out the user's own."""
    shipped = [RulesetFile(path=path) for path in _listed(SHIPPED)]
    taken = {file.id for file in shipped}
    mine = _listed(home / OWN) if home is not None else []
    return (*shipped, *(RulesetFile(path=path, own=True, shadows=path.stem in taken) for path in mine))


def _listed(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.toml"), key=lambda path: path.stem)


class Rulesets(Mapping[str, Data]):
    """Rulesets by id, each read when it is asked for, so that a broken file of the user's hides no other."""

    def __init__(self, home: Path | None = None) -> None:
        found: dict[str, RulesetFile] = {}
        for file in ruleset_files(home):
            found[file.id] = file
        self._files = found

    def __getitem__(self, firm: str) -> Data:
        """The parsed file; raises KeyError for no such id and BadLimits for a file that cannot be read."""
        return self._files[firm].data()

    def __contains__(self, firm: object) -> bool:
        return firm in self._files

    def __iter__(self) -> Iterator[str]:
        return iter(self._files)

    def __len__(self) -> int:
        return len(self._files)

    def named(self, firm: str) -> Data:
        """The same with the known ids in the BadLimits of an unknown one."""
        if firm not in self:
            raise BadLimits(f"there is no ruleset {firm!r:.60}; known are {', '.join(self)}")
        return self[firm]
