"""Bytes become letters: by who is right, not by who speaks first."""

from __future__ import annotations

import pytest

from monitor.domain import Page
from monitor.sources.charset import letters
from monitor.sources.markup import decode

SAID = "Зубр-Софт: всё упало, третью неделю ждём ответа поддержки, деньги не вернули."
TYPE = "text/html; charset="
RUSSIAN = ("utf-8", "windows-1251", "koi8-r")


def page(encoding: str, named: str = "") -> bytes:
    return (f'<meta charset="{named}">' if named else "<p>").encode() + SAID.encode(encoding)


@pytest.mark.parametrize("encoding", RUSSIAN)
@pytest.mark.parametrize("rest", [b"", b" \xd0 "], ids=["whole", "with a broken letter"])
def test_who_says_nothing_is_understood(encoding, rest):
    assert SAID in letters(page(encoding) + rest)


@pytest.mark.parametrize("text", ["Всё", "Плохо", "Größe über Maß", "déjà vu à la française", "Паўлінка піша шчыра"])
def test_a_few_words_without_a_declaration_are_enough(text):
    encoding = "cp1252" if text[0] in "Gd" else "cp1251"
    assert letters(text.encode(encoding)) == text


@pytest.mark.parametrize("encoding", RUSSIAN)
@pytest.mark.parametrize(
    "header", ["utf-8", "windows-1251", "koi8-r", "iso-8859-1", "us-ascii", "utf-16", "x-nonsense"]
)
def test_a_lying_server_is_not_believed_where_the_page_knows_better(encoding, header):
    assert SAID in letters(page(encoding, encoding), TYPE + header)


@pytest.mark.parametrize("encoding", RUSSIAN)
@pytest.mark.parametrize("named", ["utf-8", "windows-1251", "koi8-r", "iso-8859-1", "utf-16"])
def test_a_lying_page_is_not_believed_where_the_server_knows_better(encoding, named):
    assert SAID in letters(page(encoding, named), TYPE + encoding)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_a_byte_order_mark_is_right_whatever_is_said(encoding):
    body = f'<meta charset="windows-1251">{SAID}'.encode(encoding)
    assert letters(body, TYPE + "koi8-r").endswith(f">{SAID}")


def test_a_page_in_two_bytes_a_letter_is_read_where_the_server_says_so():
    assert letters(SAID.encode("utf-16-le"), TYPE + "utf-16le") == SAID


def test_capital_letters_alone_are_read_as_declared():
    assert letters("ОТЗЫВЫ".encode("cp1251"), TYPE + "windows-1251") == "ОТЗЫВЫ"


def test_the_server_is_heard_before_the_page_where_both_may_be_right():
    body = b'<meta charset="iso-8859-2">' + "naïve".encode("cp1252")
    assert letters(body, TYPE + "windows-1252").endswith("naïve")


@pytest.mark.parametrize(
    ("text", "charset"),
    [
        ("Ελληνικά νέα", "iso-8859-7"),
        ("Zażółć gęślą jaźń", "iso-8859-2"),
        ("软件公司评论", "gb2312"),
        ("日本語の記事", "shift_jis"),
        ("Türkçe haberler için", "windows-1254"),
    ],
)
@pytest.mark.parametrize("header", ["", "iso-8859-1"])
def test_other_languages_are_read_as_their_pages_say(text, charset, header):
    body = f'<meta charset="{charset}"><p>{text}'.encode(charset)
    assert letters(body, TYPE + header if header else "").endswith(text)


@pytest.mark.parametrize("name", ["unicode_escape", "raw-unicode-escape", "punycode", "idna", "utf-7", "zip", "rot13"])
def test_what_is_no_charset_of_pages_changes_no_letter(name):
    assert letters(rb"<p>C:\new \u0041 +AGE- xn--80ak6aa92e", TYPE + name) == r"<p>C:\new \u0041 +AGE- xn--80ak6aa92e"


def test_a_charset_in_a_comment_is_not_meant():
    body = b"<!-- charset=koi8-r --><p>" + SAID.encode("cp1251")
    assert SAID in letters(body)


def test_the_prolog_of_xml_is_heard_and_left_out():
    body = b'<?xml version="1.0" encoding="koi8-r"?><a>' + SAID.encode("koi8-r") + b"</a>"
    assert decode(Page("", body, {"content-type": "text/xml"})) == f"<a>{SAID}</a>"


@pytest.mark.parametrize("body", [b"", b"\xff", b"\xff\xfe", b"\x00" * 9, bytes(range(256))])
def test_any_bytes_become_letters(body):
    assert isinstance(letters(body, TYPE + "utf-16"), str)
