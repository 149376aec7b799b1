"""Asks the Yandex Search API (version 2) and reads its answer: XML, packed into JSON."""

from __future__ import annotations

import json
from base64 import b64decode
from collections.abc import Iterator, Mapping
from typing import Any

from lxml import etree

from monitor.domain import Page, Request
from monitor.errors import Cause, FetchError, ParseError
from monitor.sources.engines.result import Result
from monitor.sources.markup import plain

ENDPOINT = "https://searchapi.api.cloud.yandex.net/v2/web/search"
KEY, FOLDER = "${YANDEX_SEARCH_KEY}", "${YANDEX_SEARCH_FOLDER}"  # filled in when the request leaves
MEANINGS = {
    "fetch.unauthorized": "fetch.yandex_key",
    "fetch.forbidden": "fetch.yandex_key",
    "fetch.slow_down": "fetch.yandex_quota",
    "fetch.status": "fetch.yandex_request",
}

_ON_A_PAGE = 10
_NOTHING = "15"
_CODES = {
    **dict.fromkeys(("1", "2", "18", "19", "37", "48"), "fetch.yandex_request"),
    **dict.fromkeys(("31", "33", "42", "44"), "fetch.yandex_key"),
    **dict.fromkeys(("32", "55"), "fetch.yandex_quota"),
}


def request(
    url: str | None,
    query: str,
    *,
    region: int | None,
    lang: str | None,
    headers: Mapping[str, str],
    params: Mapping[str, str],
) -> Request:
    """The first page. All searches go to one address: what stands behind # only tells them apart."""
    asked: dict[str, Any] = {
        "query": {
            "searchType": "SEARCH_TYPE_COM" if lang == "en" else "SEARCH_TYPE_RU",
            "queryText": query,
            "page": "0",
            "fixTypoMode": "FIX_TYPO_MODE_OFF",  # a brand is not a misspelt word
        },
        "groupSpec": {"groupMode": "GROUP_MODE_DEEP", "groupsOnPage": str(_ON_A_PAGE), "docsInGroup": "1"},
        "folderId": FOLDER,
        "responseFormat": "FORMAT_XML",
        **({"region": str(region)} if region is not None else {}),
    }
    return Request(
        f"{url or ENDPOINT}#{query}",
        step=query,
        headers={**headers, "Authorization": f"Api-Key {KEY}", "Content-Type": "application/json"},
        params=params,
        body=json.dumps(asked, ensure_ascii=False),
    )


def results(page: Page) -> Iterator[Result]:
    """Group after group, in the order of the page."""
    try:
        yield from _results(page)
    except UnicodeDecodeError as error:  # half letters, which the parser finds only when they are asked for
        raise ParseError("parse.yandex", url=page.url) from error


def _results(page: Page) -> Iterator[Result]:
    answer = _answer(page)
    error = answer.find(".//response/error")
    if error is not None:
        _refused(error, page)
        return
    for document in answer.iterfind(".//results//group/doc"):
        passages = [document.find("headline"), *document.iterfind("passages/passage")]
        text = " ".join(filter(None, map(_words, passages)))
        date = _words(document.find("modtime"))
        yield Result((document.findtext("url") or "").strip(), _words(document.find("title")), text, date)


def _answer(page: Page) -> Any:
    """The XML, also where a door of one's own gives it unpacked."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True)
    try:
        bare = page.body.lstrip()
        xml = bare if bare.startswith(b"<") else b64decode(json.loads(page.body)["rawData"])
        answer = etree.fromstring(xml, parser)
    except (ValueError, KeyError, TypeError, RecursionError, etree.XMLSyntaxError) as error:
        raise ParseError("parse.yandex", url=page.url) from error
    if answer is None or answer.tag != "yandexsearch":
        raise ParseError("parse.yandex", url=page.url)
    return answer


def _refused(error: Any, page: Page) -> None:
    """Nothing found is an answer like any other."""
    code = (error.get("code") or "").strip()
    if code == _NOTHING:
        return
    key = _CODES.get(code, "fetch.yandex_refused")
    cause = Cause.AUTH if key == MEANINGS["fetch.unauthorized"] else None
    raise FetchError(key, cause=cause, url=page.url, code=code or "?", said=_words(error))


def _words(node: Any) -> str:
    return "" if node is None else plain("".join(node.itertext()))
