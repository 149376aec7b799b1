"""What a brand leaves out and is hardly meant so: phrases without its name, and the name itself."""

from __future__ import annotations

from collections.abc import Iterator

from monitor.config.marked_yaml import Path
from monitor.config.plan import Plan
from monitor.words.alphabets import in_one_alphabet
from monitor.words.tokens import tokens

Said = tuple[Path, str, dict[str, str]]

_STEM = 3  # letters that a word keeps in every form


def astray(plan: Plan) -> Iterator[Said]:
    """Where such a phrase stands, and which sentence under check. says so: only a phrase round a name leaves it out."""
    for number, brand in enumerate(plan.brands):
        names = [_words(name) for name in brand.names]
        stems = {word[:_STEM] for name in names for word in name}
        for place, phrase in enumerate(brand.exclude):
            words = _words(phrase)
            path = ("brands", number, "exclude", place)
            if words in names:
                yield path, "excludes_itself", {"phrase": phrase}
            elif not any(stem in "".join(words) for stem in stems):
                yield path, "excludes_nothing", {"phrase": phrase}


def _words(written: str) -> list[str]:
    return tokens(in_one_alphabet(written).lower().replace("ё", "е"))
