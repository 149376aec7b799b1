"""No secret ever reaches a log."""

import pytest

from monitor.logs import Redaction

TOKEN = "123456789:AAE-test-token-0123456789abcdefghij"


@pytest.mark.parametrize(
    "text",
    [
        f"https://api.telegram.org/bot{TOKEN}/sendMessage",
        "postgresql://otklik:s3cret-word@db/otklik",
        "imaps://robot%40example.com:s3cret-word@imap.example.com/INBOX",
        "token=s3cret-word&x=1",
    ],
)
def test_secrets_are_hidden_wherever_they_stand(text):
    hidden = Redaction(["s3cret-word"]).text(text)
    assert TOKEN not in hidden
    assert "s3cret-word" not in hidden
    assert "***" in hidden


def test_the_rest_of_a_line_is_left_alone():
    assert (
        Redaction(["s3cret-word"]).text("visited https://site.example/a?id=7") == "visited https://site.example/a?id=7"
    )
