"""Colours that differ in lightness too: told apart in grey, and by those who do not tell red from green."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from monitor.digest import Theme
from monitor.domain import Label

_LINEAR = 0.04045  # of a channel, below which light follows its number in a straight line


@dataclass(frozen=True, slots=True)
class Palette:
    """The colours of one theme."""

    ground: str  # as the messenger's own
    ink: str
    quiet: str  # for what need not be read first
    rule: str  # for lines that only guide the eye
    negative: str
    neutral: str
    positive: str
    own: str  # what is ours
    own_ink: str  # words and lines of it

    def tone(self, label: Label) -> str:
        """Of a tone; one that nobody determined is neutral."""
        return {Label.NEGATIVE: self.negative, Label.POSITIVE: self.positive}.get(label, self.neutral)

    def on(self, fill: str) -> str:
        """What is best read on a fill: white or nearly black."""
        return max(("#FFFFFF", "#10161C"), key=lambda ink: contrast(ink, fill))


PALETTES: Final = MappingProxyType(
    {
        Theme.LIGHT: Palette(
            ground="#FFFFFF",
            ink="#1A222B",
            quiet="#5A6672",
            rule="#DDE2E7",
            negative="#C43C08",
            neutral="#C3CAD1",
            positive="#3D99BF",
            own="#0A4688",
            own_ink="#0A4688",
        ),
        Theme.DARK: Palette(
            ground="#1B2733",
            ink="#F2F5F8",
            quiet="#A9B6C3",
            rule="#344250",
            negative="#FF7A3D",
            neutral="#4A5765",
            positive="#A8DDEE",
            own="#2F77C8",
            own_ink="#86BBF4",
        ),
    }
)


def contrast(one: str, other: str) -> float:
    """How much lighter one colour is than the other, from 1 to 21, as WCAG counts.

    >>> contrast("#FFFFFF", "#000000"), contrast("#777777", "#777777")
    (21.0, 1.0)
    """
    darker, lighter = sorted((luminance(one), luminance(other)))
    return round((lighter + 0.05) / (darker + 0.05), 2)


def luminance(colour: str) -> float:
    """How much light a colour gives, from 0 to 1."""
    red, green, blue = linear(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def linear(colour: str) -> tuple[float, float, float]:
    """The light of its three channels.

    >>> linear("#FF0000")
    (1.0, 0.0, 0.0)
    """
    red, green, blue = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    return _light(red), _light(green), _light(blue)


def _light(channel: float) -> float:
    return channel / 12.92 if channel <= _LINEAR else float(((channel + 0.055) / 1.055) ** 2.4)
