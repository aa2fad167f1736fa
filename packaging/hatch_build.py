"""Makes what the program needs from `ui/` and `resources/`: compiled forms, icons, translations, texts."""

import re
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "src" / "dms_mail_desktop"
GENERATED = PACKAGE / "gui" / "generated"
DATA = PACKAGE / "data"
COPIED = ("manual", "pages", "presets", "sandbox", "schema", "wording")


def tool(name: str, *arguments: str | Path) -> None:
    """Runs one of Qt's tools from the environment of this Python."""
    suffix = ".exe" if sys.platform == "win32" else ""
    program = Path(sysconfig.get_path("scripts")) / f"pyside6-{name}{suffix}"
    command = str(program) if program.exists() else f"pyside6-{name}"
    done = subprocess.run([command, *map(str, arguments)], capture_output=True, text=True, check=False)
    if done.returncode or "warning" in done.stderr.lower():
        raise SystemExit(f"pyside6-{name} {' '.join(map(str, arguments))}\n{done.stdout}{done.stderr}")


def drop_unused_imports(form: Path) -> None:
    """Takes out what uic imports just in case: PySide makes each type when it is named, 30 ms at every start."""
    source = form.read_text(encoding="utf-8")
    code = re.sub(r"^#.*$", "", source, flags=re.MULTILINE)

    def used(match: re.Match[str]) -> str:
        names = [name.strip() for name in match[2].split(",")]
        kept = [name for name in names if len(re.findall(rf"\b{name}\b", code)) > 1]
        return f"from {match[1]} import {', '.join(kept)}" if kept else ""

    form.write_text(re.sub(r"from (PySide6\.\w+) import \(([^)]*)\)", used, source), encoding="utf-8")


def build() -> None:
    """Makes every generated file anew and removes what is no longer made."""
    made: set[Path] = {GENERATED / "__init__.py"}
    for folder in (GENERATED, DATA):
        folder.mkdir(parents=True, exist_ok=True)
    note = '"""Made from ui/ and resources/ by packaging/hatch_build.py."""\n'
    (GENERATED / "__init__.py").write_text(note, encoding="utf-8")
    for form in sorted((ROOT / "ui").glob("*.ui")):
        made.add(target := GENERATED / f"ui_{form.stem}.py")
        tool("uic", "--from-imports", "--no-autoconnection", "-o", target, form)
        drop_unused_imports(target)
    for source in sorted((ROOT / "resources" / "translations").glob("*.ts")):
        made.add(target := DATA / f"{source.stem}.qm")
        tool("lrelease", "-silent", source, "-qm", target)
    made.add(target := GENERATED / "resources_rc.py")
    tool("rcc", "-o", target, ROOT / "resources" / "resources.qrc")
    for name in COPIED:
        for source in (ROOT / "resources" / name).rglob("*.*"):
            made.add(target := DATA / source.relative_to(ROOT / "resources"))
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, target)
    for folder in (GENERATED, DATA):
        for path in folder.rglob("*.*"):
            if path.is_file() and path not in made and "__pycache__" not in path.parts:
                path.unlink()


if __name__ == "__main__":
    build()
else:
    from hatchling.builders.hooks.plugin.interface import BuildHookInterface

    class QtBuildHook(BuildHookInterface[Any]):
        """Runs before every build of the package, editable ones included."""

        def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002
            """Makes the generated files, so that they are packed with the rest."""
            build()
