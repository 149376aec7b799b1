"""What of a brand is found, written out, and what is proposed to be found as well."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from brand_names import Name

from bot.markup import html
from monitor.match import Matcher
from monitor.match.forms import Way, forms, matching
from monitor.match.suggested import Kind, suggestions
from monitor.render.forms import forms_page, forms_text
from monitor.texts import LANGUAGES, Texts


@dataclass(frozen=True)
class Sited(Name):
    """A brand with pages of its own."""

    sites: tuple[str, ...] = ()


BRANDS = [
    Sited(
        "ООО «Зубр-Софт»",
        aliases=("Zubr Soft",),
        sites=(
            "https://www.zubr.example/",
            "vk.example/zubr",
            "@zubr_team",
        ),
    ),
    Sited("Северный Склад", aliases=("СевСклад", "North Store", "НСК")),
    Sited("Зелёный Мёд"),
    Sited("Белинвестстрой"),
    Sited("Точка"),
    Sited("Зубр", context=("внедрение",), exclude=("зубр европейский",)),
]


def way(brand, wanted):
    return {form for one in forms(brand) for name, written in one.ways if name is wanted for form in written}


def proposed(brand, wanted=None):
    return {one.text for one in suggestions(brand) if wanted in {None, one.kind}}


def test_a_name_is_shown_in_all_its_cases_with_its_own_capitals_and_its_own_e():
    assert {"Зубр-Софта", "Зубра-Софта", "ЗубрСофтом"} <= way(BRANDS[0], Way.CASES)
    assert {"Северному Складу", "НСКа"} <= way(BRANDS[1], Way.CASES)
    assert "Зелёному Мёду" in way(BRANDS[2], Way.CASES)
    assert "Зеленому Меду" in way(BRANDS[2], Way.WITHOUT_DOTS)


def test_the_other_ways_to_write_a_name_are_shown_too():
    assert "Зубр Софта" in way(BRANDS[0], Way.SIGNS)
    assert {"Zubr Soft'е", "Zubr Soft-ом", "Zubr Softа"} <= way(BRANDS[0], Way.ENDINGS)
    assert "«Зубр-Софт»" in way(BRANDS[0], Way.QUOTED)
    assert {"ПАО «Зубр-Софт»", "Зубр-Софт (ООО)"} <= way(BRANDS[0], Way.LEGAL)


@pytest.mark.parametrize("brand", BRANDS, ids=lambda brand: brand.name)
def test_every_form_that_is_shown_is_found(brand):
    matcher = Matcher([Name(brand.name, brand.aliases)])
    shown = [form for one in forms(brand) for _, written in one.ways for form in written]
    assert [form for form in shown if not matcher.find(f"пишут: {form}, и всё")] == []
    assert len(shown) == len(set(shown))


@pytest.mark.parametrize("brand", BRANDS, ids=lambda brand: brand.name)
def test_what_is_proposed_is_not_found_yet_and_would_be_as_an_alias(brand):
    told = [one.text for one in suggestions(brand)]
    matches = matching([brand])
    assert told
    assert [text for text in told if matches(text)] == []
    assert [text for text in told if not Matcher([Name(text)]).find(text)] == []


@pytest.mark.parametrize(
    ("name", "kind", "texts"),
    [
        ("Билайн", Kind.ALPHABET, {"Bilayn", "Bilain", "Beeline"}),
        ("beeline", Kind.ALPHABET, {"билайн"}),
        ("Zoom", Kind.ALPHABET, {"Зум"}),
        ("VK", Kind.ALPHABET, {"ВК"}),
        ("МТС", Kind.ALPHABET, {"MTS", "MTC"}),
        ("Kestrel", Kind.ALPHABET, {"Кестрел", "Кестрель"}),
        ("Северный Склад", Kind.ALPHABET, {"Severnyy Sklad", "Severnyi Sklad"}),
        ("Kestrel", Kind.KEYBOARD, {"Луыекуд"}),
        ("Точка", Kind.KEYBOARD, {"Njxrf"}),
        ("МойСклад", Kind.JOINED, {"Мой Склад"}),
        ("North Store", Kind.JOINED, {"NorthStore"}),
        ("Такси24", Kind.JOINED, {"Такси 24"}),
        ("2ГИС", Kind.JOINED, {"2 ГИС"}),
        ("Точка!", Kind.JOINED, {"Точка"}),
        ("Белорусский Торговый Двор", Kind.ABBREVIATION, {"БТД"}),
        ("North Store", Kind.TAGS, {"#north_store", "@north_store"}),
        ("Коммерция", Kind.MISSPELT, {"Комерция", "Каммерция", "Коммирция"}),
        ("Пушинка-Люкс", Kind.MISSPELT, {"Пушынка-Люкс", "Пушикна-Люкс"}),
    ],
)
def test_what_people_write_instead_is_proposed(name, kind, texts):
    assert texts <= proposed(Sited(name), kind)


def test_own_sites_are_proposed_open_and_in_disguise():
    assert "zubr.example" in proposed(BRANDS[0], Kind.DOMAINS)
    assert "vk.example" not in proposed(BRANDS[0])
    assert {"zubr[.]example", "zubr точка example"} <= proposed(BRANDS[0], Kind.HIDDEN_DOMAINS)


def test_a_short_word_has_no_misspellings_and_a_slip_is_no_other_word():
    assert proposed(Sited("Зубр"), Kind.MISSPELT) == set()
    assert "Коллекция" not in proposed(Sited("Коллекцуя"), Kind.MISSPELT)


def test_what_may_mean_something_else_is_marked():
    marked = {one.text: one.ambiguous for one in suggestions(Sited("Lipa"))}
    assert marked["Липа"]
    assert not {one.text: one.ambiguous for one in suggestions(Sited("Zoom"))}["#zoom"]


def test_another_brands_name_is_not_proposed():
    assert "Билайн" not in {one.text for one in suggestions(Sited("Beeline"), [Name("Билайн", id="other")])}


@pytest.mark.parametrize("language", LANGUAGES)
def test_lines_fit_a_terminal_and_no_spelling_is_torn(language):
    told = forms_text(forms(BRANDS[1]), suggestions(BRANDS[1]), Texts(language))
    assert max(map(len, told.splitlines())) <= 80
    assert Texts(language)("forms.suggested") in told.splitlines()
    for form in way(BRANDS[1], Way.CASES):
        assert form in told


@pytest.mark.parametrize("longest", [4096, 2000, 500])
def test_a_message_is_shortened_with_a_count(longest):
    brand = Sited("Северный Склад", aliases=tuple(f"Складской Комплекс {n}" for n in range(3)))
    page = forms_page(brand.name, forms(brand), suggestions(brand), Texts("ru"), longest=longest)
    assert page.size <= longest
    assert "…" in page.text


def test_a_message_folds_what_is_found_and_leaves_open_what_is_proposed():
    brand = BRANDS[0]
    page = forms_page(brand.name, forms(brand), suggestions(brand), Texts("ru"), longest=4096)
    markup = html(page)
    assert markup.count("<blockquote expandable><b>") == 2
    proposed = markup.split("<b>предлагаем</b>")[1]
    assert "blockquote" not in proposed
    assert "Сокращённо" in proposed


@pytest.mark.parametrize("brand", BRANDS, ids=lambda brand: brand.name)
def test_nothing_is_proposed_in_which_the_brand_is_found_already(brand: Sited) -> None:
    matcher = Matcher([Name(brand.name, aliases=brand.aliases)])
    assert [one.text for one in suggestions(brand) if matcher.find(one.text)] == []


def test_of_a_telephone_number_the_digits_are_told_and_nothing_is_proposed():
    brand = Sited("Зубр", aliases=("+7 (495) 123-45-67",))
    assert forms(brand)[1].ways == ((Way.SIGNS, ("+7 (495) 123-45-67", "4951234567", "74951234567", "84951234567")),)
    assert not [one for one in suggestions(brand) if "495" in one.text]
