"""Kind `mail`: which mails are wanted, and what is told of them beyond the golden ones."""

from __future__ import annotations

import json
from base64 import b64encode
from contextlib import suppress
from datetime import UTC, datetime
from email.message import EmailMessage
from time import process_time
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from pydantic import ValidationError

from monitor.domain import Item, Label, Page, Request
from monitor.errors import ParseError
from monitor.identity import identify
from monitor.sentiment import Scorer
from monitor.sources.mail import FOLDER, MESSAGE, MailSource
from monitor.sources.mails.letter_lines import unwrapped
from monitor.telling.mail_server import MailServer
from monitor.telling.mailing import Mail, message

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
MINSK = ZoneInfo("Europe/Minsk")
URL = "imaps://robot%40site.example:pw@imap.site.example/INBOX"
FOLDER_URL = "imaps://imap.site.example/INBOX"


def source(*senders: str, **more: Any) -> MailSource:
    return MailSource.model_validate({"id": "notices", "kind": "mail", "url": URL, "from": senders, **more})


def read(raw: bytes | str, *senders: str, number: int = 7) -> list[Item]:
    body = raw if isinstance(raw, bytes) else raw.encode()
    page = Page(f"{FOLDER_URL};UIDVALIDITY=1/;UID={number}", body, step=MESSAGE)
    found = list(source(*senders).read(page, now=NOW, zone=MINSK))
    assert all(isinstance(thing, Item) for thing in found)
    return [thing for thing in found if isinstance(thing, Item)]


def html(body: str, subject: str = "New review") -> str:
    return f"From: r@platform.example\nSubject: {subject}\nContent-Type: text/html; charset=utf-8\n\n{body}"


def test_each_mail_of_a_folder_is_asked_for_once_newest_first() -> None:
    page = Page(FOLDER_URL, json.dumps({"validity": 17, "uids": [9, 4]}).encode(), step=FOLDER)
    assert list(source().read(page, now=NOW, zone=MINSK)) == [
        Request(f"{FOLDER_URL};UIDVALIDITY=17/;UID={uid}", step=MESSAGE, depth=1, once="") for uid in (9, 4)
    ]


@pytest.mark.parametrize(
    ("sender", "senders", "wanted"),
    [
        ("Reviews@Platform.EXAMPLE", ("reviews@platform.example",), True),
        ("other@platform.example", ("reviews@platform.example",), False),
        ("other@mail.platform.example", ("@platform.example",), True),
        ("other@notplatform.example", ("@platform.example",), False),
        ("anybody@anywhere.example", (), True),
        ('"reviews@platform.example" <x@evil.example>', ("reviews@platform.example",), False),
        ("=?utf-8?q?reviews=40platform.example=2C?= <x@evil.example>", ("reviews@platform.example",), False),
        ("=?utf-8?q?info=40shop.example?= <reviews@platform.example>", ("reviews@platform.example",), True),
        ("info@shop.example <reviews@platform.example>", ("reviews@platform.example",), True),
        ("=?utf-8?q?OOO_=22Kestrel?= <reviews@platform.example>", ("reviews@platform.example",), True),
        ('"OOO "Kestrel"" <reviews@platform.example>', ("reviews@platform.example",), True),
        ("=?utf-8?q?Kestrel_=28Minsk?= <reviews@platform.example>", ("reviews@platform.example",), True),
        ("=?utf-8?q?Platform_=3Creviews=40platform.example=3E?=", ("reviews@platform.example",), True),
    ],
)
def test_a_mail_counts_by_the_address_it_comes_from(sender: str, senders: tuple[str, ...], wanted: object) -> None:
    assert bool(read(f"From: {sender}\nSubject: Kestrel\n\nLate again.", *senders)) is wanted


@pytest.mark.parametrize(
    "sender", ["platform", "a b@c.example", 'x"@c.example', "@", "a@b@c.example", "a@c.example\r\nX"]
)
def test_what_is_no_sender_is_refused(sender: str) -> None:
    with pytest.raises(ValidationError) as refused:
        source(sender)
    assert refused.value.errors()[0]["type"] == "otklik_sender"


@pytest.mark.parametrize(
    "url", ["imaps://imap.site.example/INBOX", "imaps://robot@imap.site.example", "imap://a:b@h:x/"]
)
def test_a_mail_box_without_a_login_is_refused(url: str) -> None:
    with pytest.raises(ValidationError) as refused:
        source(url=url)
    assert refused.value.errors()[0]["type"] == "otklik_mail_address"


@pytest.mark.parametrize(
    ("line", "rating"),
    [
        ("Rating: 2", "2/5"),
        ("Оценка: 3,5 из 5", "3.5/5"),
        ("Общая оценка 4/5", "4/5"),
        ("Общая оценка: 2,3", "2.3/5"),
        ("Overall score: 2", "2/5"),
        ("★★★☆☆", "3/5"),
        ("Anna gave you 1 star", "1/5"),
        ("Анна поставила 2 звезды", "2/5"),
        ("7 из 10", "7/10"),
        ("Оценка 1,0", "1/5"),
        ("Рейтинг компании 4,8", None),  # that is the mean
        ("We work 24/7 since 5/10/2020", None),
        ("He waited 3 of 50 days", None),
        ("They managed 2 out of 5 deliveries, and nobody said a word of it.", None),
    ],
)
def test_the_mark_of_a_review_is_found_however_it_is_written(line: str, rating: str | None) -> None:
    (item,) = read(
        html(f"<p>Anna left a review</p><p>{line}</p><p>It took them a month to answer one question of ours.</p>")
    )
    assert item.rating_text == rating


@pytest.mark.parametrize(
    ("line", "author"),
    [
        ("Anna P. left a 2-star review of Kestrel", "Anna P."),
        ("New review from Jean-Luc O'Neill on Kestrel", "Jean-Luc O'Neill"),
        ("Пользователь Мария К. оставила новый отзыв", "Мария К."),
        ("Иван Петров написал отзыв о компании", "Иван Петров"),
        ("Новый отзыв от клиента Сергей", "Сергей"),
        ("A customer left a review", ""),
        ("You have a new review", ""),
    ],
)
def test_who_wrote_the_review_is_found_where_a_mail_says_it(line: str, author: str) -> None:
    (item,) = read(html(f"<p>{line}</p><p>It took them a month to answer one question of ours.</p>"))
    assert (item.author, item.text) == (author, "It took them a month to answer one question of ours.")


def test_a_name_with_an_initial_on_a_line_of_its_own_is_who_wrote() -> None:
    (item,) = read(html("<p>Новый отзыв</p><p>Иван П.</p><p>Оценка: 1 из 5</p><p>Деньги сняли, доступ не дали.</p>"))
    assert (item.author, item.text) == ("Иван П.", "Деньги сняли, доступ не дали.")


def test_each_review_of_a_mail_that_brings_several_is_an_item() -> None:
    one = "They promised a date, missed it, and promised another one."
    two = "The reports are good, and the support knows its business well."
    for body in (
        f"<p>Anna P.</p><p>★☆☆☆☆</p><p>{one}</p><p>Boris</p><p>★★★★★</p><p>{two}</p>",
        f"<p>Author: Anna P.</p><p>Rating: 1</p><p>Review: {one}</p><p>Author: Boris</p><p>Rating: 5</p><p>{two}</p>",
        f"<p>Rating: 1</p><p>Author: Anna P.</p><p>{one}</p><p>Rating: 5</p><p>Author: Boris</p><p>{two}</p>",
    ):
        items = read(html(f"<h1>You have 2 new reviews</h1>{body}"))
        assert [(item.author, item.rating_text, item.text) for item in items] == [
            ("Anna P.", "1/5", one),
            ("Boris", "5/5", two),
        ]
        assert len({item.guid for item in items}) == 2


def test_marks_for_parts_of_a_review_do_not_make_it_several() -> None:
    marks = "<p>Overall</p><p>2 of 5</p><p>Support</p><p>1 of 5</p><p>Price</p><p>4 of 5</p>"
    (item,) = read(
        html(f"<p>Anna left a review</p>{marks}<p>They promised a date, missed it, and promised another.</p>")
    )
    assert (item.author, item.rating_text) == ("Anna", "2/5")
    assert item.text == "They promised a date, missed it, and promised another."


@pytest.mark.parametrize(
    ("pictures", "rating"),
    [
        ('<img src="/i/star_full.png">' * 2 + '<img src="/i/star_empty.png">' * 3, "2/5"),
        ('<img alt="Star">' * 4 + ' <img alt="Star (grey)">', "4/5"),
        ('<img src="/i/star.png">', None),
        ('<img src="/i/start.png">' * 5, None),
        ("★ our best wishes", None),
        ("⭐️⭐️⭐️", "3/5"),
    ],
)
def test_stars_that_are_pictures_count_where_five_stand_in_a_row(pictures: str, rating: str | None) -> None:
    page = f"<p>Anna left a review</p><div>{pictures}</div><p>It took them a month to answer one question of ours.</p>"
    (item,) = read(html(page))
    assert item.rating_text == rating


def test_what_a_platform_sends_besides_reviews_is_no_review() -> None:
    mail = html("<p>See how reviews help you to grow in the coming year, with examples.</p>", "Make more of reviews")
    (item,) = read(mail.replace("r@platform.example", "news@g2.com"))
    assert (item.title, item.rating, item.author) == ("Make more of reviews", None, "")


def test_what_nobody_sees_in_a_mail_is_not_read() -> None:
    hidden = '<div style="display:none">Rating: 5</div><style>p{}</style><!-- Rating: 5 --><p hidden>Rating: 5</p>'
    (item,) = read(html(f"{hidden}<p>Anna left a review</p><p>It took them a month to answer.</p>"))
    assert (item.rating, item.text) == (None, "It took them a month to answer.")


def test_what_a_gap_without_a_size_or_a_way_round_outlook_holds_is_read() -> None:
    gap = '<td style="direction:ltr;font-size:0px;padding:20px 0">{}</td>'
    column = '<div style="font-size:0px;display:inline-block"><table>{}</table></div>'
    row = '<tr><td style="font-size:0px;padding:10px 25px"><div style="font-size:13px">{}</div></td></tr>'
    words = "".join(map(row.format, ("Anna left a review", "Rating: 1", "It took them a month to answer.")))
    small = '<div style="font-size:0">Rating: 5 <i style="font-size:0px">before the mail is opened</i></div>'
    button = '<a href="https://p.example/r/7" style="display:inline-block;mso-hide:all;">View</a>'
    (item,) = read(html(f"{small}<table><tr>{gap.format(column.format(words))}</tr></table>{button}"))
    assert (item.text, item.rating_text) == ("It took them a month to answer.", "1/5")
    assert item.url == "https://p.example/r/7"


@pytest.mark.parametrize(
    ("named", "written"),
    [
        ("utf-8", "Зубр-Софт снова сорвал сроки.".encode() + b" \xd0"),
        ("utf-8", "Зубр-Софт снова сорвал сроки.".encode("cp1251")),
        ("iso-8859-1", "Зубр-Софт снова сорвал сроки.".encode()),
        ("windows-1251", "Зубр-Софт снова сорвал сроки.".encode()),
        ("iso-8859-1", "Зубр-Софт снова сорвал сроки.".encode("cp1251")),
        ("koi8-r", "Зубр-Софт снова сорвал сроки.".encode("cp1251")),
        ("us-ascii", "Зубр-Софт снова сорвал сроки.".encode("koi8-r")),
        ("utf-7", "Зубр-Софт снова сорвал сроки.".encode("utf-7")),
    ],
)
@pytest.mark.parametrize("kind", ["plain", "html"])
def test_the_words_of_a_mail_are_read_whatever_charset_it_names(kind: str, named: str, written: bytes) -> None:
    head = f"From: r@platform.example\nSubject: Kestrel\nContent-Type: text/{kind}; charset={named}\n\n"
    (item,) = read(head.encode() + written)
    assert item.text.startswith("Зубр-Софт снова сорвал сроки.")


def test_a_subject_that_breaks_off_inside_a_letter_keeps_the_others() -> None:
    subject = b64encode("Отзыв о Зубре".encode()[:-1]).decode()
    (item,) = read(html("<p>Late again.", f"=?utf-8?B?{subject}?="))
    assert item.title.startswith("Отзыв о Зубр")


def test_a_review_in_several_paragraphs_is_one_text() -> None:
    one, two = (
        "They promised a date and missed it.  We wrote again.",
        "Then they promised another one, and missed it too.",
    )
    (item,) = read(
        html(f"<p>Anna left a review</p><p>{one}</p><p>{two}</p><a href='https://p.example/r/1'>View review</a>")
    )
    assert item.text == f"They promised a date and missed it. We wrote again. {two}"


def test_the_mail_that_is_answered_and_the_signature_are_no_words_of_a_mail() -> None:
    quote = '<div class="gmail_quote">On Monday Kestrel wrote: <blockquote>We are sorry</blockquote></div>'
    (item,) = read(html(f"<p>Kestrel was late again.</p><p>--</p><p>Piotr</p>{quote}", "Re: delivery"))
    assert (item.title, item.text, item.author) == ("Re: delivery", "Kestrel was late again.", "")


def test_what_an_answer_is_called_after_is_not_said_by_whoever_answers() -> None:
    (item,) = read(html("<p>Thank you, Kestrel has fixed it.</p>", "Re: Kestrel: awful support"))
    assert Scorer().score(item.text, title=item.title).label is not Label.NEGATIVE


def test_a_forwarded_mail_keeps_what_it_passes_on() -> None:
    quote = '<div class="gmail_quote">Forwarded message<blockquote>Kestrel lost our parcels.</blockquote></div>'
    (item,) = read(html(quote, "Fwd: parcels"))
    assert "Kestrel lost our parcels." in item.text


@pytest.mark.parametrize(
    "head",
    [
        """---------- Forwarded message ---------
From: Trustpilot <noreply@trustpilot.com>
Date: 21 Nov 2026 10:00
Subject: New review
To: <anna@site.example>
""",
        """Begin forwarded message:

From: Trustpilot <noreply@trustpilot.com>
Subject: New review
Date: 21 Nov 2026 10:00
""",
        """-------- Пересылаемое сообщение --------
От кого: Trustpilot <noreply@trustpilot.com>
Кому: anna@site.example
Дата: 21.11.2026, 10:00
Тема: New review
""",
        """-------- Пересылаемое сообщение --------
21.11.2026, 10:00, "Trustpilot" <noreply@trustpilot.com>:
""",
        """From: Trustpilot <noreply@trustpilot.com>
Sent: Saturday, November 21, 2026 10:00 AM
To: anna@site.example
Subject: New review
""",
        """От: Trustpilot <noreply@trustpilot.com>
Отправлено: 21 ноября 2026 г. 10:00
Кому: anna@site.example
Тема: New review
""",
    ],
    ids=["Gmail", "Apple", "Mail.ru", "Yandex", "Outlook", "Outlook in Russian"],
)
def test_a_notice_that_a_colleague_passes_on_is_read_as_if_it_had_come_by_itself(head: str) -> None:
    mail = f"""From: anna@site.example
Subject: Fwd: New review
Date: Mon, 23 Nov 2026 09:00:00 +0300
Content-Type: text/plain; charset=utf-8

Посмотрите, пожалуйста.

{head}
Kira left a review: 2 stars

They promised a date, missed it, and promised another one.
"""
    (item,) = read(mail, "anna@site.example")
    assert (item.author, item.rating_text, item.title) == ("Kira", "2/5", "New review")
    assert item.text == "They promised a date, missed it, and promised another one."
    assert item.published == datetime(2026, 11, 21, 7, tzinfo=UTC)


@pytest.mark.parametrize(
    ("link", "leads"),
    [
        ("https://www.google.by/url?q=https://site.example/&sa=D", "https://site.example/"),
        (
            "https://eur01.safelinks.protection.outlook.com/?url=https%3A%2F%2Fsite.example%2Fa&data=1",
            "https://site.example/a",
        ),
        ("https://www.google.com/url?url=javascript:alert(1)", "https://www.google.com/url?url=javascript:alert(1)"),
        ("https://evil.example/url?url=https://site.example/", "https://evil.example/url?url=https://site.example/"),
        ("mailto:a@site.example", ""),
        ("http://[broken/", ""),
    ],
)
def test_a_link_is_unwrapped_only_by_what_it_says_itself(link: str, leads: str) -> None:
    assert unwrapped(link) == leads


@pytest.mark.parametrize(
    ("links", "link"),
    [
        (
            '<a href="https://p.example/unsubscribe">Unsubscribe</a><a href="https://p.example/helpdesk/reviews/7">View</a>',
            "https://p.example/helpdesk/reviews/7",
        ),
        (
            '<a href="https://p.example/">Platform</a><a href="https://p.example/r/7">Посмотреть отзыв</a>',
            "https://p.example/r/7",
        ),
        (
            '<a href="https://p.example/r/7">Reply</a><a href="https://p.example/write">Write a review</a>',
            "https://p.example/r/7",
        ),
        ('<a href="https://facebook.com/p">f</a><a href="https://p.example/set">Notification settings</a>', ""),
    ],
    ids=["no way out", "the telling words first", "not the way to write one", "none"],
)
def test_the_link_to_the_review_is_chosen_by_its_words(links: str, link: str) -> None:
    (item,) = read(html(f"<p>Anna left a review</p><p>It took them a month to answer.</p>{links}"))
    assert item.url == link


YANDEX = (
    "<div>-------- Пересылаемое сообщение --------</div><div>21.11.2026, 10:00, Client &lt;c@f.example&gt;:</div>"
    "<blockquote>Kestrel lost our parcels.</blockquote><div>-------- Конец пересылаемого сообщения --------</div>"
)
TABLE = (
    "<div class='moz-forward-container'>-------- {} --------<table><tr><th>{}: </th><td>Complaint</td></tr>"
    "<tr><th>{}: </th><td>Sat, 21 Nov 2026 10:00:00 +0300</td></tr>"
    "<tr><th>{}: </th><td>Client &lt;c@firm.example&gt;</td></tr>"
    "<tr><th>{}: </th><td>anna@site.example</td></tr></table><p>Kestrel lost our parcels.</p></div>"
)


@pytest.mark.parametrize(
    "page",
    [
        TABLE.format("Forwarded Message", "Subject", "Date", "From", "To"),
        TABLE.format("Перенаправленное сообщение", "Тема", "Дата", "От", "Кому"),
        YANDEX,
    ],
    ids=["Thunderbird", "Thunderbird in Russian", "Yandex"],
)
def test_of_a_mail_that_is_passed_on_its_own_words_are_read(page: str) -> None:
    (item,) = read(html(page, "Fwd: Complaint"))
    assert (item.title, item.text) == ("Complaint", "Kestrel lost our parcels.")
    assert item.published == datetime(2026, 11, 21, 7, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Today:\n-----\nKestrel lost parcels.\n-----\nIt rains.\n", "Today: Kestrel lost parcels. It rains."),
        ("Parcels\n_______\n\nKestrel lost all of ours.\n", "Parcels Kestrel lost all of ours."),
        ("Kestrel lost all our parcels.\n______\nAnna, Firm Ltd\n", "Kestrel lost all our parcels."),
        ("Parcels:\n-----\nKestrel lost all of ours.\n-- \nAnna, Firm Ltd\n", "Parcels: Kestrel lost all of ours."),
    ],
)
def test_a_row_of_strokes_divides_a_mail_or_stands_above_a_signature(text: str, said: str) -> None:
    (item,) = read(f"From: client@firm.example\nSubject: hm\nContent-Type: text/plain; charset=utf-8\n\n{text}")
    assert item.text == said


def test_a_mail_without_a_number_of_its_own_is_the_same_wherever_its_server_puts_it() -> None:
    mails = [html("<p>Kestrel was late."), html("<p>Kestrel was late again."), html("<p>Kestrel was late.", "Late")]
    guids = [[read(mail, number=number)[0].guid for number in (7, 19)] for mail in mails]
    assert all(before == after for before, after in guids)
    assert len({before for before, _ in guids}) == len(mails)


@pytest.mark.parametrize("line", ["-----Original Message-----\n", "-----Исходное сообщение-----\n", ""])
def test_an_answer_is_not_taken_for_the_mail_it_answers(line: str) -> None:
    (item,) = read(f"""From: client@firm.example
Subject: Re: delivery

Kestrel was late again.

{line}From: Kestrel <support@kestrel.example>
Sent: Saturday, November 21, 2026 10:00 AM
To: client@firm.example
Subject: delivery

Your parcel is on its way, and will be there in time.
""")
    assert item.text.startswith("Kestrel was late again.")


HEAD = {
    "Outlook": (
        "From: Kestrel <support@kestrel.example>\nSent: Saturday, November 21, 2026 10:00 AM\n"
        "To: client@firm.example\nSubject: delivery\n"
    ),
    "Outlook, a colleague": (
        "От: Иван Петров\nОтправлено: 21 ноября 2026 г. 10:00\nКому: Анна Котова\nТема: доставка\n"
    ),
    "Outlook, an old one": (
        "От: Kestrel [mailto:support@kestrel.example]\nОтправлено: 21 ноября 2026 г. 10:00\n"
        "Кому: client@firm.example\nТема: доставка\n"
    ),
    "Yandex": '21.11.2026, 10:00, "Kestrel" <support@kestrel.example>:\n',
    "Gmail": "сб, 21 нояб. 2026 г. в 10:00, Kestrel <support@kestrel.example>:\n",
    "Mail.ru": "Суббота, 21 ноября 2026, 10:00 +03:00 от Kestrel <support@kestrel.example>:\n",
}


@pytest.mark.parametrize("head", HEAD.values(), ids=HEAD)
def test_what_an_answer_quotes_is_not_said_by_whoever_answers(head: str) -> None:
    begun = "From: client@firm.example\nSubject: RE: delivery\nContent-Type: text/{}; charset=utf-8\n\n"
    (plain,) = read(begun.format("plain") + f"It was late again.\n\n{head}\nKestrel is on its way.\n")
    escaped = head.replace("<", "&lt;").replace(">", "&gt;").replace("\n", "<br>")
    page = (
        f"<p>It was late again.</p><div id='appendonsend'></div><hr><div id='divRplyFwdMsg'>{escaped}</div>"
        "<div>Kestrel is on its way.</div>"
    )
    (marked,) = read(begun.format("html") + page)
    assert (plain.text, marked.text) == ("It was late again.", "It was late again.")


@pytest.mark.parametrize(
    ("subject", "said"), [("delivery", "It was late again."), ("FW: delivery", "Kestrel is on its way.")]
)
def test_an_answer_whose_subject_does_not_say_so_is_no_mail_that_was_passed_on(subject: str, said: str) -> None:
    begun = f"From: client@firm.example\nSubject: {subject}\nIn-Reply-To: <7@kestrel.example>\n\n"
    (item,) = read(f"{begun}It was late again.\n\n{HEAD['Outlook']}\nKestrel is on its way.\n")
    assert item.text == said


def test_what_is_said_below_and_between_what_is_quoted_is_read() -> None:
    (item,) = read("""From: client@firm.example
Subject: Re: delivery

On Sat, Nov 21, 2026 at 10:00 AM The Kestrel Support Team <support-notifications@kestrel.example> wrote:
> We are on our way.

Kestrel was late again.

> Is all well now?

Nothing is.
""")
    assert item.text == "Kestrel was late again. Nothing is."


COMPLAINTS = (
    "Здравствуйте! Ваш сервис не работает третий день.",
    "Добрый день, Зубр-Софт третий день не работает, что делать?",
    "Служба поддержки не отвечает третью неделю.",
    "Спасибо, Зубр-Софт, за сорванный проект!",
    "Ваш Зубр-Софт ужасен.",
    "Команда Зубр-Софта не отвечает на звонки.",
    "Открыть заявку невозможно, всё висит.",
    "Отписаться от рассылки Зубр-Софта невозможно.",
    "Hello, Kestrel lost our data.",
    "Thanks for nothing, Kestrel.",
    "They do not reply to my messages.",
    "I contact support every day and nobody answers.",
    "Kestrel is not answering customers for weeks.",
    "They changed the terms of service and doubled the price.",
)


@pytest.mark.parametrize("said", COMPLAINTS)
def test_a_complaint_in_the_words_of_a_greeting_or_a_footer_is_read(said: str) -> None:
    kind = "Content-Type: text/{}; charset=utf-8\n\n"
    (plain,) = read(f"From: client@firm.example\nSubject: hm\n{kind.format('plain')}{said}\n")
    page = f"<p>Hello,</p><p>Anna left a review</p><p>1 out of 5</p><p>{said}</p><p><a href='https://p/1'>Reply</a></p>"
    (review,) = read(f"From: r@platform.example\nSubject: New review\n{kind.format('html')}{page}")
    assert (plain.text, review.text) == (said, said)


@pytest.mark.parametrize(
    ("sender", "said"),
    [
        ("n@yandex.ru", "Ответить на звонок они не могут неделю, ужас полный."),
        ("n@2gis.ru", "Перейти на другую систему пришлось из-за потерянных данных."),
        ("n@capterra.com", "Read this before you buy: they lost all our data."),
        ("n@clutch.co", "See how they treat their clients: they lost our data twice."),
    ],
)
def test_a_review_that_begins_like_a_button_of_its_platform_is_read(sender: str, said: str) -> None:
    page = html(f"<p>Anna оставила отзыв</p><p>1/5</p><p>{said}</p><p>Ответить</p>", "New review")
    (item,) = read(page.replace("r@platform.example", sender))
    assert item.text == said


@pytest.mark.parametrize(
    "said",
    [
        "Вчера менеджер Зубр-Софта писал: «данные потеряны». Это ужас.",
        "Имя: Иван\nОт: Иван\nДата: 21.11.2026\nТема: жалоба\nЗубр-Софт потерял данные",
    ],
)
def test_what_only_looks_like_the_head_of_a_quoted_mail_is_read(said: str) -> None:
    (item,) = read(f"From: a@b.example\nSubject: Re: hm\nContent-Type: text/plain; charset=utf-8\n\n{said}\n")
    assert item.text == said.replace("\n", " ")


def test_of_an_answer_that_is_passed_on_what_it_quotes_is_not_read() -> None:
    heads = "From: {0} <{0}@f.example>\nSent: 21 November 2026 10:00\nTo: anna@site.example\nSubject: {1}complaint\n"
    (item,) = read(
        f"From: anna@site.example\nSubject: FW: complaint\n\nLook.\n\n"
        f"{heads.format('client', 'RE: ')}\nThey lost it.\n\n{heads.format('kestrel', '')}\nKestrel is on its way.\n"
    )
    assert item.text == "They lost it."


@pytest.mark.parametrize(
    "line",
    [
        "Здравствуйте, Анна Петровна!",
        "Уважаемые коллеги!",
        "С уважением, служба поддержки",
        "Спасибо за внимание!",
        "Команда Яндекс Бизнеса",
        "Служба поддержки | Справочный центр | Отписаться от рассылки",
        "Hello Kestrel team,",
        "Best regards, Anna",
        "Thank you for your time,",
        "Help Center · Privacy Policy · Unsubscribe",
        "Unsubscribe: https://platform.example/unsubscribe",
        "Please do not reply to this e-mail.",
    ],
)
def test_a_greeting_and_a_footer_are_no_words_of_a_mail(line: str) -> None:
    (item,) = read(
        f"From: a@b.example\nSubject: hm\nContent-Type: text/plain; charset=utf-8\n\n{line}\n\nIt is late.\n\n{line}\n"
    )
    assert item.text == "It is late."


def enclosing(subject: str, text: str, *mails: EmailMessage) -> EmailMessage:
    written = EmailMessage()
    written["From"], written["Subject"], written["Message-ID"] = "anna@site.example", subject, f"<{subject}@site>"
    written.set_content(text)
    for one in mails:
        written.add_attachment(one)
    return written


@pytest.mark.parametrize(
    ("mail", "said"),
    [
        (
            enclosing("FW: look", "look", enclosing("FW: see", "see", enclosing("Complaint", "Kestrel lost it"))),
            ["Kestrel lost it"],
        ),
        (
            enclosing("Complaint", "Kestrel lost it", enclosing("Contract", "our contract")),
            ["Kestrel lost it", "our contract"],
        ),
        (
            enclosing(
                "FW: all", "all", enclosing("One", "first", enclosing("Two", "second")), enclosing("Three", "third")
            ),
            ["first", "second", "third"],
        ),
    ],
    ids=["passed on twice", "with what it is about", "several"],
)
def test_each_mail_that_is_attached_is_read_but_no_note_that_covers_it(mail: EmailMessage, said: list[str]) -> None:
    assert [item.text for item in read(mail.as_bytes())] == said


def test_a_mail_that_is_packed_like_a_picture_is_read() -> None:
    inside = b64encode(b"From: client@firm.example\nSubject: Complaint\n\nKestrel lost it\n").decode()
    (item,) = read(
        "From: anna@site.example\nSubject: FW: look\nContent-Type: multipart/mixed; boundary=b\n\n"
        "--b\nContent-Type: text/plain\n\nlook\n"
        f"--b\nContent-Type: message/rfc822\nContent-Transfer-Encoding: base64\n\n{inside}\n--b--\n"
    )
    assert (item.title, item.text) == ("Complaint", "Kestrel lost it")


@pytest.mark.parametrize(
    "head",
    [
        "From: r@b.example\nContent-Type: multipart/report; report-type=delivery-status; boundary=b",
        "From: r@b.example\nContent-Type: multipart/report; report-type=disposition-notification; boundary=b",
        "From: Mail Delivery System <MAILER-DAEMON@b.example>\nContent-Type: multipart/mixed; boundary=b",
        "From: r@b.example\nX-Failed-Recipients: a@b.example\nContent-Type: multipart/mixed; boundary=b",
        "From: r@b.example\nAuto-Submitted: auto-replied (vacation)\nContent-Type: multipart/mixed; boundary=b",
        "From: r@b.example\nSubject: Automatic reply: Kestrel\nContent-Type: multipart/mixed; boundary=b",
        "From: r@b.example\nSubject: Автоответ: отзыв\nContent-Type: multipart/mixed; boundary=b",
    ],
)
def test_what_a_program_answers_to_a_mail_is_no_mention(head: str) -> None:
    ours = "Content-Type: message/rfc822\n\nFrom: us@kestrel.example\nSubject: Kestrel\n\nKestrel lost it"
    parts = f"--b\nContent-Type: text/plain\n\nKestrel does not exist\n--b\n{ours}\n--b--\n"
    assert read(f"{head}\n\n{parts}") == []


def test_what_we_send_is_no_mention_in_a_mail_box_that_we_read() -> None:
    server = MailServer.of("smtps://robot%40site.example:pw@mail.site.example")
    mail = Mail(to="team@site.example", subject="Kestrel", text="Kestrel lost it", html="<p>Kestrel</p>", at=NOW)
    ours = message(server, mail)
    assert read(ours.as_bytes()) == []
    assert read(enclosing("FW: digest", "look", ours).as_bytes()) == []


def test_a_name_of_which_google_marks_the_parts_stays_whole() -> None:
    entry = (
        '<div itemscope itemtype="http://schema.org/Article"><a itemprop="url" href="https://news.example/a">'
        '<span itemprop="name">Иск к <b>Зубр</b>-<b>Софт</b>у<br>подан</span></a>'
        '<div itemprop="description"><div><b>Зубр</b>-<b>Софт</b>, говорят, опоздал.</div>Суд в мае.</div></div>'
    )
    (item,) = read(html(entry).replace("r@platform.example", "googlealerts-noreply@google.com"))
    assert (item.title, item.text) == ("Иск к Зубр-Софту подан", "Зубр-Софт, говорят, опоздал. Суд в мае.")


def test_two_reviews_behind_one_link_are_two() -> None:
    page = "<p>{} left a review</p><p>{}</p><a href='https://p.example/reviews'>View reviews</a>"
    both = [
        *read(
            html(page.format("Anna", "It took them a month to answer.")).replace(
                "Subject", "Message-ID: <1@p>\nSubject"
            )
        ),
        *read(
            html(page.format("Boris", "They never answered at all.")).replace("Subject", "Message-ID: <2@p>\nSubject")
        ),
    ]
    assert [found.item.author for found in identify(both)] == ["Anna", "Boris"]


def nested(depth: int) -> bytes:
    heads = b"".join(b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(depth))
    return b"From: r@platform.example\nSubject: New review\n" + heads + b"Content-Type: text/plain\n\nKestrel\n"


@pytest.mark.long
@pytest.mark.parametrize(
    "raw",
    [
        nested(3_000),
        html("<div>" * 50_000 + "Kestrel").encode(),
        html("<p>" + "a" * 90_000).encode(),
        html("<p>" + "left a " * 13_000).encode(),
        html("<p>" + "оставил " * 6_000).encode(),
        html("<p>Anna left a review</p>" + "<p>1/5 " * 12_000).encode(),
        html("<a href='https://www.google.com/url?url=" * 2_000).encode(),
        b"From: " + b"<" * 20_000 + b"@" * 20_000 + b"\nSubject: " + b"=?utf-8?b?" * 20_000 + b"\n\nKestrel",
        b"Content-Type: text/plain; charset=" + b"x" * 50_000 + b"\n\nKestrel",
        b"Content-Type: text/plain" + b"; a" * 40_000 + b"\n\nKestrel",
        b"Content-Type: multipart/mixed" + b";\r\n a" * 25_000 + b"\n\nKestrel",
        b"Content-Type: text/plain\n\nKestrel " + b"https://site.example/a " * 4_000,
        b"Content-Type: text/plain; charset=a\x00b\n\nKestrel \xcf",
        html("a&#1;<i hidden>b</i>&#0;\x01<i hidden>c</i>\x02 Kestrel").encode(),
        b"\xff\xfe\x00" * 10_000,
    ],
    ids=[
        "nested parts",
        "nested tags",
        "one word",
        "half a rule",
        "half a rule, russian",
        "marks",
        "links",
        "headers",
        "charset",
        "parameters",
        "parameters of parts",
        "links in one line",
        "charset with a zero",
        "letters that are none",
        "noise",
    ],
)
def test_a_hostile_mail_is_read_or_refused_soon(raw: bytes) -> None:
    begun = process_time()
    with suppress(ParseError):
        read(raw)
    assert process_time() - begun < 5


@pytest.mark.parametrize("between", ["\n", "\n\n"])
def test_captions_below_a_long_line_of_plain_text_are_lines_of_their_own(between: str) -> None:
    lines = (
        "Пользователь Пётр Иванов оставил отзыв о компании Зубр-Софт.",
        "Оценка: 1",
        "Не рекомендую: срывают сроки, на звонки не отвечают.",
        "Посмотреть отзыв: https://2gis.ru/firm/7/tab/reviews/review/99?m=1\nОтписаться: https://2gis.ru/u",
    )
    head = "From: no-reply@2gis.ru\nSubject: Новый отзыв\nContent-Type: text/plain; charset=utf-8\n\n"
    (one,) = read(f"{head}{between.join(lines)}\n".encode())
    assert (one.text, one.author, one.rating_text) == (lines[2], "Пётр Иванов", "1/5")


def test_a_sentence_that_a_mail_program_broke_is_whole_again() -> None:
    said = "Внедрение обещали закончить в сентябре, а сейчас конец ноября. Менеджер\nСергей пропал. Деньги не вернули."
    head = "From: r@platform.example\nSubject: Письмо\nContent-Type: text/plain; charset=utf-8\n\n"
    assert read(f"{head}{said}".encode())[0].text == said.replace("\n", " ")


def test_a_note_of_google_above_the_original_is_not_the_review() -> None:
    (one,) = read(html("<p>Anna left a review</p><p>★☆☆☆☆</p><p>(Translated by Google) Bad<br><br>(Original)<br>Плохо"))
    assert one.text == "(Translated by Google) Bad"


def test_the_console_of_google_play_is_where_its_review_is() -> None:
    link = "https://play.google.com/console/developers/1/app/2/user-feedback/review-details?reviewId=gp:AO"
    (one,) = read(html(f'<p>Rating: 1</p><p>After the update nothing works</p><a href="{link}">View review</a>'))
    assert one.url == link
