"""Whose name stands in a text: in every form, whole, and meant as a name."""

from __future__ import annotations

from unicodedata import normalize

import pytest
from brand_names import Name
from hypothesis import given
from hypothesis import strategies as st

from monitor.match import Matcher
from monitor.words.tokens import Unmarked


def found(brand: Name, text: str, title: str = "") -> list[str]:
    return [hit.text for hit in Matcher([brand]).find(text, title)]


@pytest.mark.parametrize(
    ("name", "text", "hit"),
    [
        ("Зубр-Софт", "Работаем с Зубр-Софтом", "Зубр-Софтом"),
        ("Зубр-Софт", "о зубре-софте ни слова", "зубре-софте"),
        ("Зубр-Софт", "У Зубр Софта новый офис", "Зубр Софта"),
        ("Зубр-Софт", "ООО «Зубр-Софт» ответило", "Зубр-Софт"),
        ("Зубр-Софт", "пишет зубрсофт", "зубрсофт"),
        ("С-Маркет", "довольны С-Маркетом", "С-Маркетом"),
        ("1С", "наша 1C тормозит", "1C"),
        ("Т-Банк", "тбанк не работает", "тбанк"),
        ("М.Видео", "вернули в мвидео", "мвидео"),
        ("Яндекс.Маркет", "о ЯндексМаркете ни слова", "ЯндексМаркете"),
        ("O'Reilly", "OReilly never answers", "OReilly"),
        ("A1", "в А1 не отвечают", "А1"),
        ("A-Market", "A-Market is down", "A-Market"),
        ("Зубр-Софт", "Зубр\u00a0—\u00a0Софт", "Зубр\u00a0—\u00a0Софт"),
        ("Зубр-Софт", "Зубр\u2003Софт", "Зубр\u2003Софт"),
        ("Basecamp", "basecamp is down", "basecamp"),
        ("Северный Склад", "Северному Складу выставили счёт", "Северному Складу"),
        ("Северный Склад", "со «Северным Складом»", "Северным Складом"),
        ("ООО «Ромашка-Трейд»", "Жалоба на Ромашку-Трейд", "Ромашку-Трейд"),
        ("Банк Точка", "счёт в банке Точка", "банке Точка"),
        ("Голос Полесья", "в Голосе Полесья написали", "Голосе Полесья"),
        ("Рога и Копыта", "Рогами и Копытами доволен", "Рогами и Копытами"),
        ("Зелёный Путь", "о Зеленом Пути", "Зеленом Пути"),
        ("Зум", "созвон в Зуме", "Зуме"),
        ("Веспер", "у Веспера снова сбой", "Веспера"),
        ("Кармель-Витэкс", "письмо из Кармель-Витэкса", "Кармель-Витэкса"),
        ("Нертология", "о Нертологии ни слова", "Нертологии"),
        ("Тундракалий", "у Тундракалия снова авария", "Тундракалия"),
        ("ВестаНиколь", "довольны ВестаНиколем", "ВестаНиколем"),
        ("ВестаНиколь", "довольны ВестаНиколью", "ВестаНиколью"),
        ("Бим-Билль-Данн", "купили у Бим-Билль-Данна", "Бим-Билль-Данна"),
        ("Семь Ветров", "у Семи Ветров сорвали срок", "Семи Ветров"),
        ("7 Дней", "у 7 Дней новый тираж", "7 Дней"),
        ("1000 ветров", "в «1000 ветрах» очередь", "1000 ветрах"),
        ("Кармов", "довольны Кармовым", "Кармовым"),
        ("Лусашин", "работали с Лусашиным", "Лусашиным"),
        ("Мозырский КТЗ", "о Мозырском КТЗ", "Мозырском КТЗ"),
        ("Вестовский комбинат", "с Вестовским комбинатом", "Вестовским комбинатом"),
        ("Экофия", "довольны Экофией", "Экофией"),
        ("Простой Склад", "в Простом Складе", "Простом Складе"),
        ("Сборная Беларусь", "играла Сборная Беларуси", "Сборная Беларуси"),
        ("Семь Ветров", "с Семью Ветрами больше не работаем", "Семью Ветрами"),
        ("Zoom", "созвон в Zoom'е", "Zoom'е"),
        ("Kestrel", "работаем с Kestrelом", "Kestrelом"),
        ("Kestrel", "Kestrel's support", "Kestrel"),
        ("Kestrel Cloud", "KESTREL CLOUD is down", "KESTREL CLOUD"),
        ("БелГСК", "письмо из БелГСКа", "БелГСКа"),
        ("МТК", "мтк опять лежит", "мтк"),
        ("Склад.Онлайн", "Склад Онлайна не работает", "Склад Онлайна"),
        ("Север & Ко", "фирма Север и Ко", "Север и Ко"),
        ("Tiffin & Co", "a parcel from Tiffin & Co", "Tiffin & Co"),
        ("Битрикс24", "в Битриксе24 пропали сделки", "Битриксе24"),
        ("Bitrix24", "Bitrix24-ом недовольны", "Bitrix24-ом"),
        ("Склад.Онлайн", "у Склад.Онлайна", "Склад.Онлайна"),
        ("Склад Онлайн", "на Склад.Онлайне", "Склад.Онлайне"),
        ("Зубр-Софт", "опять #зубр_софт", "зубр_софт"),
        ("Zubr Soft", "thanks @zubr_soft", "zubr_soft"),
        ("Зубр-Софт", "Зубр\u00adСофт молчит", "Зубр\u00adСофт"),
        ("Зубр-Софт", "у ‹Зубр‑Софта›", "Зубр‑Софта"),
        ("C++Soft", "мы в C++Soft", "C++Soft"),
        ("Zéphyr", "Zephyr's parcel", "Zephyr"),
        ("Müßig Kø", "bei Muessig Ko", "Muessig Ko"),
        ("Müßig Kø", "bei Mussig Ko", "Mussig Ko"),
        ("Рога и Копыта", "о Рогах & Копытах", "Рогах & Копытах"),
        ("Tiffin and Sons", "a parcel from Tiffin & Sons", "Tiffin & Sons"),
        ("Т-Зубр", "в T-Зубре", "T-Зубре"),
        ("1С-Зубр", "с 1C-Зубром", "1C-Зубром"),
    ],
)
def test_a_name_is_found_in_every_form(name, text, hit):
    assert found(Name(name), text) == [hit]


@pytest.mark.parametrize(
    "text", ["працуем з Зубр-Софтам", "у Зубр-Софце адказалі", "Зубр-Софту напісалі", "без Зубр-Софтаў"]
)
def test_a_name_is_found_with_belarusian_endings(text):
    assert len(found(Name("Зубр-Софт"), text)) == 1


@pytest.mark.parametrize(("name", "text"), [("Альфа", "з Альфай"), ("Белінвест", "у Белінвесце"), ("Зум", "з Зумам")])
def test_belarusian_endings_fit_the_gender_and_the_letters_of_a_name(name, text):
    assert len(found(Name(name), text)) == 1


RUSSIAN_FORMS = ["ООО", "ЗАО", "ПАО", "ОАО", "АО", "ИП", "СООО", "ОДО", "ЧУП", "УП", "банк", "ГК", "холдинг"]
LATIN_FORMS = ["LLC", "Ltd", "Ltd.", "Inc", "Inc.", "GmbH", "Co.", "Corp."]


@pytest.mark.parametrize(
    "written",
    [
        "+7 (495) 123-45-67",
        "8 495 123 45 67",
        "8(495)1234567",
        "84951234567",
        "8-495-123-45-67",
        "495.123.45.67",
        "8 (4951) 23-45-67",
        "+7\u00a0495\u00a0123–45–67",
    ],
)
@pytest.mark.parametrize("name", ["+7 (495) 123-45-67", "84951234567", "+74951234567"])
def test_a_telephone_number_is_found_however_it_is_written(name, written):
    (hit,) = found(Name("Зубр-Софт", aliases=(name,)), f"Звонят с {written}, хамят")
    assert written.endswith(hit)


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("+375 29 123-45-67", "8 (029) 123-45-67"),
        ("+375291234567", "80291234567"),
        ("+44 20 7946 0958", "020 7946 0958"),
        ("+1 415-555-0100", "(415) 555-0100"),
        ("8 800 555-35-35", "+7 800 5553535"),
    ],
)
def test_a_telephone_number_is_found_as_it_is_dialled_at_home(name, written):
    assert len(found(Name("Zubr", aliases=(name,)), f"They call from {written} and are rude")) == 1


@pytest.mark.parametrize(
    "text",
    [
        "Звонят с 8 495 123-45-68",
        "Заказ 184951234567",
        "Заказ 849512345671",
        "Тел. 123-45-67",
        "https://a.by/84951234567",
    ],
)
def test_another_number_is_none_of_ours(text):
    assert found(Name("Зубр-Софт", aliases=("+7 (495) 123-45-67",)), text) == []


@pytest.mark.parametrize("legal", RUSSIAN_FORMS)
@pytest.mark.parametrize(
    "written", ["{} «Зубр-Банк»", "«{} Зубр-Банк»", "Зубр-Банк ({})", "Зубр-Банк, {}", "{} Зубр-Банк"]
)
def test_legal_forms_come_and_go_before_and_after_a_name(legal, written):
    whole = written.format(legal)
    assert found(Name("Зубр-Банк"), f"Жалоба на {whole} принята") == ["Зубр-Банк"]
    assert found(Name(whole), "Жалоба на «Зубр-Банк»") == ["Зубр-Банк"]
    assert found(Name(whole), "Недовольны Зубр-Банком") == ["Зубр-Банком"]


@pytest.mark.parametrize("legal", LATIN_FORMS)
def test_so_do_those_of_other_countries(legal):
    assert found(Name(f"Kestrel, {legal}"), "Kestrel is down") == ["Kestrel"]
    assert found(Name(f"Kestrel {legal}"), "about Kestrel") == ["Kestrel"]
    assert found(Name("Kestrel"), f"Kestrel {legal} is down") == ["Kestrel"]


@pytest.mark.parametrize(
    "name",
    [
        "Общество с ограниченной ответственностью «Зубр-Софт»",
        "Группа компаний «Зубр-Софт»",
        "Публичное акционерное общество «Зубр-Софт»",
        "АКБ «Зубр-Софт» (ПАО)",
    ],
)
def test_a_name_copied_from_a_contract_is_found_as_people_write_it(name):
    assert found(Name(name), "звонили в Зубр-Софт") == ["Зубр-Софт"]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Kestrel", "kestrels and kestrelcloud"),
        ("Kestrel", "см. kestrel.example.com, bob@kestrel.com и https://site.example/about/kestrel"),
        ("Kestrel", "пишите на kestrel@mail.example или mailto:kestrel@site.example"),
        ("Kestrel", "пишите на kestrel+1@mail.example или a.kestrel-b@site.example"),
        ("Kestrel", f"см. https://site.example/{'about-' * 20}/kestrel"),
        ("Зубр-Софт", "зубр видел софт"),
        ("Зубр-Софт", "Видели зубра. Софт не работает"),
        ("Zubr Soft", "пишите на zubr_soft@mail.example или zubr.soft@mail.example, см. zubr.soft.example"),
        ("Северный Склад", "северному склада"),
        ("Точка", "точка зрения"),
        ("Точка", "ПОЛНАЯ ТОЧКА КИПЕНИЯ НАСТУПИЛА ВЧЕРА"),
        ("Точка", "Супер-Точка открылась"),
        ("Target", "our target is growth, a target-канал"),
        ("Точка", "Точка-банк и банк Супер-Точка"),
        ("КИТ", "Кит всплыл у берега"),
        ("Северный Склад", "построили северный склад"),
        ("Пром", "это промах, нет, два промаха"),
        ("Код Доступа", "введите код доступа, нет кода доступа"),
        ("Хлеб и Соль", "подали хлеб и соль"),
        ("7 Дней", "молчат уже 7 дней"),
        ("Банк Полесья", "жители Полесья"),
        ("АКБ Сервис", "Сервис хороший"),
        ("Co Star", "Star is born"),
        ("Т-Банк", "пришли, там банк закрыт"),
        ("С-Маркет", "с маркетом всё ясно"),
        ("С-Маркет", "С Маркетом всё ясно. Пошли с Маркета в магазин «с маркетом»"),
        ("С-Маркет", "ДОГОВОР С МАРКЕТОМ РАСТОРГНУТ"),
        ("С-Маркет", "пошли c маркета"),  # with a Latin c
        ("A-Market", "what a market"),
        ("A-Team", "How To Build A Team From Scratch"),
        ("A-Team", "it takes A TEAM, an “a team” effort"),
        ("Kestrel", "kestrels hover, Kestrelss, @Kestrels, kestrels.example, Kestrels.example"),
        ("Canva", "Canvas is slow"),
        ("In-Side", "inside the box"),
        ("Само-Лёт", "самолёт летит"),
        ("Oscar", "the Oscars were boring"),
        ("Target", "Targets are missed"),
        ("Square Meters", "the office is 200 square meters"),
        ("Data Points", "we collected 300 data points"),
    ],
)
def test_what_only_resembles_a_name_is_left_alone(name, text):
    assert found(Name(name), text) == []


@pytest.mark.parametrize(
    "text",
    ["Точка подняла тариф", "в «точке» подняли тариф", "банк точка поднял тариф", "счёт в Точке"],
)
def test_a_name_that_is_also_a_word_needs_a_capital_quotes_or_a_bank_before_it(text):
    assert len(found(Name("Точка"), text)) == 1


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Лента", "Лента новостей за сегодня"),
        ("Лента", "Обновили сайт. Лента последних новостей теперь слева."),
        ("Точка", "Точка выдачи заказов на Ленина закрыта"),
        ("Мир", "Мир труда и капитала"),
        ("Notion", "Notion of justice in modern law"),
        ("Box", "Box of chocolates for clients"),
        ("Точка кипения", "Точка кипения этанола ниже, чем у воды"),
    ],
)
def test_at_the_beginning_of_a_sentence_a_phrase_of_everyday_words_is_no_name(name, text):
    assert found(Name(name), text) == []


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Код Доступа", "Код Доступа этанола боится"),
        ("Square Meters", "Square Meters sold us a flat, and Square meters keeps silent"),
        ("Лента", "Лента товара не берёт"),
        ("Лента", "Лента поставщиков штрафует"),
        ("Точка", "Точка карты блокирует"),
        ("Точка", "Точка Москвы лежит"),
        ("Точка", "Ушёл в Точку выдачи кредитов ждать"),
        ("Лента", "«Лента» новостей не сообщает"),
        ("Магнит", "АО Магнит качества продуктов знать не знает"),
        ("Box", "Box of San Francisco lost our files"),
        ("Slack", "We left Slack of all things"),
    ],
)
def test_the_same_word_is_a_name_where_it_may_be_one(name, text):
    assert found(Name(name), text) != []


@pytest.mark.parametrize(
    ("name", "text", "form"),
    [
        ("С-Маркет", "«С Маркет» обманул", "С Маркет"),
        ("С-Маркет", "Заказали в С Маркете диван", "С Маркете"),
        ("С-Маркет", "магазин С Маркет закрыт", "С Маркет"),
        ("A-Team", "I hired “A Team” and regret it", "A Team"),
        ("A-Team", "The A Team never paid us", "A Team"),
        ("Kestrel", "Kestrels support never answers", "Kestrels"),
        ("Kestrel", "“Kestrels” is what they call themselves", "Kestrels"),
        ("HubSpot", "HubSpots pricing is a joke", "HubSpots"),
    ],
)
def test_a_name_is_found_without_the_sign_that_tells_it_from_ordinary_words_where_it_plainly_is_one(name, text, form):
    assert found(Name(name), text) == [form]


@pytest.mark.parametrize(
    "text", ["We tried Target—awful", "an outage—Target is down", "наш Target-канал", "a Target-based flow"]
)
def test_such_a_name_is_found_beside_a_long_dash_and_before_small_letters(text):
    assert found(Name("Target"), text) == ["Target"]


@pytest.mark.parametrize(
    "text", ["我们用Kestrel开会", "Kestrelは落ちた", "Kestrel은 나쁘다", "בKestrel לא", "Kestrelで"]
)
def test_a_name_is_whole_among_the_letters_of_a_distant_alphabet(text):
    assert found(Name("Kestrel"), text) == ["Kestrel"]


def test_a_name_is_found_where_words_have_no_spaces_between_them():
    assert found(Name("微隼"), "我们用微隼开会") == ["微隼"]
    assert found(Name("כתר"), "הכתרים") == []


@pytest.mark.parametrize(
    ("name", "text", "form"),
    [
        ("Битрикс24", "в Битриксе 24 пропали сделки", "Битриксе 24"),
        ("Битрикс24", "на битрикс-24 ругаются", "битрикс-24"),
        ("Bitrix24", "Bitrix 24 is down", "Bitrix 24"),
        ("СберБанк", "карта сбер банка не работает", "сбер банка"),
        ("ЗубрСофт", "с «Зубр Софтом» не связывайтесь", "Зубр Софтом"),
        ("МойСклад", "перешли на Мой Склад", "Мой Склад"),
        ("МойСклад", "пишут, что в Моём Складе сбой", "Моём Складе"),
        ("LinkedIn", "we found them on Linked In", "Linked In"),
        ("Деловые Линии", "Груз потерян #деловыелинии", "деловыелинии"),
        ("Деловые Линии", "ДЕЛОВЫЕ ЛИНИИ ПОТЕРЯЛИ ГРУЗ", "ДЕЛОВЫЕ ЛИНИИ"),
        ("Yahoo!", "yahoo is slow", "yahoo"),
    ],
)
def test_a_name_is_found_with_its_parts_written_apart_or_together(name, text, form):
    assert found(Name(name), text) == [form]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Офис24", "Минск, Немига 5, офис 24. Офис 24 закрыт"),
        ("Scan24", "please scan 24 pages"),
        ("А1", "страница а 1"),
        ("Phase1", "Phase 1 of the rollout is late"),
        ("По Пути", "зашли попути в аптеку"),
        ("МойСклад", "мой склад завален. Мой склад сгорел"),
        ("LinkedIn", "the page is linked in the article"),
        ("iPhone", "can i phone you"),
        ("Data Base", "our database is down"),
        ("Точка!", "точка зрения"),
    ],
)
def test_parts_that_are_ordinary_words_stay_ordinary_words(name, text):
    assert found(Name(name), text) == []


@pytest.mark.parametrize("text", ["Зубр/Софт", "Зубр+Софт", "Зубр|Софт"])
def test_what_divides_two_words_makes_no_name_of_them(text):
    assert found(Name("Зубр Софт"), f"{text} молчит") == []


def test_capitals_are_a_name_where_the_rest_is_not_in_capitals():
    assert found(Name("Точка"), "Банк молчит, ТОЧКА опять подняла тарифы") == ["ТОЧКА"]
    assert found(Name("Точка"), "КОГДА БУДЕТ ТОЧКА В ЭТОМ ДЕЛЕ") == []


def test_the_team_decides_about_the_capital():
    assert found(Name("Точка", capital=False), "моя точка не работает") == ["точка"]
    assert found(Name("Kestrel", capital=True), "kestrel не работает") == []


def test_an_ambiguous_name_counts_only_near_its_context():
    brand = Name("Зубр", context=("внедрение", "учётная система"), capital=False)
    assert found(brand, "Во время внедрения зубр завис") == ["зубр"]
    assert found(brand, "Зубр завис. Мы купили учётную систему") == ["Зубр"]
    assert found(brand, "Зубр завис", title="Об учётных системах") == ["Зубр"]
    assert found(brand, "Видели зубра. Погода была хорошей. Скоро внедрение") == []


def test_an_excluded_phrase_is_no_mention_in_any_form():
    brand = Name("Зубр", exclude=("зубр европейский",))
    assert found(brand, "Фото Зубра европейского") == []
    assert found(brand, "Зубр ответил, а о Зубрах европейских молчит") == ["Зубр"]


def test_a_phrase_of_the_headline_excludes_nothing_at_the_same_place_below():
    brand = Name("Зубр", exclude=("зубр европейский",))
    assert found(brand, "Зубр третью неделю не отвечает", title="Зубр европейский") == ["Зубр"]


def test_a_name_that_holds_an_excluded_word_stays_a_mention():
    brand = Name("Зубр-Софт", aliases=("Зубр",), exclude=("зубр",))
    assert found(brand, "В Зубр-Софте видели зубра") == ["Зубр-Софте"]


def test_context_and_exclude_are_names_too_and_take_endings():
    brand = Name("Зубр", context=("Zoom",), exclude=("Зубр Kestrel",), capital=False)
    assert found(brand, "Зубр молчит, а в Zoom'е отвечают") == ["Зубр"]
    assert found(brand, "Zoomом пользуемся, о Зубре Kestrelе забыли") == []


def test_the_longer_name_wins_over_the_one_inside_it():
    matcher = Matcher([Name("Зубр", id="zubr"), Name("Зубр-Софт", id="soft")])
    assert [h.brand for h in matcher.find("Зубр-Софт и Зубр")] == ["soft", "zubr"]


def test_hits_keep_their_places_in_the_title_and_in_the_text():
    title, text = "İстория: Зубр-Софт", "Ёлки! У Зубр-Софта"
    hits = Matcher([Name("Зубр-Софт")]).find(text, title)
    assert [h.in_title for h in hits] == [True, False]
    assert [(title if h.in_title else text)[h.start : h.end] for h in hits] == ["Зубр-Софт", "Зубр-Софта"]


@pytest.mark.parametrize(
    ("name", "text", "hit"),
    [
        ("Ламарис", "У Лама\u0301риса сбой", "Лама\u0301риса"),
        ("Ламарис", "Ламари\u0301с\u0301", "Ламари\u0301с\u0301"),
        ("Лама\u0301рис", "в Ламарисе", "Ламарисе"),
        ("Зелёный Йод", normalize("NFD", "У Зелёного Йода сбой"), normalize("NFD", "Зелёного Йода")),
        (normalize("NFD", "Зелёный Йод"), "у Зелёного Йода", "Зелёного Йода"),
        ("Café Zubr", "at Cafe\u0301 Zubr", "Cafe\u0301 Zubr"),
        ("Зубр-Софт", "у Зубр-Соф\u00adта\u00ad сбой", "Зубр-Соф\u00adта"),
        ("Зубр-Софт", "\ufeffЗу\u200bбр\u2060-\ufeffСо\u200dфт\u200b", "Зу\u200bбр\u2060-\ufeffСо\u200dфт"),
        ("Зубр-Софт", "w\u0306\u0306\u0306 q\u0308 ужа\u0301с, Зубр-Софт", "Зубр-Софт"),
    ],
)
def test_a_name_is_found_under_signs_on_its_letters_and_between_them_and_keeps_its_place(name, text, hit):
    for title, said in ((text, ""), ("", text)):
        (one,) = Matcher([Name(name)]).find(said, title)
        assert one.text == (title or said)[one.start : one.end] == hit


@given(written=st.text(alphabet="аиеуq \u0301\u0306\u0308\u00ad\u200b\u200d\U0001f525"))
def test_letters_without_their_marks_know_where_they_stood(written):
    plain = Unmarked.of(written)
    places = plain.places or range(len(written) + 1)
    assert len(places) == len(plain.text) + 1
    assert plain.cut(0, len(plain.text)) == written[plain.place(0) : plain.end(len(plain.text))]


def test_a_letter_under_thousands_of_marks_takes_no_time():
    assert Unmarked.of("w" + "\u0308" * 100_000 + " Зубр").text == "ẅ Зубр"


@pytest.mark.parametrize(
    ("name", "text", "hit"),
    [
        ("Зубр-Софт", "у Зубр-Cофта", "Зубр-Cофта"),
        ("Зубр-Софт", "ЗУБР-COФT", "ЗУБР-COФT"),
        ("Пятёрочка", "в Пятëрочке", "Пятëрочке"),
        ("Zoom", "созвон в Zооm", "Zооm"),
        ("Zoom", "созвон в Zoomе", "Zoomе"),
        ("ATEX", "работаем с ATEXом", "ATEXом"),
        ("ДомClick", "ДомClick лежит", "ДомClick"),
    ],
)
def test_a_letter_of_the_other_alphabet_counts_as_what_it_looks_like(name, text, hit):
    for title, said in ((text, ""), ("", text)):
        (one,) = Matcher([Name(name)]).find(said, title)
        assert one.text == (title or said)[one.start : one.end] == hit


def test_context_and_exclude_are_found_under_stress_marks():
    assert found(Name("Зубр", context=("заво\u0301д",)), "Зубр, за\u0301вода сбой") == ["Зубр"]
    assert found(Name("Зубр", exclude=("зубр европейский",)), "Зу\u0301бра европе\u0301йского") == []


def test_no_brands_find_nothing():
    assert Matcher([]).find("Зубр-Софт") == ()


_SIGNS = st.text(alphabet=' .,!?«»"()—-_/@#*:;…\n', min_size=1, max_size=5)
_KESTREL = Matcher([Name("Kestrel")])


@given(before=_SIGNS, after=_SIGNS)
def test_a_name_is_found_between_any_signs_that_are_no_letters(before, after):
    hits = _KESTREL.find(f"слово{before}Kestrel{after}слово")
    assert [h.text for h in hits] == ["Kestrel"]
