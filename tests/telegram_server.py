"""A strict Bot API on loopback: refuses what Telegram refuses, fails on demand, remembers everything."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from fnmatch import fnmatch
from typing import Any, Self

from aiohttp import web
from telegram_chats import Chats, Fields, Posted, RefusedError

TOKEN = "7000000001:test-TOKEN-of-the-fake-server-000000"
GROUP, PRIVATE = -100500, 11111111
PATIENCE = 60.0  # seconds that a test waits for something before it fails


@dataclass
class Call:
    """One request that arrived, and what it was answered with."""

    method: str
    fields: Fields
    status: int | str = 0
    at: float = 0.0  # when it arrived
    retry_after: int = 0  # how long we were asked to wait


@dataclass
class Fault:
    """Trouble armed by a test: `kind` is 429, 500, 502, 400, broken, hang, reset or lost."""

    kind: int | str
    method: str = "*"
    times: int = 1
    retry_after: int = 1
    description: str | None = "refused by the test"


class TelegramServer(Chats):
    """Telegram, as one bot sees it. Give its `url` and `token` to the product."""

    def __init__(
        self,
        chats: dict[int, str] | None = None,
        *,
        token: str = TOKEN,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__({GROUP: "supergroup", PRIVATE: "private"} if chats is None else chats)
        self.bot["id"] = int(token.partition(":")[0])
        self.token = token
        self.clock = clock
        self.unknown: set[str] = set()  # methods of a later version than this server's
        self.url = ""
        self.calls: list[Call] = []
        self.presses: dict[str, tuple[int, int]] = {}  # who pressed, and the update that told it
        self._updates: list[Fields] = []
        self._faults: list[Fault] = []
        self._update = 1000
        self._poller: asyncio.Future[None] | None = None
        self._changed = asyncio.Condition()
        self._closing = asyncio.Event()

    async def __aenter__(self) -> Self:
        app = web.Application(client_max_size=60 * 2**20)
        app.router.add_route("*", "/{path:.*}", self._answer)
        self._runner = web.AppRunner(app, shutdown_timeout=0.1, access_log=None)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}"
        return self

    async def __aexit__(self, *_: object) -> None:
        self._closing.set()
        await self._runner.cleanup()

    # ------------------------------------------------------------ what tests do and see

    def called(self, method: str) -> list[Call]:
        """The requests for one method."""
        return [call for call in self.calls if call.method == method]

    def arm(self, kind: int | str, method: str = "*", **details: Any) -> None:
        """The next calls of these methods (a pattern) fail."""
        self._faults.append(Fault(kind, method, **details))

    def calm(self) -> None:
        """The trouble is over."""
        self._faults.clear()

    async def wait(self, done: Callable[[], object], patience: float = PATIENCE) -> None:
        """Returns as soon as it is so; looked at after every call."""
        async with asyncio.timeout(patience), self._changed:
            await self._changed.wait_for(done)

    async def say(
        self,
        text: str,
        *,
        chat: int,
        user: Fields,
        reply_to: Posted | None = None,
        topic: int | None = None,
        **extra: Any,
    ) -> Posted:
        """A person writes in a chat, or forwards something to it."""
        answered = reply_to.number if reply_to else None
        message = self._post(Posted(chat, 0, text, topic=topic, user=user, reply_to=answered, extra=extra))
        command = {"type": "bot_command", "offset": 0, "length": len(text.split(maxsplit=1)[0]) if text else 0}
        marked = {"entities": [command]} if text.startswith("/") else {}
        await self.push({"message": self._object(message) | marked})
        return message

    async def edit(self, message: Posted, text: str, *, after: int = 60) -> None:
        """A person makes something else of what they said, so many seconds later."""
        message.text = text
        said = self._object(message)
        await self.push({"edited_message": said | {"edit_date": said["date"] + after}})

    async def send_file(self, data: bytes, name: str, *, chat: int, user: Fields, size: int | None = None) -> Posted:
        """A person sends a document; `size` is what Telegram says of it, where that is not how long it is."""
        described = self._stored(data, name, len(data) if size is None else size)
        message = self._post(Posted(chat, 0, "", user=user, document=data, name=name, extra={"document": described}))
        await self.push({"message": self._object(message)})
        return message

    async def press(self, message: Posted, button: str, *, user: Fields) -> str:
        """A person presses a button by its words (marks around them do not matter); answers with the press's id."""
        row = [one for line in (message.markup or {})["inline_keyboard"] for one in line]
        data = next(one["callback_data"] for one in row if button in one["text"] and "callback_data" in one)
        return await self.press_data(message, data, user=user)

    async def press_data(self, message: Posted, data: str, *, user: Fields) -> str:
        """A press as a client may forge it."""
        return (await self.press_at_once((message, data, user)))[0]

    async def press_at_once(self, *presses: tuple[Posted, str, Fields]) -> list[str]:
        """Several people press, and the bot hears of all of them together."""
        names = []
        for message, data, user in presses:
            names.append(f"press-{self._update}")
            self.presses[names[-1]] = user["id"], self._update + 1
            query = {"id": names[-1], "from": user, "message": self._object(message), "chat_instance": "1"}
            self._note({"callback_query": query | {"data": data}})
        await self._tell()
        return names

    def unanswered(self, *people: int) -> list[str]:
        """Presses of these people that the bot is done with, and whose button still turns: it did not even try."""
        answered = {call.fields["callback_query_id"] for call in self.called("answerCallbackQuery")}
        ahead = {update["update_id"] for update in self._updates}
        done = (press for press, (who, update) in self.presses.items() if who in people and update not in ahead)
        return [press for press in done if press not in answered]

    async def toast(self, press: str) -> Fields:
        """What a press was answered with."""
        await self.wait(lambda: press in self.toasts)
        return self.toasts[press]

    async def push(self, update: Fields) -> None:
        """Anything else that Telegram may report."""
        self._note(update)
        await self._tell()

    def _note(self, update: Fields) -> None:
        self._update += 1
        self._updates.append({"update_id": self._update, **update})

    # ------------------------------------------------------------ the wire

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        if request.path.startswith(f"/file/bot{self.token}/"):
            return await self._download(request.path.removeprefix(f"/file/bot{self.token}/"), request)
        place, _, method = request.path.removeprefix("/bot").partition("/")
        if not request.path.startswith("/bot") or place != self.token:
            return _json(401 if request.path.startswith("/bot") else 404, description="Unauthorized")
        call = Call(method, await _fields(request), at=self.clock())
        self.calls.append(call)
        await self._tell()
        fault = self._fault(method)
        if fault is not None and fault.kind != "lost":
            call.status = fault.kind
            call.retry_after = fault.retry_after if fault.kind == 429 else 0
            await self._tell()
            return await self._fail(fault, request)
        try:
            result = await self._result(method, call.fields)
        except RefusedError as refusal:
            call.status = refusal.code
            await self._tell()
            return _json(refusal.code, description=refusal.description, parameters=refusal.parameters)
        call.status = "lost" if fault else 200
        await self._tell()
        return _dropped(request) if fault else _json(200, result=result)

    async def _download(self, path: str, request: web.Request) -> web.StreamResponse:
        """A file, at the path that getFile told."""
        call = Call("download", {"path": path})
        self.calls.append(call)
        fault = self._fault("download")
        if fault is not None:
            call.status = fault.kind
            await self._tell()
            return await self._fail(fault, request)
        call.status = 200 if path in self.paths else 404
        await self._tell()
        return web.Response(body=self.paths[path]) if path in self.paths else _json(404, description="Not Found")

    async def _fail(self, fault: Fault, request: web.Request) -> web.StreamResponse:
        match fault.kind:
            case 429:
                wait = fault.retry_after
                return _json(
                    429, description=f"Too Many Requests: retry after {wait}", parameters={"retry_after": wait}
                )
            case 502:
                return web.Response(status=502, text="<html>Bad Gateway</html>", content_type="text/html")
            case "broken":
                return web.Response(text='{"ok": tru', content_type="application/json")
            case "hang":
                await self._closing.wait()
                return _dropped(request)
            case "reset":
                return _dropped(request)
            case int(code):
                return _json(code, description=fault.description)
        raise AssertionError(fault.kind)

    def _fault(self, method: str) -> Fault | None:
        for fault in self._faults:
            if fnmatch(method, fault.method):
                fault.times -= 1
                if not fault.times:
                    self._faults.remove(fault)
                return fault
        return None

    async def _tell(self) -> None:
        async with self._changed:
            self._changed.notify_all()

    # ------------------------------------------------------------ the methods

    async def _result(self, method: str, fields: Fields) -> Any:
        match method:
            case "getMe":
                return self.bot
            case "getUpdates":
                return await self._get_updates(fields)
            case "deleteWebhook" | "setMyCommands":
                return True
        handler = {
            "sendMessage": self._send,
            "sendDocument": self._send_document,
            "sendPhoto": self._send_photo,
            "sendMediaGroup": self._send_album,
            "sendRichMessage": self._send_rich,
            "getFile": self._get_file,
            "editMessageText": self._edit_text,
            "editMessageReplyMarkup": self._edit_markup,
            "answerCallbackQuery": self._toast,
            "getChatMember": self._member,
            "sendChatAction": self._typing,
        }.get(method)
        if handler is None or method in self.unknown:
            raise RefusedError(404, "Not Found: method not found")
        return handler(fields)

    async def _get_updates(self, fields: Fields) -> list[Fields]:
        if self._poller is not None and not self._poller.done():
            self._poller.set_exception(RefusedError(409, "Conflict: terminated by other getUpdates request"))
        mine = self._poller = asyncio.get_running_loop().create_future()
        offset = int(fields.get("offset", 0))
        self._updates = [update for update in self._updates if update["update_id"] >= offset]
        allowed = json.loads(fields.get("allowed_updates", "[]"))
        waiting = asyncio.ensure_future(self._arrived(allowed))
        closing = asyncio.ensure_future(self._closing.wait())
        pause = float(fields.get("timeout", 0))
        await asyncio.wait([mine, waiting, closing], timeout=pause, return_when=asyncio.FIRST_COMPLETED)
        waiting.cancel()
        closing.cancel()
        if mine.done():
            mine.result()
        mine.cancel()
        return self._wanted(allowed)[: int(fields.get("limit", 100))]

    async def _arrived(self, allowed: list[str]) -> None:
        async with self._changed:
            await self._changed.wait_for(lambda: self._wanted(allowed))

    def _wanted(self, allowed: list[str]) -> list[Fields]:
        return [update for update in self._updates if not allowed or set(update) & set(allowed)][:100]


async def _fields(request: web.Request) -> Fields:
    fields: Fields = {}
    for name, value in (await request.post()).items():
        fields[name] = value.file.read() if isinstance(value, web.FileField) else value
        if isinstance(value, web.FileField):
            fields[f"{name}.filename"] = value.filename
    return fields


def _json(status: int, **body: Any) -> web.Response:
    error = {} if status == 200 else {"error_code": status}
    return web.json_response({"ok": status == 200, **error, **body}, status=status)


def _dropped(request: web.Request) -> web.StreamResponse:
    if request.transport is not None:
        request.transport.abort()
    return web.Response()
