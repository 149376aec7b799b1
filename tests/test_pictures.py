"""The pictures of a digest: what they show, for whoever looks; drawn apart, and never worth more than the words."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import time
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, tzinfo
from io import BytesIO
from itertools import combinations
from pathlib import Path
from struct import unpack

import pytest
from picture_values import MINSK, MONDAY, WEEKS, rich
from PIL import Image, ImageChops, ImageStat

from monitor.digest import Counts, Day, Digest, FirstPage, Owner, PastWeek, Place, Speed, Theme, Watched, pictured
from monitor.domain import Label, Role
from monitor.pictures import draw
from monitor.pictures.answered import answered, pointed
from monitor.pictures.finding import finding
from monitor.pictures.palette import PALETTES, Palette, contrast, linear, luminance
from monitor.pictures.rated import rated
from monitor.pictures.voice import rows
from monitor.render.dates import Calendar
from monitor.render.digest import digest_document
from monitor.texts import LANGUAGES, Texts

DOCS = Path(__file__).parent.parent / "docs" / "pictures"
RU, EN = Texts("ru"), Texts("en")
ALL = ("tone", "voice", "response", "ratings", "search-0", "search-1")
TONES = ("negative", "neutral", "positive", "own")
LONG = "Объединённая производственная компания «Зубр-Софт Интеграция»"  # 60 letters
SOURCE = "otzyvy-o-rabotodatelyakh-i-postavshchikah"  # 41
HOSTILE = "\u202e🦬 זוּבר $x^2$ \\frac{1\n\tع̷̡̛ربي \x00😀"
# Machado, Oliveira, Fernandes 2009: how light is seen without the middle, and without the long cones.
DEUTERANOPIA = ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.01182, 0.04294, 0.968881))
PROTANOPIA = ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998))


def drawn_again(theme: Theme = Theme.LIGHT, digest: Digest | None = None, **changes) -> dict[str, object]:
    """The pictures by their names."""
    asked = draw(digest or rich(), **{"texts": RU, "zone": MINSK, "theme": theme, **changes})
    return {picture.name: picture for picture in asyncio.run(asked)}


def drawn_here(name: str, theme: Theme, digest: Digest | None = None, texts: Texts = RU):
    """One picture, before it is bytes."""
    from monitor.pictures.drawing import drawn  # noqa: PLC0415  # it loads matplotlib, and not every worker needs it

    return drawn(name, digest or rich(), texts=texts, zone=MINSK, theme=theme)


async def drawn_while_others_wait() -> tuple[dict[str, object], list[float]]:
    """The pictures, and how late a program that looks every 5 ms was while they were drawn."""
    late: list[float] = []

    async def looking() -> None:
        while True:
            begun = time.perf_counter()
            await asyncio.sleep(0.005)
            late.append(time.perf_counter() - begun - 0.005)

    task = asyncio.create_task(looking())
    drawn = await draw(rich(), texts=RU, zone=MINSK, theme=Theme.LIGHT)
    task.cancel()
    return {picture.name: picture for picture in drawn}, sorted(late)


@pytest.fixture(scope="module")
def drawing():
    return asyncio.run(drawn_while_others_wait())


@pytest.fixture(scope="module")
def pictures(drawing):
    return drawing[0]


def test_everything_else_goes_on_while_pictures_are_drawn(drawing) -> None:
    late = drawing[1]
    assert len(late) > 20
    assert late[len(late) // 2] < 0.1


def test_a_digest_gets_the_pictures_that_it_names_in_their_order(pictures) -> None:
    assert tuple(pictures) == pictured(rich()) == ALL


def test_every_picture_is_a_small_png_of_one_size(pictures) -> None:
    heads = {picture.png[:8] + picture.png[16:24] for picture in pictures.values()}
    assert {(head[:8], unpack(">II", head[8:])) for head in heads} == {(b"\x89PNG\r\n\x1a\n", (1080, 810))}
    assert max(len(picture.png) for picture in pictures.values()) < 60_000


def test_the_same_digest_is_the_same_bytes_in_any_process(pictures) -> None:
    assert drawn_here("tone", Theme.LIGHT).png() == pictures["tone"].png


def test_a_dark_screen_gets_a_dark_picture(pictures) -> None:
    assert PALETTES[Theme.DARK].ground != PALETTES[Theme.LIGHT].ground
    assert drawn_here("tone", Theme.DARK).png() != pictures["tone"].png


def test_the_documentation_shows_what_is_drawn_now(pictures) -> None:
    shown = [name for name in pictures if (DOCS / f"digest-{name}.ru.light.png").is_file()]
    assert shown == [name for name in ALL if name != "search-1"]
    for name in shown:
        there, here = (
            Image.open(one).convert("L") for one in (DOCS / f"digest-{name}.ru.light.png", BytesIO(pictures[name].png))
        )
        apart = ImageStat.Stat(ImageChops.difference(there, here)).mean[0]
        assert apart < 0.5, f"{name} looks different now: run `make pictures`"  # another processor rounds differently


def test_a_picture_holds_no_time_and_no_name_of_a_program(pictures) -> None:
    for picture in pictures.values():
        assert {chunk for chunk in (b"tEXt", b"zTXt", b"iTXt", b"tIME", b"eXIf") if chunk in picture.png} == set()


def test_what_a_picture_shows_is_said_for_who_cannot_see_it(pictures) -> None:
    assert pictures["tone"].said == (
        "Упоминаний за неделю 117: негатив 21, нейтрально 66, позитив 30. Больше всего негатива в четверг: 9."
    )
    assert "Зубр-Софт – 37 из 90" in pictures["voice"].said
    assert "7 ч 35 мин, нет, 5 ч 30 мин" in pictures["response"].said
    assert "otzyvy – 2,8 (−0,7)" in pictures["ratings"].said
    assert pictures["search-0"].said.startswith("Яндекс, «зубр софт отзывы»: мест 10, негатив 2")


def test_a_small_week_starts_no_process() -> None:
    small = replace(rich(), stories=replace(rich().stories, mentions=9))
    assert drawn_again(digest=small, deadline=0) == {}


# What would be empty or silly is not drawn.


def test_our_brands_alone_have_no_share_of_voice() -> None:
    week = rich()
    own = tuple(replace(one, brand=replace(one.brand, role=Role.OWN)) for one in week.brands)
    assert "voice" not in pictured(replace(week, brands=own))


def test_a_place_that_was_rated_in_one_week_has_no_line() -> None:
    past = (PastWeek("2026-W46", Counts(), None, {"a": 0.5}), PastWeek("2026-W47", Counts(), None, {"b": 0.5}))
    assert "ratings" not in pictured(replace(rich(), past=past))
    assert "ratings" in pictured(replace(rich(), past=(past[0], replace(past[1], ratings={"a": 0.5}))))


# The process.


class Trap(tzinfo):
    """A zone that does something to whoever unpacks it."""

    def __init__(self, *call) -> None:
        self.call = call

    def __reduce__(self):
        return self.call[0], self.call[1:]


def test_a_process_that_dies_costs_only_the_pictures() -> None:
    assert drawn_again(zone=Trap(os._exit, 9)) == {}


def test_a_process_that_is_late_costs_only_the_pictures() -> None:
    begun = time.monotonic()
    assert drawn_again(zone=Trap(time.sleep, 50), deadline=0.3) == {}
    assert time.monotonic() - begun < 20


def pages_alone(*pages: FirstPage) -> Digest:
    """A digest whose pictures are those of first pages."""
    return replace(rich(), days=(), brands=(), past=(), first_pages=pages)


@pytest.mark.long
def test_a_picture_that_fails_costs_only_itself() -> None:
    first, second = rich().first_pages
    assert tuple(drawn_again(digest=pages_alone(replace(first, weeks=(None,)), second))) == ("search-1",)


def test_the_process_is_told_no_secret(tmp_path, monkeypatch) -> None:
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", "123456:secret")
    told = tmp_path / "told"
    write = f"__import__('pathlib').Path({str(told)!r}).write_text(repr(dict(os.environ)))"
    drawn_again(zone=Trap(eval, f"[os := __import__('os'), {write}, os._exit(0)]"))
    assert "PYTHONPATH" in told.read_text()
    assert "secret" not in told.read_text()


@pytest.mark.long
async def test_one_draws_at_a_time(tmp_path) -> None:
    seen = tmp_path / "seen"
    write = (
        f"f := open({str(seen)!r}, 'a'), f.write('begun '), f.flush(), __import__('time').sleep(0.2), f.write('done ')"
    )
    trap = Trap(eval, f"[{write}, f.close(), __import__('os')._exit(1)]")
    assert await asyncio.gather(*(draw(rich(), texts=RU, zone=trap, theme=theme) for theme in Theme)) == [(), ()]
    assert seen.read_text() == "begun done begun done "


def test_whoever_asks_for_pictures_never_loads_what_draws_them() -> None:
    asked = (
        "import sys, monitor.pictures, monitor.pictures.finding; print({'matplotlib', 'numpy', 'PIL'} & {*sys.modules})"
    )
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)  # noqa: S603
    assert done.stdout.strip() == "set()"


# The colours: a law for every pair of both themes.


def lightness(light: float) -> float:
    """L* of CIE, for light from 0 to 1."""
    return 116 * light ** (1 / 3) - 16 if light > 216 / 24389 else light * 24389 / 27


def lab(light: tuple[float, ...]) -> tuple[float, float, float]:
    """CIE L*a*b* of linear sRGB under daylight."""
    red, green, blue = light
    x = (0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.95047
    y = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    z = (0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.08883
    a, b, c = ((lightness(one) + 16) / 116 for one in (x, y, z))
    return 116 * b - 16, 500 * (a - b), 200 * (b - c)


def seen(colour: str, matrix: tuple[tuple[float, ...], ...]) -> tuple[float, float, float]:
    """A colour in L*a*b*, as an eye of this kind sees it."""
    light = linear(colour)
    return lab(tuple(min(max(sum(m * c for m, c in zip(row, light, strict=True)), 0), 1) for row in matrix))


PAIRS = [(theme, one, other) for theme in Theme for one, other in combinations(TONES, 2)]


@pytest.mark.parametrize(("theme", "one", "other"), PAIRS)
def test_tones_are_told_apart_in_grey(theme: Theme, one: str, other: str) -> None:
    greys = (lightness(luminance(getattr(PALETTES[theme], name))) for name in (one, other))
    assert abs(next(greys) - next(greys)) >= 13


@pytest.mark.parametrize("matrix", [DEUTERANOPIA, PROTANOPIA])
@pytest.mark.parametrize(("theme", "one", "other"), PAIRS)
def test_tones_are_told_apart_by_who_does_not_see_red_or_green(theme, one, other, matrix) -> None:
    first, second = (seen(getattr(PALETTES[theme], name), matrix) for name in (one, other))
    assert sum((a - b) ** 2 for a, b in zip(first, second, strict=True)) ** 0.5 >= 25


@pytest.mark.parametrize("palette", PALETTES.values(), ids=PALETTES)
def test_words_are_legible_on_the_ground_and_on_every_tone(palette: Palette) -> None:
    words = ("ink", "quiet", "negative", "own_ink")
    assert {name for name in words if contrast(getattr(palette, name), palette.ground) < 4.5} == set()
    fills = [getattr(palette, name) for name in TONES]
    assert {fill for fill in fills if contrast(palette.on(fill), fill) < 4.5} == set()
    assert {
        name for name in ("negative", "positive", "own") if contrast(getattr(palette, name), palette.ground) < 3
    } == set()


# The words.


def title(name: str, digest: Digest, texts: Texts = RU) -> str:
    return finding(name, digest, texts, MINSK).title.replace("\u00a0", " ")


def days(*negative: int, spike: int = 9) -> tuple[Day, ...]:
    """Days with so many negatives, and one neutral mention."""
    found = enumerate(negative)
    return tuple(Day(MONDAY + timedelta(place), Counts(n + 1, n, 1, 0), spike=n >= spike) for place, n in found)


def week_of(negative: int, before: int, *seven: int) -> Digest:
    """A week of one brand."""
    own = replace(
        rich().brands[0], counts=Counts(99, negative), previous=Counts(99 if before >= 0 else 0, max(before, 0))
    )
    return replace(rich(), brands=(own,), days=days(*seven))


@pytest.mark.parametrize(
    ("digest", "said"),
    [
        (week_of(21, 8, 2, 1, 3, 9, 5, 1, 0), "Негатив вырос до 21, пик в четверг"),
        (week_of(16, 14, 1, 12, 3), "Всплеск негатива во вторник: 12"),
        (week_of(3, 20, 1, 2), "Негатив снизился до 3, неделей раньше 20"),
        (replace(week_of(3, 20, 1, 2), whole=False), "Негатив: 3, неделей раньше 20"),
        (replace(week_of(3, 20, 1, 2), unwatched=timedelta(days=2)), "Негатив: 3, неделей раньше 20"),
        (replace(week_of(21, 8, 8, 8, 5), unwatched_before=timedelta(days=2)), "Негатив за неделю: 21"),
        (week_of(9, 8, 4, 5), "Негатив: 9, неделей раньше 8"),
        (week_of(9, -1, 4, 5), "Негатив за неделю: 9"),
        (week_of(0, 8, 0, 0), "Негатива за неделю не было"),
    ],
)
def test_the_title_says_what_became_of_the_tone_and_no_more_than_is_true(digest: Digest, said: str) -> None:
    assert title("tone", digest) == said


def voiced(*voices: int) -> Digest:
    """Our brand and its competitors."""
    names = [replace(week.brand, id=str(n)) for n, week in enumerate((rich().brands[0], *[rich().brands[1]] * 9))]
    brands = [
        replace(rich().brands[0], brand=name, voice=n, voices=sum(voices))
        for name, n in zip(names, voices, strict=False)
    ]
    return replace(rich(), brands=tuple(brands))


def test_percentages_are_said_from_twenty_stories_on() -> None:
    assert title("voice", voiced(12, 8)) == "О нас говорят больше всех: 60 %"
    assert title("voice", voiced(12, 8), EN) == "We are talked about most: 60%"
    assert title("voice", voiced(7, 12)) == "Больше всех говорят о конкуренте: 12 из 19, о нас 7 из 19"
    assert title("voice", voiced(5, 5)).startswith("О нас говорят столько же")


def test_of_many_brands_ours_is_always_shown_and_the_rest_is_counted() -> None:
    shown = rows(voiced(1, 9, 8, 7, 6, 5, 4, 3), RU)
    assert [row.stories for row in shown] == [9, 8, 7, 6, 5, 1, 7]
    assert shown[-1].name == "Остальные бренды: 2"
    assert [row.own for row in shown].index(True) == 5


def speeds(*minutes: Speed | None) -> Digest:
    return replace(rich(), past=tuple(PastWeek(w, Counts(), s) for w, s in zip(WEEKS, minutes, strict=False)))


@pytest.mark.parametrize("minutes", [601, 659.7, 1475.0, 1499.0, 2879.0])
def test_a_point_is_as_many_hours_as_the_title_says(minutes: float) -> None:
    said = title("response", speeds(Speed(minutes, 2900, 9), Speed(minutes, 2900, 9)))
    assert said == f"Первый ответ обычно через {pointed(minutes, 60, RU)} ч"


def test_faster_and_slower_are_said_of_enough_answers_and_of_a_real_difference() -> None:
    assert title("response", rich()) == "Отвечаем быстрее: обычно через 3 ч 5 мин, раньше через 4 ч 25 мин"
    assert title("response", speeds(Speed(60, 90, 9), Speed(120, 130, 9))).startswith(
        "Отвечаем медленнее: обычно через 2 ч"
    )
    assert title("response", speeds(Speed(60, 90, 9), None, Speed(65, 90, 9))) == "Первый ответ обычно через 1 ч 5 мин"
    assert title("response", speeds(Speed(600, 900, 4), Speed(60, 90, 9))) == "Первый ответ обычно через 1 ч"
    assert title("response", speeds(Speed(60, 90, 9), None)) == "На негатив этой недели ответов пока нет"


@pytest.mark.parametrize(("p90", "unit"), [(120, "minutes"), (121, "hours"), (4320, "hours"), (4321, "days")])
def test_answers_are_drawn_in_a_unit_that_is_read_well(p90: float, unit: str) -> None:
    assert answered(speeds(Speed(30, p90, 9), None)).unit[0] == unit


def test_nine_of_ten_are_not_drawn_of_a_few_answers() -> None:
    assert answered(speeds(Speed(30, 90, 4), Speed(30, 90, 5), None)).most == (None, 90, None)


def test_a_rating_has_moved_where_enough_people_say_so() -> None:
    assert title("ratings", rich()) == "otzyvy: оценка упала до 2,8"
    assert [one.source for one in rated(rich()) if one.moved] == ["otzyvy"]


def test_a_percentage_on_a_picture_is_that_of_the_words() -> None:
    voices = {"zubr": 23, "vector": 17, "alfa": 0}
    week = replace(rich(), brands=tuple(replace(one, voice=voices[one.brand.id], voices=40) for one in rich().brands))
    assert "58 %" in title("voice", week)
    assert "23 из 40 (58\u00a0%)" in digest_document(week, Calendar(RU, MINSK, week.end), limit=None).text


@pytest.mark.parametrize("few", [-1, -2])
def test_a_rating_has_not_moved_where_few_rated_in_either_week(few: int) -> None:
    past = list(rich().past)
    past[few] = replace(past[few], rated=dict.fromkeys(past[few].rated, 4))
    assert title("ratings", replace(rich(), past=tuple(past))) == "Новые оценки по площадкам"


def test_a_page_of_ours_is_ours_whatever_words_stand_on_it() -> None:
    ours = Place(1, "https://zubr.example/", "", Owner.OWN, Label.NEGATIVE)
    page = FirstPage("s", "google", "зубр", datetime(2026, 11, 22, tzinfo=UTC), (ours,))
    assert title("search-0", replace(rich(), first_pages=(page,))) == "google, «зубр»: негатива нет"


# Nothing leaves the picture and nothing lies over something else, whatever the week and its names.


def named(name: str, source: str) -> Digest:
    """The rich week with other names everywhere."""
    week = rich()
    brands = tuple(replace(one, brand=Watched(one.brand.id, name, one.brand.role)) for one in week.brands * 3)
    past = tuple(
        replace(one, ratings={f"{source}{n}": n / 5 for n in range(6) if n != place % 6})
        for place, one in enumerate(week.past)
    )
    pages = []
    for page in week.first_pages:
        places = tuple(replace(one, url=f"https://{'a' * 50}.example/", title=name) for one in page.places)
        pages.append(
            replace(page, query=name, engine=name, weeks=(*page.weeks[:-1], replace(page.weeks[-1], places=places)))
        )
    return replace(week, brands=brands, past=past, first_pages=tuple(pages))


def extreme() -> Digest:
    """Large numbers, spikes on every day, an answer after a quarter of a year, a first page of a single week."""
    week = rich()
    seven = [(0, 0, 0), (3, 0, 0), (140, 9000, 800), (0, 9999, 1), (1, 1, 1), (9999, 0, 0), (12, 900, 4)]
    return replace(
        week,
        days=tuple(Day(date(2026, 11, 16 + n), Counts(sum(t), *t), spike=True) for n, t in enumerate(seven)),
        brands=tuple(replace(one, voice=10**n, voices=99_999) for n, one in enumerate(week.brands)),
        past=tuple(
            PastWeek(w, Counts(), Speed(m, p, c) if m else None, {"a": 1.0} if m else {})
            for w, m, p, c in zip(
                WEEKS, (1, 0, 9, 130_000, 0, 130_000, 0, 1), (1, 0, 9, 131_000, 0, 130_000, 0, 2), (9,) * 8, strict=True
            )
        ),
        first_pages=tuple(
            replace(page, weeks=(), places=(*page.places[2:], Place(11, "", "x"))) for page in week.first_pages
        ),
    )


def sparse() -> Digest:
    """As little as a picture is drawn of."""
    week = rich()
    return replace(
        week,
        days=days(1),
        past=(replace(week.past[0], ratings={"a": 0.0}), replace(week.past[-1], ratings={"a": 0.0, "b": 1.0})),
        brands=tuple(replace(one, voice=0, voices=1) for one in week.brands),
    )


WEEKS_OF_ALL_KINDS = {
    "rich": rich,
    "long names": lambda: named(LONG, SOURCE),
    "hostile names": lambda: named(HOSTILE, HOSTILE),
    "one endless word": lambda: named("Ж" * 60, "ш" * 40),
    "nothing but signs no font has": lambda: named("🦬🦬", "🦬"),
    "extreme": extreme,
    "sparse": sparse,
}
KINDS = [
    *((kind, language) for kind in ("rich", "long names", "extreme", "sparse") for language in LANGUAGES),
    ("hostile names", "ru"),
    ("one endless word", "en"),
    ("nothing but signs no font has", "ru"),
]


@pytest.mark.parametrize("name", ALL[:5])
@pytest.mark.parametrize(("kind", "language"), KINDS)
def test_words_stay_within_the_margins_and_apart_from_each_other(kind: str, language: str, name: str) -> None:
    digest = WEEKS_OF_ALL_KINDS[kind]()
    assert name in pictured(digest)
    boxes = [(said, box) for said, box in placed(drawn_here(name, Theme.DARK, digest, Texts(language))) if said]
    assert [said for said, box in boxes if box.x0 < 20 or box.x1 > 1060 or box.y0 < 40 or box.y1 > 790] == []
    assert [(one, other) for (one, a), (other, b) in combinations(boxes, 2) if overlap(a, b)] == []


def placed(canvas) -> list[tuple[str, object]]:
    """The words of a picture and where they are."""
    from matplotlib.text import Text  # noqa: PLC0415  # as above

    return [(text.get_text(), text.get_window_extent()) for text in canvas.figure.findobj(Text)]


def overlap(one, other) -> bool:
    """Whether two words lie over each other by more than the air round them."""
    return min(one.x1, other.x1) - max(one.x0, other.x0) > 2 and min(one.y1, other.y1) - max(one.y0, other.y0) > 8


def test_the_pages_of_the_documentation_show_every_picture() -> None:
    docs = Path(__file__).parent.parent / "docs"
    for language, page in (("en", "digest.md"), ("ru", "digest.ru.md")):
        shown = (docs / page).read_text(encoding="utf-8")
        for name in ALL[:5]:
            files = [f"digest-{name}.{language}.{theme}.png" for theme in Theme]
            assert [file for file in files if f"pictures/{file}" not in shown] == []
            assert [file for file in files if not 0 < (docs / "pictures" / file).stat().st_size < 60_000] == []
