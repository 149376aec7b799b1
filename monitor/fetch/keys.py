"""Keys of services: a request only names them, so that nothing that is kept or shown holds one."""

from __future__ import annotations

import re
from collections.abc import Mapping

from monitor.errors import FetchError

_NAME = re.compile(r"\$\{(YANDEX_SEARCH_\w+)\}")


def filled(text: str, keys: Mapping[str, str], *, source: str) -> str:
    """The text with the keys that it names.

    >>> filled("Api-Key ${YANDEX_SEARCH_KEY}", {"YANDEX_SEARCH_KEY": "s3cret"}, source="first-page")
    'Api-Key s3cret'
    """
    for name in _NAME.findall(text):
        if not keys.get(name):
            raise FetchError("fetch.no_key", skipped=True, source=source, name=name)
    return _NAME.sub(lambda found: keys[found[1]], text)
