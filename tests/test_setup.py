"""The first file of a team: what fits it, how it is written, what is added later."""

from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from monitor.config.load import Loaded, read_plan
from monitor.config.plan import Brand
from monitor.config.presets import catalogue, find
from monitor.domain import Role
from monitor.errors import ConfigError
from monitor.setup import (
    NOWHERE,
    Answers,
    Line,
    address_of,
    first_plan,
    for_page,
    host_of,
    is_there,
    likely_zone,
    more_plan,
    place_of,
    proposals,
    several,
    with_variable,
)
from monitor.texts import LANGUAGES, Texts


def _read(text: str) -> Loaded:
    return read_plan(text.encode(), Path("sources.yaml"), {}, name="sources.yaml")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_first_file_is_right_and_says_what_was_answered(language: str) -> None:
    answers = Answers(
        language, 'Зубр "Софт": №1', ("Zubr #1", "да"), "zubr.by", place_of("минск"), ("Пустельга", "Альфа, Inc"), ()
    )
    lines = [Line(entry, "x") for entry in proposals(language)]
    lines += [Line(for_page("https://otzyvy.example/co/1?a=b:c#d", "reviews", "zubr-soft-1", set()))]

    plan = _read(first_plan(answers, lines, Texts(language))).plan

    own, *others = plan.brands
    assert (own.name, own.aliases, own.sites) == ('Зубр "Софт": №1', ("Zubr #1", "да"), ("zubr.by",))
    assert [(one.name, one.role) for one in others] == [
        ("Пустельга", Role.COMPETITOR),
        ("Альфа, Inc", Role.COMPETITOR),
    ]
    assert (plan.language, str(plan.zone)) == (language, "Europe/Minsk")
    assert len(plan.sources) == len(lines) >= 5


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_first_file_explains_a_key_where_it_stands_first_and_says_which_sources_are_our_own(language: str) -> None:
    texts = Texts(language)
    page = for_page("https://otzyvy.example/co/1", "reviews", "zubr", set())
    answers = Answers(language, "Zubr", competitors=("Sokol",))

    rows = first_plan(answers, [Line(page), Line(proposals(language)[0])], texts).splitlines()

    remarks = {code.strip(): remark for code, _, remark in (row.partition("  # ") for row in rows)}
    names = {"- id: zubr": "id", "name: Zubr": "name", "role: own": "own", "role: competitor": "competitor"}
    assert {code: remarks[code] for code in names} == {
        code: texts(f"init.file.brand.{name}") for code, name in names.items()
    }
    assert (remarks["- id: sokol"], remarks["name: Sokol"]) == ("", "")
    assert "preset:" in rows[rows.index(f"  # {texts('init.file.ready')}") + 1]
    assert rows[rows.index(f"  # {texts('init.file.own')}") + 1] == "  - id: otzyvy"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_file_without_a_source_is_right_too(language: str) -> None:
    assert _read(first_plan(Answers(language, "Acme"), [], Texts(language))).plan.sources == ()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_line_for_a_specialist_works_when_its_sign_is_taken_away(language: str) -> None:
    text = first_plan(Answers(language, "Acme"), [], Texts(language))
    head, _, tail = text.partition("\n# http:")
    told = "\n".join(line.removeprefix("# ") for line in f"# http:{tail}".splitlines())

    environment = {"PROXY": "http://proxy.example:1", "PING": "https://ping.example/1"}
    plan = read_plan(f"{head}\n{told}\n".encode(), Path("sources.yaml"), environment, name="sources.yaml").plan

    assert plan.http.proxy == "http://proxy.example:1"
    assert plan.health.ping == "https://ping.example/1"


def test_presets_that_are_proposed_need_nothing_else() -> None:
    for language in LANGUAGES:
        for entry in proposals(language):
            needed = {name for name, known in find(str(entry["preset"])).parameters.items() if known.default is None}
            assert needed <= set(entry)
            assert set(entry) - {"preset"} <= set(find(str(entry["preset"])).parameters)
    assert {language for preset in catalogue() for language in preset.proposed} == set(LANGUAGES)


@pytest.mark.parametrize(
    ("said", "country", "zone"),
    [
        ("Минск", "BY", "Europe/Minsk"),
        ("россия", "RU", "Europe/Moscow"),
        ("by", "BY", "Europe/Minsk"),
        ("New York", "US", "America/New_York"),
        ("Europe/Berlin", "DE", "Europe/Berlin"),
        ("UTC", "", "UTC"),
        ("Britain", "GB", "Europe/London"),
        ("kr", "KR", "Asia/Seoul"),
        ("lagos", "NG", "Africa/Lagos"),
        ("Port Moresby", "PG", "Pacific/Port_Moresby"),
        ("", "", "UTC"),
        ("РБ", "BY", "Europe/Minsk"),
        ("мск", "RU", "Europe/Moscow"),
        ("г. Минск, Беларусь", "BY", "Europe/Minsk"),
        ("Омск, Россия", "RU", "Asia/Omsk"),
        ("Russia, Novosibirsk", "RU", "Asia/Novosibirsk"),
        ("London, UK", "GB", "Europe/London"),
    ],
)
def test_a_place_is_known_however_it_is_said(said: str, country: str, zone: str) -> None:
    assert (place_of(said).country, place_of(said).zone) == (country, zone)


@pytest.mark.parametrize(("said", "near"), [("Минкс", "Минск"), ("londn", "London"), ("germny", "Germany")])
def test_a_place_that_was_mistyped_is_guessed(said: str, near: str) -> None:
    with pytest.raises(ConfigError) as refused:
        place_of(said)

    assert (refused.value.key, refused.value.blanks["near"]) == ("init.place_near", near)


@pytest.mark.parametrize(
    ("language", "hours", "name", "zone"),
    [
        ("ru", 0, "Etc/UTC", ""),
        ("ru", 3, "", "Europe/Moscow"),
        ("ru", 3, "Europe/Minsk", "Europe/Minsk"),
        ("ru", 3, "Etc/UTC", "Europe/Moscow"),  # a container that was told a zone (TZ) keeps the name of its own
        ("en", -5, "", "America/New_York"),
        ("en", 0, "Europe/London", "Europe/London"),
        ("en", 1, "Atlantis/City", "Europe/Warsaw"),
    ],
)
def test_a_clock_tells_where_its_team_is_unless_it_is_a_rented_server(
    language: str, hours: int, name: str, zone: str
) -> None:
    at = datetime(2026, 11, 26, 12, tzinfo=timezone(timedelta(hours=hours)))

    assert likely_zone(language, at, name) == zone


def test_sources_of_the_language_that_is_written_around_a_team_are_proposed_too() -> None:
    def names(language: str, country: str) -> set[str]:
        return {str(entry["preset"]) for entry in proposals(language, country)}

    assert names("ru", "BY") == names("ru", "") < names("ru", "DE")
    assert names("en", "US") == names("en", "") < names("en", "RU") == names("ru", "US")


def test_every_zone_of_the_list_exists() -> None:
    from monitor.setup.places import _known  # noqa: PLC0415

    assert {place_of(place.zone).zone for place in _known().values()} == {place.zone for place in _known().values()}


@pytest.mark.parametrize("said", ["UTC", "utc"])
def test_a_team_may_want_the_time_of_no_place(said: str) -> None:
    assert place_of(said) == NOWHERE


@pytest.mark.parametrize(
    "said", ["Мухосранск", "Москва, Минск", "Минск, Нигде", "Europe/Nowhere", "/etc/passwd", "../UTC"]
)
def test_a_place_that_is_none_is_refused(said: str) -> None:
    with pytest.raises(ConfigError):
        place_of(said)


@pytest.mark.parametrize("said", ["", "нет", "ftp://a.example", "https://", "a b.example/c d", "javascript:alert(1)"])
def test_what_is_no_page_is_refused(said: str) -> None:
    with pytest.raises(ConfigError):
        address_of(said)


@pytest.mark.parametrize("said", ["нет сайта", "https://", "a@b", "zubr", "zubr.by,zubr.ru", "[zubr.by"])
def test_what_is_no_site_is_refused(said: str) -> None:
    with pytest.raises(ConfigError):
        host_of(said)


def test_names_are_listed_as_people_list_them() -> None:
    assert several(["Альфа,Бета\nДельта", " Гамма  Групп ;", "Альфа"]) == ("Альфа", "Бета", "Дельта", "Гамма Групп")


def test_a_page_is_read_by_the_preset_that_knows_it() -> None:
    assert for_page("https://t.me/example", "", "zubr", set()) == {"preset": "telegram-channel", "channel": "example"}
    assert for_page("https://dreamjob.ru/employers/12", "", "zubr", set())["brand"] == "zubr"


def test_a_page_in_the_own_network_may_be_read_for_somebody_typed_it() -> None:
    for host in ("127.0.0.1", "localhost"):
        assert for_page(f"http://{host}:8000/rss", "feed", "zubr", set())["allow_private_network"] is True
    assert "allow_private_network" not in for_page("https://site.example/rss", "feed", "zubr", set())


def test_more_is_added_and_everything_else_stays() -> None:
    text = (
        "language: ru  # наш\nbrands:\n  - {id: zubr, name: Зубр}\n"
        "sources:\n  - {preset: vc-ru, every: 2h}  # медленно\n"
    )
    brands = Answers("ru", "Зубр", competitors=("Пустельга",)).brands
    lines = [Line({"preset": "vc-ru"}), Line({"preset": "bing-news", "lang": "ru"})]

    more, added, fresh = more_plan(text, brands, lines)

    assert [brand.name for brand in added] == ["Пустельга"]
    assert [line.entry["preset"] for line in fresh] == ["bing-news"]
    assert more.startswith("language: ru  # наш\nbrands:\n  - {id: zubr, name: Зубр}\n")
    assert "  - {preset: vc-ru, every: 2h}  # медленно\n" in more
    assert len(_read(more).plan.sources) == 2
    assert more_plan(more, brands, lines) == (more, [], [])


def test_a_brand_that_the_file_has_by_its_name_or_its_id_is_not_added_again() -> None:
    text = "brands: [{id: zubr, name: Зубр-Софт}]\nsources: []\n"
    known = [Brand(id="zubr-soft", name="ЗУБР-СОФТ"), Brand(id="zubr", name="Zubr")]
    assert more_plan(text, known, []) == (text, [], [])


def test_a_source_is_there_by_its_preset_with_the_same_parameters_or_by_its_address() -> None:
    app = {"preset": "app-store", "country": "by", "app_id": 1}
    assert is_there(app, [{**app, "every": "1h"}])
    assert not is_there(app, [{**app, "app_id": 2}])
    page = {"id": "blog", "kind": "feed", "url": "https://blog.example/"}
    assert is_there(page, [{**page, "id": "other", "kind": "articles"}])
    assert not is_there(page, [{**page, "url": "https://blog.example/rss"}])


def test_an_environment_keeps_what_it_has() -> None:
    assert with_variable("# мой\nexport TOKEN='x'\n", "TOKEN", "y", "r") == "# мой\nexport TOKEN='x'\n"
    assert with_variable('A=1\nTOKEN=""\nB=2', "TOKEN", "y", "r") == "A=1\nTOKEN=y\nB=2"
    assert with_variable("", "TOKEN", "", "r") == "# r\nTOKEN=\n"
