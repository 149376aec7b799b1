"""Ready-made sources: what a line of sources.yaml becomes, asks for and reads; what `otklik presets` shows."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from test_sources import MINSK, NOW, written

from monitor.commands.presets import WIDTH, _object, example, presets
from monitor.commands.schema import schema
from monitor.config.filling import FILLED
from monitor.config.load import Loaded, PlanError, load
from monitor.config.presets import Preset, catalogue, find, from_preset, in_words
from monitor.domain import Audience, Item, Page
from monitor.errors import ConfigError
from monitor.sources import AnySource
from monitor.sources.reviews import ReviewsSource
from monitor.sources.search import SearchSource
from monitor.texts import LANGUAGES, Texts

GOLDEN = Path(__file__).parent / "presets"
BRANDS = "brands: [{id: zubr, name: Зубр-Софт, aliases: [Zubr Soft]}]\n"
NAMES = ("Зубр-Софт", "Zubr Soft")
BLANK = re.compile(r"\$\{(\w+)\}")
PRESETS = pytest.mark.parametrize("preset", catalogue(), ids=lambda preset: preset.name)
Reading = Callable[..., Loaded]
Mistakes = Callable[..., list[str]]


@pytest.fixture
def reading(tmp_path: Path) -> Reading:
    """Loads one line as the sources of a file."""

    def read(line: str, environment: Mapping[str, str] | None = None) -> Loaded:
        path = tmp_path / "sources.yaml"
        path.write_text(f"{BRANDS}sources:\n  {line}\n", encoding="utf-8")
        return load(path, environment or {})

    return read


@pytest.fixture
def mistakes(reading: Reading, tmp_path: Path) -> Mistakes:
    """What a wrong line is answered with, without the folder."""

    def wrong(line: str, environment: Mapping[str, str] | None = None) -> list[str]:
        with pytest.raises(PlanError) as error:
            reading(line, environment)
        return [told.removeprefix(f"{tmp_path}/sources.yaml:") for told in error.value.lines]

    return wrong


def environment(preset: Preset) -> dict[str, str]:
    """What the example line takes from .env: values that an address could not hold as they are."""
    names = BLANK.findall(example(preset))
    return {**{name: f"{name.lower()}/1" for name in names}, **golden(preset).get("environment", {})}


def golden(preset: Preset) -> dict[str, Any]:
    """What the golden page beside this test should come to."""
    read: dict[str, Any] = json.loads((GOLDEN / f"{preset.name}.json").read_text(encoding="utf-8"))
    return read


def page_of(preset: Preset) -> Path:
    """The golden page itself."""
    (page,) = (file for file in GOLDEN.glob(f"{preset.name}.*") if file.suffix != ".json")
    return page


def asked(source: AnySource) -> list[str]:
    """The addresses a visit begins with."""
    return [request.url for request in source.start(NAMES)]


# ---------------------------------------------------------------- each of them


def test_there_are_those_that_teams_ask_for_first() -> None:
    wanted = """
    google-news bing-news gdelt google-alerts vc-ru habr-search telegram-channel yandex-maps-widget dreamjob app-store
    vk-search vk-wall hacker-news youtube-channel reddit yandex-search searxng discourse-search mastodon-tag bluesky
    stackexchange wordpress medium
    """
    assert {preset.name for preset in catalogue()} == set(wanted.split())


@PRESETS
def test_a_preset_says_in_every_language_what_it_is_what_it_needs_and_what_is_allowed(preset: Preset) -> None:
    said = [preset.about, preset.policy, *(known.about for known in preset.parameters.values())]
    assert all(one.keys() >= {"ru", "en"} and all(one.values()) for one in said)
    assert all(one["ru"] != one["en"] for one in said)


@PRESETS
def test_the_line_shown_for_a_preset_works(preset: Preset, reading: Reading) -> None:
    loaded = reading(example(preset), environment(preset))
    source = loaded.plan.sources[0]
    assert source.id == preset.name
    assert not re.search(r"<\w+>", source.model_dump_json())
    assert [line for line in loaded.warnings if "YANDEX_SEARCH" not in line] == []


@PRESETS
def test_a_preset_asks_once_for_each_name_and_encodes_what_it_was_given(preset: Preset, reading: Reading) -> None:
    source = reading(example(preset), environment(preset)).plan.sources[0]
    if isinstance(source, SearchSource):
        assert source.query == "{brand} отзывы"
        assert len(list(source.start(NAMES))) == len(NAMES)
        return
    assert asked(source) == golden(preset)["asks"]


@PRESETS
def test_a_page_of_the_platform_is_read(preset: Preset, reading: Reading) -> None:
    source = reading(example(preset), environment(preset)).plan.sources[0]
    page, wanted = page_of(preset), golden(preset)["gives"]
    assert page.read_bytes()
    assert wanted
    request = next(iter(source.start(NAMES)))
    body = Page(request.url, page.read_bytes(), step=request.step)
    found = [written(thing) for thing in source.read(body, now=NOW, zone=MINSK) if isinstance(thing, Item)]
    assert [{name: item.get(name) for name in one} for one, item in zip(wanted, found, strict=True)] == wanted


@PRESETS
def test_where_all_is_about_one_brand_the_line_names_it(preset: Preset) -> None:
    """Nobody writes the company's name into a review of it."""
    about_one = preset.source["kind"] == "reviews" or preset.name == "app-store"
    assert ("brand" in preset.parameters) == about_one
    assert preset.source.get("brand") == ("<brand>" if about_one else None)


def test_what_employees_write_is_for_hr_and_news_are_press(reading: Reading) -> None:
    assert reading(example(find("dreamjob"))).plan.sources[0].audience is Audience.HR
    assert {find(name).source["audience"] for name in ("google-news", "bing-news", "gdelt")} == {"press"}


# ---------------------------------------------------------------- parameters


def test_keys_that_are_no_parameters_overrule_the_presets_own_each_as_a_whole(reading: Reading) -> None:
    line = "- {preset: yandex-maps-widget, org_id: 7, brand: zubr, every: 1d, select: {item: .review}}"
    source = reading(line).plan.sources[0]
    assert isinstance(source, ReviewsSource)
    assert source.select is not None
    assert (str(source.every), source.select.item, source.select.author) == ("1d", ".review", None)


def test_an_address_may_be_a_parameter_with_a_port_and_a_slash(reading: Reading) -> None:
    source = reading("- {preset: wordpress, site: 'http://blog.example:8080/ru/'}").plan.sources[0]
    assert asked(source)[1] == "http://blog.example:8080/ru/?s=Zubr%20Soft&feed=rss2"


def test_a_search_may_be_for_several_things(reading: Reading) -> None:
    source = reading("- {preset: yandex-search, query: ['{brand}', '{brand} отзывы', CRM]}").plan.sources[0]
    asked_for = [request.step for request in source.start(NAMES)]
    assert asked_for == ["Зубр-Софт", "Zubr Soft", "Зубр-Софт отзывы", "Zubr Soft отзывы", "CRM"]


def test_a_number_or_a_word_is_taken_as_it_is_meant(reading: Reading) -> None:
    source = reading("- {preset: yandex-search, region: 157}").plan.sources[0]
    assert isinstance(source, SearchSource)
    assert source.region == 157
    assert asked(reading("- {preset: dreamjob, employer_id: '0042', brand: zubr}").plan.sources[0]) == [
        "https://dreamjob.ru/employers/0042"
    ]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("- {preset: vk-wal}", "3:14: preset: there is no vk-wal. Did you mean vk-wall?"),
        ("- {preset: telegram-channel}", "3:14: preset telegram-channel needs channel."),
        ("- {preset: telegram-channel, channel: ''}", "3:14: preset telegram-channel needs channel."),
        ("- {preset: telegram-channel, channel: }", "3:14: preset telegram-channel needs channel."),
        ("- {preset: telegram-channel, chanel: a}", "3:32: chanel: there is no such key here. Did you mean channel?"),
        (
            "- {preset: telegram-channel, channel: '@example'}",
            "3:41: channel: this value does not suit preset telegram-channel. Write this: name of the channel",
        ),
        (
            "- {preset: app-store, app_id: id123, brand: zubr}",
            "3:33: app_id: this value does not suit preset app-store.",
        ),
        ("- {preset: gdelt, language: [russian, english]}", "3:31: language: this value does not suit preset gdelt."),
        ("- {preset: yandex-search, query: [CRM, {}]}", "3:36: query: this value does not suit preset yandex-search."),
        ("- {preset: medium, tag: true}", "3:27: tag: this value does not suit preset medium."),
        ("- {preset: wordpress, site: blog.example}", "3:31: site: this value does not suit preset wordpress."),
        ("- {preset: dreamjob, employer_id: 7, brand: zubrr}", "3:47: brand: there is no brand zubrr"),
        ("- {preset: vc-ru, pagse: 3}", "3:21: pagse: there is no such key here."),
        ("- {preset: vc-ru, token: 3}", "3:21: token: there is no such key here."),
    ],
)
def test_a_wrong_parameter_is_told_where_it_stands(mistakes: Mistakes, line: str, said: str) -> None:
    (told,) = mistakes(line)
    assert told.startswith(said)


def test_everything_that_is_wrong_with_a_line_is_told_at_once(mistakes: Mistakes) -> None:
    assert mistakes("- {preset: app-store, app_id: x, brands: own, evry: 1h, select: {itm: a}}") == [
        "3:14: preset app-store needs brand. Add it to this entry.",
        (
            "3:33: app_id: this value does not suit preset app-store. "
            "Write this: number of the app, as in its address after id."
        ),
        "3:49: evry: there is no such key here. Did you mean every?",
        "3:68: itm: there is no such key here. Did you mean item?",
    ]


def test_the_ids_of_ten_thousand_are_counted_not_searched_for() -> None:
    used: dict[str, int] = {"vc-ru-2": 1}
    ids = [from_preset(find("vc-ru"), {"preset": "vc-ru"}, used)["id"] for _ in range(10_000)]
    assert ids[:3] == ["vc-ru", "vc-ru-3", "vc-ru-4"]
    assert len(set(ids)) == len(ids)
    assert used["vc-ru"] == len(ids) + 1


def test_a_misspelt_parameter_is_told_with_the_right_one(mistakes: Mistakes) -> None:
    (told,) = mistakes("- {preset: gdelt, langauge: english}")
    assert told == "3:21: langauge: there is no such key here. Did you mean language?"


# ---------------------------------------------------------------- secrets

REDDIT = "- {preset: reddit, token: '${REDDIT_TOKEN}', user: anna}"


def test_a_parameter_may_come_from_the_environment_and_is_encoded(reading: Reading) -> None:
    loaded = reading(REDDIT, {"REDDIT_TOKEN": "a+b/c="})
    assert asked(loaded.plan.sources[0])[1].endswith("&feed=a%2Bb%2Fc%3D&user=anna")
    assert {"a+b/c=", "a%2Bb%2Fc%3D"} <= loaded.secrets


def test_no_mistake_repeats_a_parameter_from_the_environment(mistakes: Mistakes) -> None:
    (told,) = mistakes("- {preset: wordpress, site: '${SITE}'}", {"SITE": "hidden-word"})
    assert "hidden-word" not in told
    (told,) = mistakes("- {preset: telegram-channel, channel: '${NAME}'}", {"NAME": "hidden word"})
    assert "hidden" not in told


@pytest.mark.parametrize("line", [REDDIT, "- {preset: wordpress,  site: '${REDDIT_TOKEN}'}"])
def test_what_is_not_set_is_one_mistake(mistakes: Mistakes, line: str) -> None:
    place = line.index("'$") + 3
    assert mistakes(line) == [
        f"3:{place}: ${{REDDIT_TOKEN}} is not set. Write REDDIT_TOKEN=... into .env beside this file."
    ]


def test_only_parameters_of_that_preset_are_filled_in(mistakes: Mistakes) -> None:
    (told,) = mistakes("- {preset: reddit, token: a, user: b, lang: '${NAME}'}", {"NAME": "x"})
    assert told.startswith(
        "3:47: lang: ${...} is filled in only in url, headers, params, proxy, webhook, ping and the parameters"
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_where_values_are_filled_in_is_said_in_full(language: str) -> None:
    said = Texts(language)("errors.config.not_filled_here", key="name")
    assert [key for key in FILLED if f" {key}" not in said] == []


def test_the_programs_own_secrets_stay_out_of_parameters(mistakes: Mistakes) -> None:
    (told,) = mistakes("- {preset: vk-search, token: '${TELEGRAM_BOT_TOKEN}'}", {"TELEGRAM_BOT_TOKEN": "1:x"})
    assert told.startswith("3:32: ${TELEGRAM_BOT_TOKEN} belongs to the program")


def test_a_value_without_quotes_in_braces_is_told_to_need_them(mistakes: Mistakes) -> None:
    assert mistakes("- {preset: reddit, token: ${REDDIT_TOKEN}, user: anna}") == [
        "3:29: ${NAME} needs quotes between { and } or [ and ]. Write it like '${NAME}'."
    ]


# ---------------------------------------------------------------- the command, the schema


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_catalogue_fits_a_terminal_and_leaves_nothing_out(language: str) -> None:
    shown = presets((), Texts(language))
    assert max(len(line) for line in shown.splitlines()) <= WIDTH
    words = " ".join(shown.split())
    for preset in catalogue():
        said = [in_words(preset.about, language), in_words(preset.policy, language), example(preset)]
        said += [f"{name}: {in_words(known.about, language)}" for name, known in preset.parameters.items()]
        assert [one for one in said if " ".join(one.split()) not in words] == []


def test_a_preset_that_nobody_has_put_into_a_language_speaks_english_to_programs_too() -> None:
    preset = find("google-news")
    told: dict[str, Any] = _object(preset, "de")
    assert (told["about"], told["policy"]) == (preset.about["en"], preset.policy["en"])
    assert [one["about"] for one in told["parameters"]] == [known.about["en"] for known in preset.parameters.values()]


def test_one_preset_can_be_looked_at_alone() -> None:
    shown = presets(("google-news",), Texts("en"))
    assert shown.startswith("google-news\n  News about the brand")
    assert "  country: two letters of the country, such as RU, BY or US (default: RU)\n" in shown
    assert "  - {preset: google-news, lang: ru, country: RU}\n\nPaste a line under sources:" in shown
    assert "  channel: name of the channel without @ and t.me/ (must be given)\n" in presets(
        ("telegram-channel",), Texts("en")
    )


def test_a_preset_that_is_not_there_is_answered_with_the_nearest() -> None:
    with pytest.raises(ConfigError) as error:
        presets(("yandex-map",), Texts("en"))
    assert Texts("en").error(error.value) == (
        "preset: there is no yandex-map. Did you mean yandex-maps-widget? otklik presets lists all."
    )


@cache
def definitions() -> dict[str, Any]:
    """Of the schema, which takes a while to make."""
    return json.loads(schema())["$defs"]


@PRESETS
def test_the_schema_knows_the_parameters_of_each_preset_and_the_keys_of_its_kind(preset: Preset) -> None:
    known = definitions()
    (entry,) = (one for one in known["Preset"]["anyOf"] if one["properties"]["preset"]["const"] == preset.name)
    keys = entry["properties"].keys()
    assert set(from_preset(preset, preset.example, {})) - {"kind"} <= keys
    assert set(preset.parameters) <= keys
    assert set(entry["required"]) == {"preset", *(n for n, p in preset.parameters.items() if p.default is None)}
    for field in entry["properties"].values():
        if "$ref" in field:
            _, _, model, _, name = field["$ref"].split("/")
            assert name in known[model]["properties"]
