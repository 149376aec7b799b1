"""The environment at the door: secrets and addresses, from names, files and .env."""

from __future__ import annotations

from pathlib import Path

import pytest

from monitor.config.settings import (
    Settings,
    config_path,
    from_environment,
    read_environment,
    read_settings,
    settings_of,
)
from monitor.errors import ConfigError

ROOT = Path(__file__).parent.parent


def test_nothing_set_means_the_terminal_and_a_file_beside_us() -> None:
    settings = settings_of({})
    assert (settings.token, settings.database_url) == (None, "sqlite:///otklik.db")


def test_what_is_set_is_taken_without_the_blanks_around_it() -> None:
    assert settings_of({"TELEGRAM_BOT_TOKEN": " 123:abc-DEF_1 \n"}).token == "123:abc-DEF_1"


def test_a_blank_is_nothing_that_is_set(tmp_path: Path) -> None:
    (tmp_path / "token").write_text("123:abc\n", encoding="utf-8")
    settings = settings_of({"TELEGRAM_BOT_TOKEN": " ", "SMTP_URL": "\t"})
    assert (settings.token, settings.smtp_url) == (None, None)
    blank = {"TELEGRAM_BOT_TOKEN": " ", "TELEGRAM_BOT_TOKEN_FILE": f" {tmp_path / 'token'} "}
    assert settings_of(blank).token == "123:abc"
    assert from_environment({"KEY": " ", "KEY_FILE": " "}, "KEY") is None


def test_a_secret_may_be_a_file(tmp_path: Path) -> None:
    (tmp_path / "token").write_text("123:abc\n", encoding="utf-8")
    assert (
        settings_of({"TELEGRAM_BOT_TOKEN": "", "TELEGRAM_BOT_TOKEN_FILE": str(tmp_path / "token")}).token == "123:abc"
    )


def test_the_name_itself_goes_before_its_file() -> None:
    assert from_environment({"KEY": "a", "KEY_FILE": "/nowhere"}, "KEY") == "a"


def test_a_secret_whose_file_is_missing_is_a_sentence() -> None:
    with pytest.raises(ConfigError, match=r"TELEGRAM_BOT_TOKEN_FILE: /nowhere cannot be read"):
        settings_of({"TELEGRAM_BOT_TOKEN_FILE": "/nowhere"})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("TELEGRAM_BOT_TOKEN", "my bot"),
        ("TELEGRAM_API_URL", "bot-api.example"),
        ("TELEGRAM_PROXY", "proxy.example:1080"),
    ],
)
def test_what_cannot_be_right_is_refused_without_being_repeated(name: str, value: str) -> None:
    with pytest.raises(ConfigError) as error:
        settings_of({name: value})
    assert str(error.value).startswith(f"{name}: ")
    assert value not in str(error.value)


def test_everything_wrong_with_the_environment_is_said_at_once() -> None:
    wrong = {"TELEGRAM_BOT_TOKEN": "x", "TELEGRAM_API_URL": "y", "TELEGRAM_PROXY": "z"}
    with pytest.raises(ConfigError) as error:
        settings_of(wrong)
    assert [line.split(":")[0] for line in str(error.value).splitlines()] == list(wrong)


def test_settings_show_no_secret() -> None:
    settings = Settings(token="123:abc", database_url="postgresql://u:p%40ss@host/db", smtp_url="smtps://u:mailpw@host")
    assert not any(secret in repr(settings) for secret in settings.secrets)
    assert settings.secrets == {"123:abc", "abc", "p%40ss", "p@ss", "u:p%40ss", "u:p@ss", "mailpw", "u:mailpw"}


def test_a_dotenv_beside_the_file_is_read(tmp_path: Path) -> None:
    text = "\ufeff# comment\nOTKLIK_TEST_A=plain\nexport OTKLIK_TEST_B='with ${OTKLIK_TEST_A} # sign'\nOTKLIK_TEST_C=\n"
    (tmp_path / ".env").write_text(text, encoding="utf-8")
    found = read_environment(tmp_path)
    assert found["OTKLIK_TEST_A"] == "plain"
    assert found["OTKLIK_TEST_B"] == "with ${OTKLIK_TEST_A} # sign"
    assert "OTKLIK_TEST_C" not in found


def test_a_file_that_a_dotenv_names_is_looked_for_beside_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home, here = tmp_path / "home", tmp_path / "here"
    for folder in (home, here):
        folder.mkdir()
    (home / ".env").write_text("OTKLIK_TEST_A_FILE=a\nOTKLIK_TEST_B_FILE=b\n", encoding="utf-8")
    (home / "a").write_text("beside it", encoding="utf-8")
    (here / "a").write_text("not meant", encoding="utf-8")
    (here / "b").write_text("where we are", encoding="utf-8")
    monkeypatch.chdir(here)
    found = read_environment(home)
    values = [from_environment(found, name) for name in ("OTKLIK_TEST_A", "OTKLIK_TEST_B")]
    assert values == ["beside it", "where we are"]


def test_a_secret_file_that_the_process_was_given_counts_more_than_a_value_in_the_dotenv(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / ".env").write_text("TELEGRAM_BOT_TOKEN=1:replaced\nSMTP_URL=smtp://mail.example\n", encoding="utf-8")
    (tmp_path / "telegram").write_text("2:present\n", encoding="utf-8")
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN_FILE", str(tmp_path / "telegram"))
    monkeypatch.setenv("SMTP_URL_FILE", " ")
    settings = read_settings(tmp_path)
    assert (settings.token, settings.smtp_url) == ("2:present", "smtp://mail.example")


@pytest.mark.parametrize("empty", ["", " "])
def test_a_variable_that_is_set_to_nothing_hides_no_line_of_the_dotenv(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, empty: str
) -> None:
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", empty)
    (tmp_path / ".env").write_text("TELEGRAM_BOT_TOKEN=123456:abcdefghij\n", encoding="utf-8")
    assert read_settings(tmp_path).token == "123456:abcdefghij"


def test_a_broken_line_of_dotenv_is_told_with_its_number(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("A=1\n\nB='open\n", encoding="utf-8")
    with pytest.raises(ConfigError, match=r"\.env:3: this line is not understood"):
        read_environment(tmp_path)


@pytest.mark.parametrize("written", ["123456:AAE-token", "TELEGRAM_BOT_TOKEN=\n123456:AAE-token"])
def test_a_token_alone_on_a_line_of_dotenv_is_one_too(tmp_path: Path, written: str) -> None:
    (tmp_path / ".env").write_text(f"{written}\n", encoding="utf-8")
    with pytest.raises(ConfigError, match=rf"\.env:{len(written.splitlines())}: this line is not understood") as error:
        read_environment(tmp_path)
    assert "AAE" not in str(error.value)


def test_a_name_alone_on_a_line_of_dotenv_says_nothing(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("export NOTHING_IS_SAID\nNOR_HERE\nA_WORD=1\n", encoding="utf-8")
    environment = read_environment(tmp_path)
    assert ("NOTHING_IS_SAID" in environment, "NOR_HERE" in environment, environment["A_WORD"]) == (False, False, "1")


def test_a_link_for_the_app_of_telegram_is_no_proxy(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("TELEGRAM_PROXY=https://t.me/proxy?server=203.0.113.5&port=443\n", encoding="utf-8")
    with pytest.raises(ConfigError, match="TELEGRAM_PROXY: this is not the address of a proxy"):
        read_settings(tmp_path)


def test_a_file_that_is_named_must_exist(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"there is no such file"):
        config_path(tmp_path / "other.yaml")


def test_the_example_of_the_environment_names_every_name() -> None:
    text = (ROOT / ".env.example").read_text(encoding="utf-8")
    names = ["TELEGRAM_BOT_TOKEN", "TELEGRAM_API_URL", "TELEGRAM_PROXY", "DATABASE_URL", "OTKLIK_CONFIG", "SMTP_URL"]
    assert not [name for name in (*names, "YANDEX_SEARCH_KEY", "YANDEX_SEARCH_FOLDER") if f"{name}=" not in text]
