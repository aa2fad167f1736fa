"""Writes the corpus anew: `python -m tests.points.mime.write_corpus` in the folder of the project."""

from pathlib import Path

from .letters import CASES

CORPUS = Path(__file__).parent.parent / "corpus"


def write() -> None:
    for file in (*CORPUS.glob("*.eml"), *CORPUS.glob("*.toml")):
        file.unlink()
    for case in CASES:
        (CORPUS / f"{case.name}.eml").write_bytes(case.octets)
        (CORPUS / f"{case.name}.toml").write_text(case.toml(), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    write()
