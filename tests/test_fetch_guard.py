"""Nothing leads into a private network: no spelling, no name, no redirect, no change of mind of a name server."""

from __future__ import annotations

import pytest
from fetching import Http, Names, fetch, only, refusal
from web_site import Reply, Site, moved

from monitor.fetch import Fetcher
from monitor.fetch.guard import local_name, refused
from monitor.places.hosts import literal

GUARDED = Http(allow_private_network=False)


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "127.255.255.254",
        "0.0.0.0",  # noqa: S104  # an address to refuse, not to bind
        "10.0.0.1",
        "172.16.0.1",
        "172.31.255.255",
        "192.168.1.1",
        "169.254.169.254",  # the metadata of clouds
        "100.64.0.1",
        "100.127.255.255",
        "192.0.0.1",
        "192.0.2.1",
        "198.18.0.1",
        "203.0.113.1",
        "224.0.0.1",
        "239.255.255.250",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::127.0.0.1",
        "::ffff:127.0.0.1",
        "::ffff:100.64.0.1",
        "64:ff9b::127.0.0.1",
        "64:ff9b::10.0.0.1",
        "64:ff9b:1::1",
        "2002:7f00:1::1",
        "2002:a00:1::1",
        "2001:db8::1",
        "2001::1",
        "fc00::1",
        "fd12:3456::1",
        "fe80::1",
        "fe80::1%eth0",
        "fec0::1",
        "ff02::1",
        "100::1",
        "4000::1",
        "localhost",
        "",
    ],
)
def test_what_lies_outside_the_public_internet_is_refused(address):
    assert refused(address)


@pytest.mark.parametrize(
    "address",
    [
        "93.184.216.34",
        "8.8.8.8",
        "100.63.255.255",
        "100.128.0.1",
        "172.32.0.1",
        "192.169.0.1",
        "223.255.255.255",
        "2606:2800:220:1::1",
        "2a00:1450:4001::1",
        "::ffff:8.8.8.8",
        "64:ff9b::8.8.8.8",
        "2002:808:808::1",
    ],
)
def test_the_public_internet_is_not_refused(address):
    assert not refused(address)


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "127.0.0.1.",
        "127.1",
        "127.0.1",
        "2130706433",
        "0x7f000001",
        "0x7f.1",
        "0177.0.0.1",
        "0x7f.0.0.0x1",
        "017700000001",
    ],
)
def test_every_spelling_of_an_address_is_understood(host):
    assert literal(host) == "127.0.0.1"


@pytest.mark.parametrize("host", ["site.example", "127.0.0.1.site.example", "1.2.3.4.5", "пример.рф", "", "localhost"])
def test_a_name_is_no_address(host):
    assert literal(host) is None


def test_local_names_are_known_by_their_ending():
    assert all(local_name(host) for host in ("localhost", "localhost.", "db.localhost", "nas.local", "vault.internal"))
    assert not any(local_name(host) for host in ("mylocalhost", "local.example", "internal.example", "site.example"))


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "127.0.0.1.",
        "127.1",
        "2130706433",
        "0x7f.1",
        "[::1]",
        "[::ffff:127.0.0.1]",
        "[::127.0.0.1]",
        "localhost",
        "LOCALHOST.",
        "0",
        "0x7f000001",
        "[64:ff9b::7f00:1]",
        "user@127.0.0.1",
    ],
)
async def test_no_spelling_of_a_private_address_reaches_it(host):
    async with Site() as site, Fetcher(GUARDED) as fetcher:
        error = await refusal(fetcher, f"http://{host}:{site.port}/")
        assert error.key == "fetch.private"
        assert "allow_private_network" in str(error)
        assert not site.connections


async def test_a_name_that_stands_for_a_private_address_is_refused_where_it_is_connected():
    names = Names(inside_test=["127.0.0.1"])
    async with Site() as site, Fetcher(GUARDED, resolver=names) as fetcher:
        assert (await refusal(fetcher, site.url("/", "inside.test"))).key == "fetch.private"
        assert (names.asked, site.connections) == (["inside.test"], 0)


@pytest.mark.parametrize(("answers", "reached"), [(["127.0.0.1", "127.0.0.2"], 1), (["127.0.0.2", "127.0.0.1"], 0)])
async def test_the_address_that_was_judged_is_the_one_that_is_connected(answers, reached):
    names = Names(rebinding_test=answers)
    async with Site() as site, Fetcher(GUARDED, resolver=names, refuses=only("127.0.0.1")) as fetcher:
        url = site.url("/", "rebinding.test")
        assert (await refusal(fetcher, url)).key == ("fetch.missing" if reached else "fetch.private")
        assert (names.asked, site.connections) == (["rebinding.test"], reached)


@pytest.mark.parametrize("inside", ["inside.test", "127.0.0.2", "127.2", "localhost", "[::1]"])
async def test_a_redirect_into_a_private_network_is_refused(inside):
    names = Names(public_test=["127.0.0.1"], inside_test=["127.0.0.2"])
    async with Site() as site, Fetcher(GUARDED, resolver=names, refuses=only("127.0.0.1")) as fetcher:
        site.serve("/", moved(f"http://{inside}:{site.port}/secret"))
        error = await refusal(fetcher, site.url("/", "public.test"))
        assert (error.key, error.blanks["error"].key) == ("fetch.elsewhere", "fetch.private")
        assert len(site.seen) == 1


async def test_robots_txt_does_not_lead_into_a_private_network():
    names = Names(public_test=["127.0.0.1"], inside_test=["127.0.0.2"])
    polite = Http(allow_private_network=False, respect_robots=True)
    async with Site() as site, Fetcher(polite, resolver=names, refuses=only("127.0.0.1")) as fetcher:
        site.serve("/robots.txt", moved(f"http://inside.test:{site.port}/robots.txt"))
        assert (await refusal(fetcher, site.url("/", "public.test"))).key == "fetch.private"
        assert [seen.path for seen in site.seen] == ["/robots.txt"]


async def test_a_source_may_be_allowed_what_others_are_not_and_lends_nobody_its_connection():
    async with Site() as site, Fetcher(GUARDED) as fetcher:
        url = site.serve("/page", Reply(body=b"inside"))
        assert (await fetch(fetcher, url, allow_private_network=True)).status == 200
        assert (await refusal(fetcher, url)).key == "fetch.private"
        named = Names(inside_test=["127.0.0.1"])
        async with Fetcher(GUARDED, resolver=named) as other:
            url = site.url("/page", "inside.test")
            assert (await fetch(other, url, allow_private_network=True)).status == 200
            assert (await refusal(other, url)).key == "fetch.private"
        assert len(site.asked()) == 2


async def test_a_source_may_be_refused_what_others_are_allowed():
    async with Site() as site, Fetcher(Http()) as fetcher:
        url = site.serve("/page", Reply(body=b"inside"))
        assert (await refusal(fetcher, url, allow_private_network=False)).key == "fetch.private"
        assert (await fetch(fetcher, url)).status == 200


async def test_an_unknown_name_is_told():
    async with Fetcher(GUARDED, resolver=Names()) as fetcher:
        assert (await refusal(fetcher, "http://nowhere.test/")).key == "fetch.dns"


async def test_a_proxy_is_trusted_but_not_with_what_is_private_by_its_spelling():
    async with Site() as proxy, Fetcher(GUARDED) as fetcher:
        through = proxy.url("").rstrip("/")
        proxy.serve("http://site.example/page", Reply(body=b"by proxy"))
        fetched = await fetch(fetcher, "http://site.example/page", proxy=through)
        assert fetched.page is not None
        assert fetched.page.body == b"by proxy"
        for host in ("127.0.0.1", "2130706433", "localhost", "[::1]"):
            assert (await refusal(fetcher, f"http://{host}/", proxy=through)).key == "fetch.private"


async def test_a_proxy_that_does_not_answer_is_told():
    async with Site() as gone:
        through = gone.url("").rstrip("/")
    async with Fetcher(GUARDED) as fetcher:
        assert (await refusal(fetcher, "http://site.example/", proxy=through)).key == "fetch.proxy"
        for kind in ("socks5:", "socks5h:", "socks4:"):
            wrong = through.replace("http:", kind)
            assert (await refusal(fetcher, "http://site.example/", proxy=wrong)).key == "fetch.proxy"


async def test_a_proxy_whose_name_nobody_knows_is_told_and_not_the_site():
    async with Fetcher(GUARDED, resolver=Names()) as fetcher:
        error = await refusal(fetcher, "http://site.example/", proxy="http://proxy.example:3128")
    assert error.key == "fetch.proxy"
