"""A trained model from a local folder: what it says, how much it counts, and what is said where it is no good."""

from __future__ import annotations

import io
import json
import math
import re
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from structlog.testing import capture_logs
from tiny_model import PLAIN, WORDS, tiny_model

from monitor.commands.analyze import analyze
from monitor.commands.asked import Asked
from monitor.commands.check import check
from monitor.config.load import PlanError, load
from monitor.config.plan import Plan
from monitor.domain import Doubt, Flag, Handed, Hit, Item, Label, Sentiment, Why
from monitor.domain.targets import TERMINAL
from monitor.errors import ConfigError
from monitor.fetch import Fetcher
from monitor.identity import identify
from monitor.pipeline import Pipeline
from monitor.render.card import card
from monitor.render.dates import Calendar
from monitor.render.plain import plain
from monitor.sentiment import Scorer
from monitor.sentiment.advice import Place, advised
from monitor.sentiment.model import Model, tones
from monitor.sources.by_hand import sent
from monitor.team.routes import Routes
from monitor.texts import LANGUAGES, Texts
from monitor.understanding import Understanding
from monitor.understanding.adviser import ModelAdviser

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
BRICK = "После обновления касса просто кирпич"  # five words, of which the model knows the last
SWISS = "Работает эта касса как швейцарские часы"
REASON = {"ru": "Почему: по словам и модели тон −0,", "en": " by words and model"}
FILE = "brands: [{id: zubr, name: Зубр-Софт}]\nsources: []\nmodel: {path: ./model}\n"
DOCS = Path(__file__).parent.parent / "docs"
PAGES = {"en": DOCS / "sentiment.md", "ru": DOCS / "sentiment.ru.md"}
EXAMPLE = re.compile(r"^```yaml\n(.*?)^```$", re.MULTILINE | re.DOTALL)
FIGURE = re.compile(r"(?<=\| )(?:\d+ ?%|\d{3,}|0?[.,]\d\d)(?= \|)")


def softmax(logits):
    odds = [math.exp(one) for one in logits]
    return [one / sum(odds) for one in odds]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tiny_model(tmp_path / "model")


@pytest.fixture
def scorer(folder: Path) -> Scorer:
    return Scorer(adviser=ModelAdviser(folder, ("ru",)))


def test_the_opinion_is_how_much_more_likely_positive_is_than_negative(folder):
    neutral, positive, negative = softmax([0, 0, 12 / 5])
    assert Model(folder).rate([BRICK]) == [pytest.approx(positive - negative, abs=1e-6)]
    assert neutral + positive + negative == pytest.approx(1)


def test_the_order_of_the_names_is_the_one_of_the_folder(tmp_path):
    glad = Model(tiny_model(tmp_path / "turned", labels=("neutral", "NEGATIVE", "Positive"))).rate([BRICK])
    assert glad[0] > 0.4


def test_many_texts_at_once_are_rated_as_each_alone(folder):
    model = Model(folder)
    texts = [f"{BRICK} {'и ещё немного ' * n}" for n in range(20)]
    alone = [model.rate([text])[0] for text in texts]
    assert model.rate(texts) == pytest.approx(alone, abs=1e-6)
    assert len({round(one, 3) for one in alone}) > 5


def test_a_text_is_read_up_to_256_tokens(folder):
    filler = "слово " * 255
    model = Model(folder)
    assert model.rate([f"{filler} кирпич", f"{filler} слово кирпич"]) == [pytest.approx(-0.01, abs=0.01), 0]


def test_a_text_without_a_token_is_no_reason_to_give_up(folder):
    assert Model(folder).rate([""]) == [0]


def test_token_types_are_given_to_the_graph_that_wants_them(tmp_path):
    wants = Model(tiny_model(tmp_path / "types", inputs=(*PLAIN, "token_type_ids")))
    assert wants.rate([BRICK])[0] < -0.4


def test_stars_are_understood():
    stars = {str(n): f"{n + 1} star{'s' if n else ''}" for n in range(5)}
    assert tones(stars, Path("config.json")) == (-1.0, -0.5, 0.0, 0.5, 1.0)


def test_words_and_model_have_half_a_say_each(scorer, folder):
    bitter = f"Обман и враньё. {BRICK}."
    words, both, model = Scorer().score(bitter), scorer.score(bitter), Model(folder).rate([f"{bitter}"])[0]
    assert both.score == pytest.approx((words.score + model) / 2, abs=1e-3)
    assert (both.why, both.words) == (Why.WORDS, words.words)


def test_a_complaint_without_a_known_word_is_one_by_the_model_alone(scorer):
    assert Scorer().score(BRICK).label is Label.NEUTRAL
    tone = scorer.score(BRICK)
    assert (tone.label, tone.why, tone.words) == (Label.NEGATIVE, Why.MODEL, ())


def test_the_rating_decides_first(scorer):
    tone = scorer.score(BRICK, rating=1.0)
    assert (tone.label, tone.why) == (Label.POSITIVE, Why.RATING)


def test_danger_is_danger_whatever_the_model_says(scorer):
    suing = f"{SWISS}, но мы подаём в суд"
    assert scorer.score(suing).risks == Scorer().score(suing).risks != ()


@pytest.mark.parametrize(
    "text",
    ["Кирпич", "Просто кирпич!", "After the update our till is a brick", "Каса пасля абнаўлення проста brick, ўсё"],
)
def test_few_words_and_other_languages_are_left_to_the_words(scorer, text):
    assert scorer.score(text) == Scorer().score(text)


def test_of_a_long_text_the_model_hears_what_is_said_of_the_brand(scorer):
    aside = "Сосед купил машину, ездит на ней каждый день и очень доволен, чего и всем желает от души. " * 4
    text = f"{aside}После обновления касса Зубр просто кирпич. {aside}"
    start = text.index("Зубр")
    tone = scorer.score(text, hits=[Hit("zubr", start, start + 4, "Зубр")])
    assert (tone.label, tone.why) == (Label.NEGATIVE, Why.MODEL)


def test_the_worst_place_decides():
    class Strict:
        languages = ("ru",)

        def rate(self, texts):
            return [-0.9 if "касса" in text else 0.9 for text in texts]

    tone = Scorer().score("Ничего не сказано")
    places = [Place("Всё идёт своим чередом", 0.0), Place("Эта касса нас удивила", 0.0), Place("Да", 0.0)]
    assert advised(tone, places, (-0.2, 0.25), Strict(), "ru").score == -0.45


def test_what_may_be_mockery_is_no_praise_by_the_model_either():
    class Glad:
        languages = ("ru",)

        def rate(self, texts):
            return [1.0 for _ in texts]

    places = [Place("Ну конечно, всё чудесно работает", 0.4)]
    plain = Sentiment(Label.NEUTRAL, 0.0)
    assert advised(plain, places, (-0.2, 0.25), Glad(), "ru").label is Label.POSITIVE
    mocking = Sentiment(Label.NEUTRAL, 0.0, unsure=Doubt.SARCASM)
    assert advised(mocking, places, (-0.2, 0.25), Glad(), "ru") == mocking


def broken(folder: Path, file: str, text: str) -> Path:
    (folder / file).write_text(text, encoding="utf-8")
    return folder


WRONG = {
    "labels": lambda f: tiny_model(f, labels=("LABEL_0", "LABEL_1", "LABEL_2")),
    "shape": lambda f: tiny_model(f, answers=4),
    "inputs": lambda f: tiny_model(f, inputs=(*PLAIN, "position_ids")),
    "not_numbers": lambda f: tiny_model(f, worth=math.nan),
    "broken": lambda f: broken(f, "model.onnx", "version https://example.com/pointer"),
}


@pytest.mark.parametrize("what", WRONG)
def test_what_is_wrong_with_a_folder_is_a_sentence_of_its_own(folder, what):
    with pytest.raises(ConfigError) as error:
        Model(WRONG[what](folder))
    assert error.value.key == f"model.{what}"


@pytest.mark.parametrize(
    "labels", [{}, None, ["negative"], {"0": "negative", "1": "neutral"}, {"0": "pos", "1": "positive", "2": "neg"}]
)
def test_names_that_say_too_little_or_twice_the_same_are_refused(labels):
    with pytest.raises(ConfigError) as error:
        tones(labels, Path("config.json"))
    assert error.value.key == "model.labels"


@pytest.mark.parametrize(("file", "text"), [("config.json", "{"), ("tokenizer.json", "{}")])
def test_a_file_that_is_none_is_named(folder, file, text):
    with pytest.raises(ConfigError) as error:
        Model(broken(folder, file, text))
    assert str(folder / file) in str(error.value)


@pytest.fixture
def checked(tmp_path):
    def run(text: str) -> tuple[bool, list[str]]:
        (tmp_path / "sources.yaml").write_text(text, encoding="utf-8")
        out = io.StringIO()
        fine = check(Asked(tmp_path / "sources.yaml", "error", "text"), out) is not None
        return fine, out.getvalue().replace(f"{tmp_path}/", "").splitlines()

    return run


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("what", WRONG)
def test_check_warns_of_a_model_that_is_no_good_where_it_is_named(folder, checked, what, language):
    WRONG[what](folder)
    fine, lines = checked(f"language: {language}\n{FILE}")
    told = Texts(language)("check.model", trouble="")
    assert fine
    assert lines[0].startswith(f"sources.yaml:4:15: {told}model/")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_missing_folder_is_a_mistake_of_the_file(tmp_path, checked, language):
    texts = Texts(language)
    said = texts("errors.config.model_missing", path="model")
    assert checked(f"language: {language}\n{FILE}") == (False, [f"sources.yaml:4:15: {said}"])


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_missing_file_is_named(tmp_path, checked, language):
    texts = Texts(language)
    (tmp_path / "model").mkdir()
    (tmp_path / "model" / "config.json").touch()
    lines = [
        f"sources.yaml:4:15: {texts('errors.config.model_file', path='model', file=file)}"
        for file in ("model.onnx", "tokenizer.json")
    ]
    assert checked(f"language: {language}\n{FILE}") == (False, lines)


@pytest.mark.parametrize(
    ("model", "told"),
    [
        ("yes please", "keys with values"),
        ("{}", "path is missing"),
        ("{path: ''}", "this is empty"),
        ("{path: 7}", "this is not text"),
        ("{path: m, languages: [ka]}", "is not possible here"),
        ("{path: m, languages: []}", "this is empty"),
        ("{path: m, size: 1}", "no such key"),
    ],
)
def test_the_key_is_read_as_strictly_as_the_others(tmp_path, model, told):
    (tmp_path / "sources.yaml").write_text(FILE.replace("{path: ./model}", model), encoding="utf-8")
    with pytest.raises(PlanError) as error:
        load(tmp_path / "sources.yaml", {})
    assert told in "\n".join(error.value.lines)


def test_a_good_folder_beside_the_file_is_nothing_to_speak_of(folder, checked, tmp_path):
    fine, lines = checked(FILE)
    assert fine
    assert not [line for line in lines if "model" in line]
    assert load(tmp_path / "sources.yaml", {}).plan.model.path == str(folder)


@pytest.mark.long
def test_without_the_extra_check_says_what_to_install(folder):
    script = (
        "import sys; from pathlib import Path; from monitor.understanding.adviser import ModelAdviser; "
        "sys.modules['tokenizers'] = None; print(ModelAdviser(Path(sys.argv[1]), ('ru',)).trouble())"
    )
    told = subprocess.run([sys.executable, "-c", script, folder], capture_output=True, text=True, check=True)  # noqa: S603  # our own
    assert "pip install 'otklik[model]'" in told.stdout


def test_a_model_that_fails_at_work_is_told_once_and_asked_no_more(tmp_path):
    folder = tiny_model(tmp_path / "model", words=WORDS.index("швейцарские"))  # its table ends before this word
    adviser = ModelAdviser(folder, ("ru",))
    scorer = Scorer(adviser=adviser)
    assert scorer.score(BRICK).why is Why.MODEL
    with capture_logs() as logged:
        assert scorer.score(SWISS) == Scorer().score(SWISS)
        assert scorer.score(BRICK) == Scorer().score(BRICK)
    assert [one["event"] for one in logged] == ["the model is not used"]
    assert adviser.trouble().key == "model.broken"


def test_analyze_asks_the_model_of_the_file(folder, tmp_path):
    (tmp_path / "sources.yaml").write_text(FILE, encoding="utf-8")
    out = io.StringIO()
    line = json.dumps({"id": 1, "text": BRICK})
    assert analyze(load(tmp_path / "sources.yaml", {}).plan, Texts("ru"), [line], out) == 0
    answer = json.loads(out.getvalue())
    assert (answer["label"], answer["why"], answer["words"]) == ("negative", "model", [])


@pytest.mark.parametrize("language", LANGUAGES)
async def test_an_alert_that_the_model_raised_says_so(store, folder, language):
    plan = Plan.model_validate(
        {
            "language": language,
            "brands": [{"id": "zubr", "name": "Зубр-Софт"}],
            "sources": [],
            "model": {"path": str(folder)},
        }
    )
    understanding = Understanding(plan, Routes(plan, telegram=False))
    pipeline = Pipeline(store, Fetcher(plan.http), understanding, lambda: NOW)
    found = identify([Item("manual", "https://forum.example/1", text="Зубр-Софт: касса теперь кирпич")])
    await pipeline.take([Handed(one) for one in found], sent(), history=False)
    (alert,) = [one for one in await store.owed(TERMINAL, NOW, 50) if one.mention]
    record = await store.record(alert.mention)
    assert (record.why, record.flag, record.words) == (Why.MODEL, Flag.NEGATIVE, ())
    shown = card(
        await store.alert(alert.mention), brand="Зубр-Софт", calendar=Calendar(Texts(language), plan.zone, NOW)
    )
    assert REASON[language] in plain(shown)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_about_tone_shows_what_can_be_pasted(folder, tmp_path, language):
    words, model = EXAMPLE.findall(PAGES[language].read_text(encoding="utf-8"))
    pasted = FILE.replace("model: {path: ./model}\n", words + model)
    (tmp_path / "sources.yaml").write_text(pasted, encoding="utf-8")
    plan = load(tmp_path / "sources.yaml", {}).plan
    assert (plan.model.path, plan.model.languages) == (str(folder), ("ru",))
    assert len(plan.lexicon) == 4


def test_both_pages_about_tone_tell_the_same_figures():
    english, russian = (FIGURE.findall(PAGES[language].read_text(encoding="utf-8")) for language in ("en", "ru"))
    assert len(english) == 40
    assert english == [one.replace("0,", ".").replace(" %", "%") for one in russian]
