"""`otklik forget`: what is stored of an author or a page goes, and does not come back."""

from __future__ import annotations

from dataclasses import replace

from monitor.commands.asked import Written
from monitor.commands.database import opened_store
from monitor.commands.named import must_be_known
from monitor.commands.waiting import waiting
from monitor.domain import Forgotten, Wanted
from monitor.errors import ConfigError
from monitor.identity.authors import author_key, is_telling
from monitor.places.addresses import address_key, shown
from monitor.render.forgotten import forgotten_lines, found_lines
from monitor.render.screen import say
from monitor.store import Query, Store

MANY = 1_000  # mentions that are looked at for the name in other cases


async def forget(written: Written, who: str, source: str, *, only_look: bool) -> int:
    """Says what was removed and what is left for people to do; where nothing was, it stays out all the same.

    1 where its bytes may still lie in the files.
    """
    wanted, texts = wanted_of(who, source), written.texts
    trouble = None
    with waiting(texts("cli.waiting.forget")):
        async with opened_store(written) as store:
            await must_be_known(written.loaded.plan, store, Query(source=source or None))
            told = await store.forget(wanted, only_look=only_look)
            told = await _also_inflected(store, wanted, told)
            if only_look:
                lines = found_lines(wanted, told, texts)
            else:
                trouble = await store.erase()
                erased = texts("forget.erased" if store.written_anew else "forget.vacuumed")
                bytes_of_it = texts("forget.bytes_left", trouble=trouble) if trouble else erased
                lines = forgotten_lines(wanted, told, texts, copies=store.copies_beside, bytes_of_it=bytes_of_it)
    say(lines)
    return int(trouble is not None)


def wanted_of(who: str, source: str = "") -> Wanted:
    """An address, with or without its scheme, or else a name.

    >>> wanted_of("otzyv.example/1"), wanted_of("Анна П.", "otzyv").author
    (Wanted(author='', url='https://otzyv.example/1', source=''), 'Анна П.')
    """
    text = " ".join(who.split())
    has_scheme = "://" in text
    host, slash, _ = text.partition("/")
    bare = slash and "." in host and ":" not in host and " " not in text
    address = f"https://{text}" if bare and not has_scheme else text
    url = shown(address) if has_scheme or bare else ""
    if not url and (has_scheme or not author_key(text)):
        raise ConfigError("cli.bad_option", option="AUTHOR|URL", value=who, example="https://site.example/1")
    if url and source:
        raise ConfigError("cli.forget_source")
    return Wanted(url=url) if address_key(url) else Wanted(text, source=source)


async def _also_inflected(store: Store, wanted: Wanted, told: Forgotten) -> Forgotten:
    """«Ивана Петрова» names him too."""
    if not wanted.author or not is_telling(wanted.author):
        return told
    named = await store.mentions(Query(search=wanted.author, limit=MANY))
    key = author_key(wanted.author)
    others = {one.number for one in named if author_key(one.author) != key}
    return replace(told, others=tuple(sorted({*told.others, *others})))
