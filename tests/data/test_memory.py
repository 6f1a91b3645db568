"""How much memory there is, against psutil."""

from pathlib import Path

import psutil
import pytest

from bpstudio.data import memory


def test_available_memory_is_psutils() -> None:
    assert memory.available_memory() == pytest.approx(psutil.virtual_memory().available, rel=0.2)


@pytest.mark.parametrize("text", [None, "", "MemFree: 1 kB\n", "MemAvailable: lots\n"])
def test_without_meminfo_it_is_the_physical_memory(text: str | None, tmp_path: Path) -> None:
    meminfo = tmp_path / "meminfo"
    if text is not None:
        meminfo.write_text(text, encoding="ascii")
    assert memory.available_memory(meminfo) == pytest.approx(psutil.virtual_memory().total, rel=0.2)


def test_it_is_unknown_where_the_system_does_not_say(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr("os.sysconf")
    assert memory.available_memory(tmp_path / "none") is None


@pytest.mark.parametrize(
    ("size", "words"),
    [
        (0, "0 bytes"),
        (999, "999 bytes"),
        (1_500, "1.5 kB"),
        (999_900, "1 MB"),
        (2_400_000, "2.4 MB"),
        (24 * 10**9, "24 GB"),
        (10**13, "10 TB"),
        (10**18, "1,000 PB"),
    ],
)
def test_sizes_in_words(size: int, words: str) -> None:
    assert memory.in_words(size) == words
