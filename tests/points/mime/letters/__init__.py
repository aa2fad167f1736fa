"""The difficult messages of the corpus, as they are made."""

from . import broken, encodings, names, programs, protected, structure, texts, winmail
from .case import Case

MODULES = (names, structure, broken, encodings, texts, protected, programs, winmail)
CASES: list[Case] = [case for module in MODULES for case in module.CASES]
