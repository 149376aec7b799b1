"""English complaints that hold no bad word, praise that holds some, and news that only sounds frightening."""

from __future__ import annotations

import pytest

from monitor.domain import Doubt, Hit, Label
from monitor.sentiment import Scorer


@pytest.mark.parametrize(
    "text",
    [
        "Ordered 12 scanners, received 7",
        "We were quoted 300, the bill says 750",
        "My case has been open for 23 days",
        "They replied after 4 weeks",
        "The fifth time this month",
        "3 out of 10, and that is generous",
        "Two stars from me",
        "We are now in month 7",
        "Nobody can explain where our files are",
        "The totals don't match the contract",
        "It was fine until the takeover",
        "I wish they would test before a release",
        "Any ETA on the fix?",
        "Is the portal down for anyone else?",
        "Great job, another Monday without phones",
        "Thanks for losing our backups",
        "What a bunch of f***ing amateurs",
        "They fixed the search and broke the filters",
        "A few problems with the new release",
        "Response times went from 2 hours to 17",
        "Fantastic. Only nine days for one transfer. /s",
        "Raised a ticket two weeks ago",
        "Our claim is still in progress",
        "They promised a call within the hour. That was Monday.",
        "After the sale you are on your own",
        "It works, most of the time",
        "Great until we signed, then crickets",
        "Shipped refurbished parts and called them new",
        "I kindly request an answer, my letters remain unanswered",
        "The crane sat in their depot",
        "Who do I have to call?",
        "Search rarely finds a customer",
        "We ended up doing everything ourselves",
        "My letter has not been addressed",
        "Love finding out about it from the news",
        "After a month the panels came off in the rain",
        "The figures were mixed up, they muddled up our invoices",
        "No one told us anything",  # as "nobody"
        "Half of our contacts vanished",
        "No one in our office can print",
        "We imported 9,000 rows, only 8,100 made it",
        "Our renewal came in at $41k, last year it was $19k",
        "The licence went from 300 to 780 a month",
        "I only got the automatic reply",
        "It hardly ever answers",
        "They hid the cancel button",
        "The trial turned into a paid plan",
        'It is the 28th and the status still says "new"',
        "They shut the old interface with nine days' notice",
        "Five calls, five different answers",
    ],
)
def test_a_complaint_in_plain_words_is_one(scorer: Scorer, text: str) -> None:
    assert scorer.score(text, lang="en").label is Label.NEGATIVE


@pytest.mark.parametrize(
    "text",
    [
        "Very few problems so far, and support is quick",
        "It took the pain out of invoicing",
        "The bug I reported was fixed the same evening",
        "Complaints went from 40 a month to 3",
        "There is nothing they couldn't solve",
        "I can't imagine working without it",
        "Ridiculously easy",
        "This is the killer feature",
        "Month-end went from five days to one",
        "9/10 would order again",
        "Does exactly what it says",
        "Holy sh*t this is fast",
        "Hard to fault them",
        "You get what you pay for and then some",
        "A breath of fresh air",
        "We no longer have to chase them",
        "Not only delivered on time but unpacked",
        "Not just helpful but kind",
        "My only complaint is that I did not call sooner",
        "No one beats them",
        "Nobody in our team can imagine working without it",
        "It is hardly ever slow",
        "The refund arrived within an hour",
        "They cut our invoicing time from two days to twenty minutes",
        "Not one pallet was damaged",
    ],
)
def test_praise_may_hold_bad_words(scorer: Scorer, text: str) -> None:
    assert scorer.score(text, lang="en").label is Label.POSITIVE


@pytest.mark.parametrize(
    "text",
    [
        "The company published a study on ransomware and data breaches",
        "A webinar on fraud in trade",
        "How do I cancel a scheduled report?",
        "How to stop a stuck process on Linux",
        "Cover against hail and drought",
        "The company denies reports of layoffs",
        "9 out of 10 offices are in Poland",
        "The meeting is on 3/10",
        "Scheduled maintenance: the portal will be unavailable on Sunday",
        "We apologise for the inconvenience",
        "Late payment fee: 2% per month",
        "The rate is effective from 1 July",
        "Open 24 hours a day",
        "Build charts on your own",
        "You do not have to install a thing",
        "There is nothing to install",
        "After two failed vendors we tried a third",
        "Our licence count went from 300 to 780 users",
        "We shipped 200 parcels on Monday, 180 arrived the next day, the rest on Wednesday",
        "The renewal is 900, last year it was 1,100",
        "What do you dislike about Zubr? Nothing so far.",  # as G2 asks whoever writes a review
    ],
)
def test_what_is_only_spoken_of_is_no_complaint(scorer: Scorer, text: str) -> None:
    assert scorer.score(text, lang="en").label is Label.NEUTRAL


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("Halden was fined for fraud, Kestrel was not part of the case", Label.NEUTRAL),
        ("Halden was hit; rivals such as Kestrel say they are not affected", Label.NEUTRAL),
        ("We finally ditched Kestrel", Label.NEGATIVE),
        ("Halden beats Kestrel on price", Label.NEGATIVE),
        ("Halden is far ahead of Kestrel", Label.NEGATIVE),
        ("Kestrel beats Halden on price", Label.POSITIVE),
        ("Investors cheer Kestrel", Label.POSITIVE),
        ("Great support, that is why I prefer Kestrel", Label.POSITIVE),
        ("Halden is faster than Kestrel", Label.NEGATIVE),
        ("Nothing is better than Kestrel", Label.POSITIVE),
        ("Kestrel gives a seminar on data loss", Label.NEUTRAL),
    ],
)
def test_it_matters_who_is_meant(scorer: Scorer, text: str, label: Label) -> None:
    start = text.index("Kestrel")
    hit = Hit("kestrel", start, start + len("Kestrel"), "Kestrel")
    assert scorer.score(text, lang="en", hits=[hit]).label is label


def test_whoever_says_that_it_is_mockery_is_believed(scorer: Scorer) -> None:
    tone = scorer.score("What a lovely surprise. /s", lang="en")
    assert (tone.label, tone.unsure) == (Label.NEGATIVE, Doubt.SARCASM)


def test_whoever_denies_the_praise_in_brackets_is_believed(scorer: Scorer) -> None:
    tones = [scorer.score(text) for text in ("The support is brilliant (not).", "Поддержка просто огонь (нет)")]
    assert [(tone.label, tone.unsure) for tone in tones] == [(Label.NEGATIVE, Doubt.SARCASM)] * 2


def test_what_weighs_nothing_is_not_shown_as_a_reason(scorer: Scorer) -> None:
    assert scorer.score("An error log and the rate effective from July", lang="en").words == ()


def test_a_phrase_of_the_team_outweighs_ours_with_room_in_them() -> None:
    text = "They replied after 4 weeks"
    assert Scorer({"after 4 weeks": 0.0}).score(text, lang="en").label is Label.NEUTRAL


@pytest.mark.parametrize(
    ("text", "bad"),
    [
        ("Great demo, terrible product", True),
        ("Good idea, poor execution", True),
        ("A great fit, not a poor one", False),
        ("Great support, no more terrible spreadsheets", False),
        ("The sync silently drops records", True),
        ("Exporting our own data turned out to be impossible", True),
        ("The outage at the carrier did not affect customers", False),
        ("The outage did affect customers", True),
        ("It helps you to route complaints to the right team", False),
        ("Nobody bothers to track complaints", True),
        ("Why many rollouts fail and what to do about it", False),
        ("Честно говоря, ожидали большего", True),
        ("Продали наши контакты, теперь звонят спамеры", True),
        ("Обзор: судебная практика по договорам поставки", False),
        ("Теперь забыли про ручной ввод", False),
        ("Менеджер забыл про нашу заявку", True),
    ],
)
def test_what_stands_right_behind_a_comma_or_beside_a_bad_word_decides(scorer: Scorer, text: str, *, bad: bool) -> None:
    assert (scorer.score(text).label is Label.NEGATIVE) is bad
