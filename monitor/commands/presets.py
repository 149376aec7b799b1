"""`otklik presets`: the catalogue of ready-made sources with their parameters."""

from __future__ import annotations

from collections.abc import Iterator

from monitor.config.presets import Preset, catalogue
from monitor.texts import Texts


def presets(texts: Texts) -> str:
    """One paragraph each."""
    return "\n\n".join("\n".join(_lines(preset, texts)) for preset in catalogue()) + "\n"


def _lines(preset: Preset, texts: Texts) -> Iterator[str]:
    yield preset.name
    yield f"  {preset.about[texts.language]}"
    yield f"  {preset.policy[texts.language]}"
    for name, default in preset.parameters.items():
        yield f"  {name}: " + (texts("cli.presets.needed") if default is None else str(default))
