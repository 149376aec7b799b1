"""The chats of the fake Telegram: what was written in them, and what is refused there."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

from telegram_html import BrokenMarkupError, Entity, parse
from telegram_rich import BrokenRichError, Reading, words

LONGEST = 4096  # code points, after the markup is parsed
WIDEST_DATA = 64  # bytes of callback data
LONGEST_TOAST = 200
LONGEST_CAPTION = 1024
ALBUM = range(2, 11)  # pictures
LARGEST_PHOTO, LARGEST_UPLOAD = 10 * 2**20, 50 * 2**20
LARGEST_FILE = 20 * 2**20  # that a bot may download
SOME_DAY = 1_795_000_000

Fields = dict[str, Any]
Markup = dict[str, Any]


class RefusedError(Exception):
    """An answer with ok: false."""

    def __init__(self, code: int, description: str, **parameters: int) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters


@dataclass
class Posted:
    """A message as a chat shows it now; `edits` are its earlier states."""

    chat: int
    number: int
    text: str
    entities: list[Entity] = field(default_factory=list)
    markup: Markup | None = None
    topic: int | None = None
    reply_to: int | None = None
    user: Fields | None = None  # None: the bot
    document: bytes | None = None
    name: str = ""  # of the document
    preview: bool = True
    rich: Fields | None = None  # its blocks
    photos: list[bytes] = field(default_factory=list)
    album: str = ""  # of which it is a part
    edits: list[tuple[str, Markup | None]] = field(default_factory=list)
    extra: Fields = field(default_factory=dict)  # what else Telegram says of it, such as where it was forwarded from

    @property
    def buttons(self) -> list[list[str]]:
        """The words on the keyboard, row by row."""
        return [[button["text"] for button in row] for row in (self.markup or {}).get("inline_keyboard", [])]

    @property
    def links(self) -> list[str]:
        """Where the text leads."""
        return [entity["url"] for entity in self.entities if "url" in entity]


class Chats:
    """Every chat that the bot may know."""

    def __init__(self, chats: dict[int, str]) -> None:
        self.chats = chats
        self.bot: Fields = {"is_bot": True, "first_name": "Otklik", "username": "otklik_bot"}
        self.topics: dict[int, set[int]] = {}
        self.kicked: set[int] = set()
        self.moved: dict[int, int] = {}
        self.toasts: dict[str, Fields] = {}  # by the id of the press
        self.files: dict[str, tuple[bytes, Fields]] = {}  # by file_id
        self.paths: dict[str, bytes] = {}  # what getFile told the path of
        self._posted: list[Posted] = []

    def messages(self, chat: int | None = None) -> list[Posted]:
        """What the bot wrote, as it stands now."""
        return [m for m in self._posted if m.user is None and chat in {None, m.chat}]

    def delete(self, message: Posted) -> None:
        """Somebody takes a message away; a bot is told nothing of it."""
        self._posted.remove(message)

    def _send(self, fields: Fields) -> Fields:
        text, entities = _text(fields)
        options = json.loads(fields.get("link_preview_options", "{}"))
        chat = self._chat(fields)
        reply = self._replied(chat, json.loads(fields.get("reply_parameters", "{}")))
        message = Posted(chat, 0, text, entities, _markup(fields), self._topic(chat, fields), reply)
        message.preview = not options.get("is_disabled")
        return self._object(self._post(message))

    def _send_document(self, fields: Fields) -> Fields:
        data, name = _upload(fields, "document", fields.get("document", ""))
        described = self._stored(data, name, len(data))
        chat, caption = self._chat(fields), _caption(fields)
        message = Posted(chat, 0, caption, document=data, name=name, extra={"document": described})
        message.topic = self._topic(chat, fields)
        return self._object(self._post(message))

    def _send_photo(self, fields: Fields) -> Fields:
        data, _ = _upload(fields, "photo", fields.get("photo", ""))
        chat, caption = self._chat(fields), _caption(fields)
        message = Posted(chat, 0, caption, photos=[data], topic=self._topic(chat, fields))
        return self._object(self._post(message))

    def _send_album(self, fields: Fields) -> list[Fields]:
        album = json.loads(fields.get("media", "[]"))
        if len(album) not in ALBUM:
            raise RefusedError(400, "Bad Request: wrong number of items in the album")
        chat, topic = self._chat(fields), self._topic(self._chat(fields), fields)
        name = f"album-{len(self._posted)}"
        parts = []
        for one in album:
            if not {"type", "media"} <= one.keys() <= {"type", "media", "caption", "parse_mode"}:
                raise RefusedError(400, f"Bad Request: can't parse InputMedia: {sorted(one)}")
            data, _ = _upload(fields, one["type"], one["media"])
            parts.append(Posted(chat, 0, _caption(one), photos=[data], topic=topic, album=name))
        return [self._object(self._post(part)) for part in parts]

    def _send_rich(self, fields: Fields) -> Fields:
        chat, photos, documents = self._chat(fields), list[bytes](), list[tuple[bytes, str]]()

        def uploaded(kind: str, name: str) -> Any:
            data, filename = _upload(fields, kind, f"attach://{name}")
            if kind == "photo":
                photos.append(data)
                return _sizes(len(photos))
            documents.append((data, filename))
            return self._stored(data, filename, len(data))

        try:
            rich = Reading(uploaded).message(json.loads(fields.get("rich_message", "null")))
        except BrokenRichError as error:
            raise RefusedError(400, f"Bad Request: {error}") from error
        message = Posted(chat, 0, words(rich), markup=_markup(fields), topic=self._topic(chat, fields), rich=rich)
        message.photos = photos
        if documents:
            message.document, message.name = documents[-1]
        return self._object(self._post(message))

    def _get_file(self, fields: Fields) -> Fields:
        if fields.get("file_id") not in self.files:
            raise RefusedError(400, "Bad Request: invalid file_id")
        data, described = self.files[fields["file_id"]]
        if max(len(data), described["file_size"]) > LARGEST_FILE:
            raise RefusedError(400, "Bad Request: file is too big")
        path = f"documents/{described['file_unique_id']}"
        self.paths[path] = data
        return {name: described[name] for name in ("file_id", "file_unique_id", "file_size")} | {"file_path": path}

    def _stored(self, data: bytes, name: str, size: int) -> Fields:
        number = len(self.files)
        described: Fields = {"file_id": f"file-{number}", "file_unique_id": f"file_{number}.bin"}
        described |= {"file_name": name, "mime_type": "application/octet-stream", "file_size": size}
        self.files[described["file_id"]] = data, described
        return described

    def _edit_text(self, fields: Fields) -> Fields:
        return self._edit(fields, *_text(fields))

    def _edit_markup(self, fields: Fields) -> Fields:
        message = self._mine(fields)
        return self._edit(fields, message.text, message.entities)

    def _edit(self, fields: Fields, text: str, entities: list[Entity]) -> Fields:
        message, markup = self._mine(fields), _markup(fields)
        if (text, entities, markup) == (message.text, message.entities, message.markup):
            raise RefusedError(400, "Bad Request: message is not modified: new content is exactly the same")
        message.edits.append((message.text, message.markup))
        message.text, message.entities, message.markup = text, entities, markup
        return self._object(message) | {"edit_date": SOME_DAY}

    def _mine(self, fields: Fields) -> Posted:
        chat, number = self._chat(fields), int(fields["message_id"])
        for message in self.messages(chat):
            if message.number == number:
                return message
        raise RefusedError(400, "Bad Request: message to edit not found")

    def _typing(self, fields: Fields) -> bool:
        self._topic(self._chat(fields), fields)
        return True

    def _member(self, fields: Fields) -> Fields:
        self._chat(fields)
        return {"status": "member", "user": {"id": int(fields["user_id"]), "is_bot": False, "first_name": "Member"}}

    def _toast(self, fields: Fields) -> bool:
        if len(fields.get("text", "")) > LONGEST_TOAST:
            raise RefusedError(400, "Bad Request: MESSAGE_TOO_LONG")
        if fields["callback_query_id"] in self.toasts:
            raise RefusedError(400, "Bad Request: query is too old and response timeout expired or query ID is invalid")
        self.toasts[fields["callback_query_id"]] = fields
        return True

    def _chat(self, fields: Fields) -> int:
        chat = int(fields["chat_id"])
        if chat in self.moved:
            moved = self.moved[chat]
            raise RefusedError(
                400, "Bad Request: group chat was upgraded to a supergroup chat", migrate_to_chat_id=moved
            )
        if chat in self.kicked:
            raise RefusedError(403, "Forbidden: bot was kicked from the group chat")
        if chat not in self.chats:
            raise RefusedError(400, "Bad Request: chat not found")
        return chat

    def _topic(self, chat: int, fields: Fields) -> int | None:
        if "message_thread_id" not in fields:
            return None
        topic = int(fields["message_thread_id"])
        if topic not in self.topics.get(chat, set()):
            raise RefusedError(400, "Bad Request: message thread not found")
        return topic

    def _replied(self, chat: int, wanted: Fields) -> int | None:
        number: int | None = wanted.get("message_id")
        if number is None or any((m.chat, m.number) == (chat, number) for m in self._posted):
            return number
        if wanted.get("allow_sending_without_reply"):
            return None
        raise RefusedError(400, "Bad Request: message to be replied not found")

    def _post(self, message: Posted) -> Posted:
        message.number = 1 + max((m.number for m in self._posted if m.chat == message.chat), default=0)
        self._posted.append(message)
        return message

    def _object(self, message: Posted) -> Fields:
        chat = {"id": message.chat, "type": self.chats.get(message.chat, "supergroup")}
        shown: Fields = {
            "message_id": message.number,
            "date": SOME_DAY,
            "chat": chat,
        } | message.extra
        key = "text" if message.document is None and not message.photos else "caption"
        shown |= {key: message.text} if message.text and message.rich is None else {}
        shown |= {"rich_message": message.rich} if message.rich is not None else {}
        shown |= {"photo": _sizes(1)} if message.photos and message.rich is None else {}
        shown |= {"media_group_id": message.album} if message.album else {}
        if message.entities:
            shown["entities"] = message.entities
        shown["from"] = message.user or self.bot
        if message.topic is not None:
            shown |= {"message_thread_id": message.topic, "is_topic_message": True}
        answered = next((m for m in self._posted if (m.chat, m.number) == (message.chat, message.reply_to)), None)
        if answered is not None:
            shown["reply_to_message"] = self._object(answered)
        if message.markup and "inline_keyboard" in message.markup:
            shown["reply_markup"] = message.markup
        return shown


def _text(fields: Fields) -> tuple[str, list[Entity]]:
    text, entities = fields.get("text", ""), list[Entity]()
    if fields.get("parse_mode"):
        try:
            text, entities = parse(text)
        except BrokenMarkupError as error:
            raise RefusedError(400, f"Bad Request: can't parse entities: {error}") from error
    if not text.strip():
        raise RefusedError(400, "Bad Request: message text is empty")
    if len(text) > LONGEST:
        raise RefusedError(400, "Bad Request: message is too long")
    return text, entities


def _markup(fields: Fields) -> Markup | None:
    markup: Markup | None = json.loads(fields.get("reply_markup", "null"))
    for button in [one for row in (markup or {}).get("inline_keyboard", []) for one in row]:
        if not button["text"].strip() or ("url" in button) == ("callback_data" in button):
            raise RefusedError(400, "Bad Request: can't parse inline keyboard button")
        if not button.get("url", "https://").startswith(("https://", "http://", "tg://")):
            raise RefusedError(400, "Bad Request: inline keyboard button URL is invalid: Unsupported URL protocol")
        if not 0 < len(button.get("callback_data", "x").encode()) <= WIDEST_DATA:
            raise RefusedError(400, "Bad Request: BUTTON_DATA_INVALID")
    return markup


def _upload(fields: Fields, kind: str, place: str) -> tuple[bytes, str]:
    """The part of the request that holds a file."""
    name = place.removeprefix("attach://")
    attached = fields.get(name)
    if not isinstance(attached, bytes):
        raise RefusedError(400, f"Bad Request: there is no {kind} in the request")
    if not attached:
        raise RefusedError(400, "Bad Request: file must be non-empty")
    if len(attached) > (LARGEST_PHOTO if kind == "photo" else LARGEST_UPLOAD):
        raise RefusedError(413, "Request Entity Too Large")
    if kind == "photo" and not attached.startswith(b"\x89PNG"):
        raise RefusedError(400, "Bad Request: IMAGE_PROCESS_FAILED")
    return attached, str(fields[f"{name}.filename"])


def _caption(fields: Fields) -> str:
    caption: str = fields.get("caption", "")
    if len(caption) > LONGEST_CAPTION:
        raise RefusedError(400, "Bad Request: message caption is too long")
    return caption


def _sizes(number: int) -> list[Fields]:
    return [{"file_id": f"photo-{number}", "file_unique_id": f"p{number}", "width": 8, "height": 8}]
