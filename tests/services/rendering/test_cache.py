"""Finished files are kept whole, each under its own name, and within their room."""

from __future__ import annotations

import os
from pathlib import Path
from subprocess import run
from sys import executable

import pytest

from services.rendering_cache import Kept

ONE, OTHER = "1" * 64, "2" * 64
ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def kept(tmp_path: Path) -> Kept:
    return Kept(tmp_path / "exports", 10_000)


def file(kept: Kept, key: str) -> Path:
    (found,) = kept.folder.rglob(key)
    return found


def test_what_was_put_is_got(kept: Kept) -> None:
    kept.put(ONE, b"\x00\n" * 100)
    assert kept.get(ONE) == b"\x00\n" * 100
    assert kept.get(OTHER) is None


@pytest.mark.parametrize("damage", [b"", b"nianbao", b"\n", b"nianbao export 1 x y\nother"])
def test_a_damaged_file_counts_as_not_made_and_is_taken_away(kept: Kept, damage: bytes) -> None:
    kept.put(ONE, b"content")
    file(kept, ONE).write_bytes(damage)
    assert kept.get(ONE) is None
    assert not kept.has(ONE)


@pytest.mark.parametrize("place", [0, 30, 90, -1])
def test_one_changed_byte_is_noticed(kept: Kept, place: int) -> None:
    kept.put(ONE, b"content" * 10)
    content = bytearray(file(kept, ONE).read_bytes())
    content[place] ^= 1
    file(kept, ONE).write_bytes(content)
    assert kept.get(ONE) is None


def test_a_file_under_the_name_of_another_is_not_given(kept: Kept) -> None:
    kept.put(ONE, b"one report")
    kept.put(OTHER, b"another report")
    file(kept, ONE).replace(file(kept, OTHER))
    assert kept.get(OTHER) is None


def test_the_least_recently_used_go_first(kept: Kept) -> None:
    names = [digit * 64 for digit in "abcd"]
    for age, name in enumerate(names[:3]):
        kept.put(name, b"x" * 3000)
        os.utime(file(kept, name), (age + 1, age + 1))
    assert kept.get(names[0])
    kept.put(names[3], b"x" * 3000)
    assert [kept.has(name) for name in names] == [True, False, True, True]


def test_a_file_larger_than_all_room_is_still_given_once(kept: Kept) -> None:
    kept.put(ONE, b"small")
    kept.put(OTHER, b"x" * 20_000)
    assert kept.get(OTHER) == b"x" * 20_000
    assert kept.get(ONE) is None


def test_what_a_killed_process_left_half_made_is_cleared_away_in_time(kept: Kept) -> None:
    kept.put(ONE, b"content")
    fresh, old = (file(kept, ONE).with_name(name) for name in (".fresh", ".old"))
    for made in (fresh, old):
        made.write_bytes(b"half")
    os.utime(old, (1, 1))
    kept.put(OTHER, b"content")
    assert (fresh.exists(), old.exists()) == (True, False)


def test_only_the_owner_can_read_them(kept: Kept) -> None:
    kept.put(ONE, b"content")
    assert {path.stat().st_mode & 0o77 for path in (kept.folder, *kept.folder.rglob("*"))} == {0}


def test_two_processes_do_not_make_the_same_file_at_once_and_a_dead_one_lets_go(kept: Kept) -> None:
    holding = (
        "import os, sys; from pathlib import Path; from services.rendering_cache import Kept\n"
        "with Kept(Path(sys.argv[1]), 1).making(sys.argv[2]):\n"
        "    print(open('/proc/locks').read().count(f' {os.getpid()} '), flush=True); os._exit(9)\n"
    )
    done = run([executable, "-c", holding, kept.folder, ONE], cwd=ROOT, capture_output=True, check=False, timeout=60)
    assert (done.returncode, done.stdout) == (9, b"1\n"), done.stderr
    with kept.making(ONE):
        assert kept.get(ONE) is None
