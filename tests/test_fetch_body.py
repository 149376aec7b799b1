"""A body is read within its limit, whole or not at all."""

from __future__ import annotations

import gzip
import tracemalloc
import zlib
from collections.abc import Iterator

import httpx
import pytest
from fetching import Http, fetch, refusal
from hypothesis import given
from hypothesis import strategies as st
from web_site import Reply, Site, bomb

from monitor.fetch import Fetcher, body

TEXT = "Зубр-Софт снова сорвал сроки. " * 3000


class Sent(httpx.AsyncByteStream):
    """A body as it arrives."""

    def __init__(self, pieces: list[bytes]) -> None:
        self.pieces = pieces

    async def __aiter__(self):
        for piece in self.pieces:
            yield piece


def response(encoding: str, *pieces: bytes) -> httpx.Response:
    """An answer with a body that arrives in these pieces."""
    return httpx.Response(200, headers={"Content-Encoding": encoding}, stream=Sent(list(pieces)))


def packed(data: bytes, wbits: int) -> bytes:
    """Compressed, in one of the three wrappings."""
    packer = zlib.compressobj(6, wbits=wbits)
    return packer.compress(data) + packer.flush()


PACKED = {"gzip": 31, "x-gzip": 31, "deflate": 15, "Deflate": -15, "GZIP": 31}


@pytest.mark.parametrize("encoding", PACKED)
@pytest.mark.parametrize("size", [1, 2, 3, 1000, 10**6])
async def test_a_compressed_body_is_read_however_it_is_cut_into_pieces(encoding, size):
    data = packed(TEXT.encode(), PACKED[encoding])
    pieces = [data[i : i + size] for i in range(0, len(data), size)]
    assert await body.whole(response(encoding, *pieces), 10**6) == TEXT.encode()


@pytest.mark.parametrize("encoding", ["gzip", "deflate"])
@pytest.mark.parametrize("data", [b"<html>not packed</html>" * 9, b"\x78\x9cgarbage", bytes(range(256)) * 9])
@pytest.mark.parametrize("size", [1, 10**6])
async def test_what_was_never_packed_is_damaged(encoding, data, size):
    pieces = [data[i : i + size] for i in range(0, len(data), size)]
    with pytest.raises(body.BodyError, match=r"fetch\.damaged"):
        await body.whole(response(encoding, *pieces), 10**6)


@pytest.mark.parametrize("wrapping", [31, 15, -15])
@pytest.mark.parametrize("size", [1, 10**6])
async def test_a_packed_body_that_breaks_off_is_told_in_every_wrapping(wrapping, size):
    data = packed(TEXT.encode(), wrapping)[:-9]
    pieces = [data[i : i + size] for i in range(0, len(data), size)]
    with pytest.raises(body.BodyError, match=r"fetch\.broken_off"):
        await body.whole(response("gzip" if wrapping > 15 else "deflate", *pieces), 10**6)


@given(st.lists(st.binary(max_size=200), max_size=4), st.integers(1, 50), st.sampled_from([b"", b"\0" * 9, b"\x1f"]))
def test_all_members_of_a_gzip_body_are_read_and_padding_is_left(members, size, padding):
    data = b"".join(gzip.compress(member) for member in members) + (padding if members else b"")
    inflater = body.Inflater(31)
    read = b"".join(piece for i in range(0, len(data), size) for piece in inflater.feed(data[i : i + size]))
    inflater.close()
    assert read == b"".join(members)


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "Deflate"])
async def test_a_compressed_body_that_broke_off_is_not_used(encoding):
    data = packed(TEXT.encode(), PACKED[encoding])
    with pytest.raises(body.BodyError) as caught:
        await body.whole(response(encoding, data[: len(data) // 2]), 10**6)
    assert caught.value.key == "fetch.broken_off"


@pytest.mark.parametrize("encoding", ["UTF-8", "none", "aws-chunked", "utf-8, identity", "windows-1251"])
async def test_a_body_whose_server_names_no_packing_is_read_as_it_is(encoding):
    assert await body.whole(response(encoding, TEXT.encode()), 10**6) == TEXT.encode()
    data = packed(TEXT.encode(), PACKED["gzip"])
    assert await body.whole(response(f"gzip, {encoding}", data), 10**6) == TEXT.encode()


@pytest.mark.parametrize("encoding", ["br", "zstd", "gzip, gzip", "aes128gcm"])
async def test_a_body_packed_in_another_way_is_not_guessed_at(encoding):
    with pytest.raises(body.BodyError) as caught:
        await body.whole(response(encoding, b"?"), 10**6)
    assert caught.value.key == "fetch.encoding"


async def test_an_empty_body_needs_no_wrapping():
    assert await body.whole(response("gzip"), 10) == b""


async def test_a_body_as_large_as_the_limit_is_read_and_one_byte_more_is_not():
    for encoding, data in (("identity", b"x" * 1000), ("gzip", gzip.compress(b"x" * 1000))):
        assert await body.whole(response(encoding, data), 1000) == b"x" * 1000
        with pytest.raises(body.BodyError) as caught:
            await body.whole(response(encoding, data), 999)
        assert caught.value.key == "fetch.too_large"


async def test_a_body_that_inflates_to_nothing_for_ever_ends_too():
    def nothing() -> Iterator[bytes]:
        while True:
            yield gzip.compress(b"") * 100

    async with Site() as site, Fetcher(Http()) as fetcher:
        url = site.serve("/feed", Reply(pieces=nothing, headers={"Content-Encoding": "gzip"}))
        assert (await refusal(fetcher, url)).key == "fetch.too_large"
        assert site.sent < 5_000_000


async def test_the_beginning_of_a_body_is_cut_and_never_fails_for_its_length():
    assert await body.beginning(response("gzip", gzip.compress(b"ab" * 1000)), 3) == b"aba"
    assert await body.beginning(response("", b"ab", b"cd"), 100) == b"abcd"


async def test_a_bomb_costs_no_more_memory_than_the_limit():
    async with Site() as site, Fetcher(Http()) as fetcher:
        url = site.serve("/feed", Reply(pieces=lambda: bomb(300), headers={"Content-Encoding": "gzip"}))
        await refusal(fetcher, url)
        tracemalloc.start()
        try:
            assert (await refusal(fetcher, url)).key == "fetch.too_large"
            assert tracemalloc.get_traced_memory()[1] < 5_000_000
        finally:
            tracemalloc.stop()


async def test_a_compressed_page_arrives_as_it_was_written():
    async with Site() as site, Fetcher(Http()) as fetcher:
        packed_text = gzip.compress(TEXT.encode())
        url = site.serve("/feed", Reply(body=packed_text, headers={"Content-Encoding": "gzip"}))
        fetched = await fetch(fetcher, url)
        assert fetched.page is not None
        assert fetched.page.body.decode() == TEXT
