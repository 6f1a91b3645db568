"""Files that somebody might pick in a dialog: good ones, broken ones, places where none can be."""

from pathlib import Path

from bpstudio.resources import resource

TABLE = "width,height,kind\n" + "\n".join(f"{k % 7}.5,{k % 5},{'ab'[k % 2]}" for k in range(40))
STEP = (
    '{"text": "Look.", "show": {"experiment": "%s", "step": %s},'
    ' "do": {"task": "Go.", "until": [{"what": "step", "at_least": 9}], "solution": {"step": 9},'
    ' "hint": "No."}}'
)
LESSON = '{"format": "bpstudio lesson", "version": 1, "title": "%s", "steps": [%s]}'
EXPERIMENT = '{"format": "bpstudio", "version": 1, "data": {"name": "%s"}%s}'


def write_files(folder: Path) -> list[Path]:
    """Write some, and return them with others that aren't there."""
    contents = {
        "circle.json": EXPERIMENT % ("circle", ""),
        "moons.json": EXPERIMENT % ("moons", ', "training": {"epochs": 5}'),
        "unknown.json": EXPERIMENT % ("square", ""),
        "newer.json": '{"format": "bpstudio", "version": 99, "data": {"name": "circle"}}',
        "broken.json": '{"format": "bpst',
        "empty.json": "",
        "noise.bps": "PK\x03\x04 this is no archive",
        "lesson.json": LESSON % ("Mine", STEP % ("xor", 3)),
        "impossible.json": LESSON % ("Mine [*] &", STEP % ("none", 3)),
        "spoilt.json": LESSON % ("<b>Mine</b>", STEP % ("xor", -1)),
        "table.csv": TABLE,
        "ragged.csv": TABLE + "\n1,2",
        "words.csv": "a,b\nx,y\n",
    }
    for name, text in contents.items():
        (folder / name).write_text(text)
    (folder / "folder.json").mkdir()
    kinds = ("experiments", "circuits", "lessons")
    shipped = [file for kind in kinds for file in sorted(resource(kind).glob("*.json"))]
    others = [folder / "none.json", folder / "nowhere" / "none.bps", folder / "folder.json"]
    return [*(folder / name for name in contents), *shipped, *others]


def places(folder: Path) -> list[Path]:
    """Return where somebody might want to write."""
    names = ("mine.json", "mine.bps", "mine.csv", "mine.png", "mine.svg", "mine")
    return [*(folder / name for name in (*names, "folder.json")), folder / "nowhere" / "mine.bps"]
