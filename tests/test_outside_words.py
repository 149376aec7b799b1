"""The words of a mention leave by many doors, and nowhere do they become more than words."""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import replace
from email import message_from_bytes
from email.policy import SMTP
from unicodedata import category

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from render_values import MINSK, NOW, alert, record
from telegram_html import parse
from web_page import WebPage

from bot.markup import html as telegram
from bot.markup import linkable
from monitor.config.plan import Plan
from monitor.domain import Audience, Event, Record
from monitor.export import as_jsonl, csv_head, csv_rows, is_formula
from monitor.render.card import card
from monitor.render.dates import Calendar
from monitor.render.document import Document, leads_to_web
from monitor.render.fallback import fallback_document, fallback_mention, fallback_subject
from monitor.render.history import history_document
from monitor.render.html import html
from monitor.render.screen import console
from monitor.render.terminal import mentions_table, page, panel
from monitor.replies.drafts import Desk, reply_to
from monitor.telling.mail_server import MailServer
from monitor.telling.mailing import Mail, message
from monitor.texts import Texts

RU = Texts("ru")
NOBODYS = Plan.model_validate({"brands": [{"id": "zubr", "name": "Зубр-Софт"}], "sources": []})
TRAPS = (
    *(
        "<b>",
        "</a><script>",
        "&lt;",
        '"onclick="',
        "{author.__class__}",
        "{0}",
        "%(x)s",
        "\x1b]8;;http://evil\x07",
        "\x1b[2J",
    ),
    *("\x9b2J", "\r", "\n", "\r\nBcc: all@evil.example\r\n", "\u202e", "\u2028", "=HYPERLINK(1)", "+1", "@all", "-1"),
    *("[b]", "`", "*_", "javascript:alert(1)", "\ud800", "\x00", "Зубр-Софт обманул"),
)
BENIGN = re.compile("[\n\xad\u0600-\u0605\u06dd\u070f\u200c\u200d\ufff9]")  # nothing moves and nothing turns
WORDS = st.lists(st.one_of(st.sampled_from(TRAPS), st.text(max_size=6)), max_size=5).map("".join)
URLS = st.sampled_from([
    *("https://otzyv.example/1?a=%22%3E&b='", "javascript:alert(1)", "tg://resolve?domain=x", "data:text/html,x", ""),
    *("https://bank.example@evil.example/", 'https://x.example/"><script>', "file:///etc/passwd", "HTTPS://x.example/{}"),
    *("https://x.example/\r\nX: y", "https://x.example/]8;;", "//x.example/"),
])  # fmt: skip


def documents(one: Record) -> list[Document]:
    """The pages that show a mention."""
    told = replace(alert(), record=one, hits=())
    shown = card(told, brand=one.brand, calendar=Calendar(RU, MINSK, NOW))
    event = Event(NOW, "taken", one.author, one.title)
    happened = history_document(told, [event], [], NOBODYS, Calendar(RU, MINSK, NOW))
    return [shown, happened, fallback_document([told], [shown], RU)]


@settings(max_examples=15)
@given(WORDS, WORDS, WORDS, URLS)
@example("\x1b[31m\r\nBcc: x@evil.example", "<script>", "{author.__class__.__mro__}", "javascript:alert(1)")
def test_nothing_that_a_mention_says_is_more_than_words_anywhere(title, text, author, url):
    one = record(title=title, text=text, author=author, source=author or "x", brand=text or "y", url=url, reply_url=url)
    for document in documents(one):
        _shown, entities = parse(telegram(document))
        assert all(entity.get("url", "https://").lower().startswith(("http://", "https://")) for entity in entities)
        read = WebPage(html(document, title=title, language="ru"))
        assert not {"script", "img", "iframe", "object", "form", "base", "link"} & {*read.tags}
        assert all(map(leads_to_web, read.links))
        assert _unheard(panel(document)) == set()
        assert _unheard(page(document)) == set()
    assert _unheard(mentions_table([one], NOBODYS, Calendar(RU, MINSK, NOW))) == set()
    (row,) = as_jsonl([one]).encode(errors="replace").splitlines()
    assert json.loads(row)["url"] == url.encode(errors="replace").decode()
    _, cells = csv.reader(io.StringIO(f"{csv_head()}{csv_rows([one])}".removeprefix("\ufeff"), newline=""))
    assert not [cell for cell in cells if is_formula(cell) and not cell.startswith("'") and not _is_number(cell)]
    assert json.dumps(fallback_mention(replace(alert(), record=one), place="x", texts=RU))


@settings(max_examples=15)
@given(WORDS, WORDS)
@example("\r\nBcc: all@evil.example", "x\r\n.\r\nMAIL FROM:<evil>")
def test_a_mail_has_no_line_in_its_head_that_a_mention_wrote(title, text):
    subject = fallback_subject([alert(title=title, author=text)], RU) + title
    server = MailServer.of("smtps://robot%40site.example:pw@mail.site.example")
    written = message(server, Mail(to="team@site.example", subject=subject, text=text, html=text, at=NOW)).as_bytes()
    read = message_from_bytes(written, policy=SMTP)
    assert sorted(read.keys()) == sorted(
        ["From", "To", "Subject", "Date", "Message-ID", "X-Mailer", "Auto-Submitted", "MIME-Version", "Content-Type"]
    )


@pytest.mark.parametrize("to", ["a@b.example\r\nBcc: c@d.example", "a@b.example, c@d.example", "<a@b.example>\n"])
def test_an_address_of_two_lines_is_refused(to):
    server = MailServer.of("smtps://robot%40site.example:pw@mail.site.example")
    with pytest.raises(Exception, match=r"a@b\.example"):
        message(server, Mail(to=to, subject="x", text="x", html="x", at=NOW))


def test_a_draft_fills_its_blanks_and_looks_into_nothing():
    desk = Desk("{author.__class__}", "{url}", "reviews", Audience.CLIENTS, {"default": "{brand}, {url}!"}, "ru")
    one = record(author="{signature}", url="https://x.example/{author.__init__}", lang="ru", reasons=())
    assert reply_to(one, desk).text == "{author.__class__}, https://x.example/{author.__init__}!"


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "tg://user?id=1", "https://bank.example@evil.example/", "https://a b.example/", "x"]
)
def test_no_button_leads_anywhere_but_to_the_web(url):
    assert not linkable(url)


def _unheard(shown) -> set[str]:
    """What a terminal would not show but do."""
    out = io.StringIO()
    console(out).print(shown)
    return {sign for sign in out.getvalue() if category(sign) in {"Cc", "Cf"} and not BENIGN.search(sign)}


def _is_number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return True
