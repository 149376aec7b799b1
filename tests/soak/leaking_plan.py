"""A sources.yaml whose every source holds a secret and fails in its own way, and the sites it names."""

from __future__ import annotations

from telegram_server import GROUP
from web_site import Reply, Seen, Site

RSS = """<rss version="2.0"><channel><title>Форум</title><item><title>Жалоба {n}</title><guid>{n}</guid>
<link>https://forum.example/{n}</link>
<description>Заявка {n}: Зубр-Софт обманул, деньги не вернули, суд {n}.</description></item>
</channel></rss>"""
TRAP = b'<!DOCTYPE rss [<!ENTITY b "c">]>'  # so that a process of its own reads it
XML = {"Content-Type": "application/rss+xml"}
NAMES = (
    *("PROXY_PW", "SOCKS_PW", "BAD_PROXY_PW", "LOOP_KEY", "HEADER_KEY", "BEARER", "PATH_KEY", "QUERY_KEY", "HOST_KEY"),
    *(
        "PORT_PW",
        "IMAP_PW",
        "IMAP_AWAY_PW",
        "PARAM_KEY",
        "GOOD_KEY",
        "HOOK",
        "LATE_KEY",
        "ECHO_KEY",
        "TABLE_KEY",
        "TRAP_KEY",
    ),
)


def plan(site: Site, other: Site, bad_proxy: Site, closed: int, imap: str) -> str:
    """A file whose every source holds a secret and fails in its own way, but for one."""
    other.serve("/rss", Reply(500, b"no"))
    site.serve("/robots.txt", Reply(404))
    other.serve("/robots.txt", Reply(404))
    site.serve("/good", lambda _: Reply(body=RSS.format(n=len(site.seen)).encode(), headers=XML))  # each time a new one
    site.serve("/trap", lambda _: Reply(body=TRAP + RSS.format(n=len(site.seen)).encode(), headers=XML))
    site.serve("/loop", lambda seen: Reply(302, headers={"Location": f"/loop?{seen.query}"}))
    site.serve("/away", Reply(302, headers={"Location": other.url("/rss")}))
    site.serve("/raw", Reply(raw=b"HTTP/9 what\r\n\r\n"))
    site.serve("/table", Reply(body=b"<html>", headers={"Content-Type": "application/json"}))
    site.serve("/echo", lambda seen: Reply(401, _repeated(seen)))
    here, away = f"127.0.0.1:{site.port}", f"127.0.0.1:{closed}"
    feeds = {
        "proxied": (f"http://{here}/good", f"proxy: 'http://anna:${{PROXY_PW}}@{away}'"),
        "socks": (f"http://{here}/good", f"proxy: 'socks5://anna:${{SOCKS_PW}}@{away}'"),
        "bad-proxy": (f"http://{here}/good", f"proxy: 'http://anna:${{BAD_PROXY_PW}}@127.0.0.1:{bad_proxy.port}'"),
        "loop": (f"http://{here}/loop?key=${{LOOP_KEY}}", ""),
        "away": (f"http://{here}/away", "headers: {X-Api-Key: '${HEADER_KEY}', Authorization: 'Bearer ${BEARER}'}"),
        "raw": (f"http://{here}/raw?key=${{QUERY_KEY}}", ""),
        "path": (f"http://{here}/${{PATH_KEY}}/rss", ""),
        "nowhere": ("http://${HOST_KEY}.invalid/rss", ""),
        "port": (f"http://anna:${{PORT_PW}}@{away}/rss", ""),
        "echo": (f"http://{here}/echo", "headers: {X-Token: '${ECHO_KEY}'}"),
        "trap": (f"http://{here}/trap", "headers: {X-Key: '${TRAP_KEY}'}"),
        "good": (f"http://{here}/good?key=${{GOOD_KEY}}", ""),
        "table": (f"http://{here}/good", "params: {key: '${TABLE_KEY}'}"),
    }
    lines = [f'  - {{id: {name}, kind: feed, every: 5s, url: "{url}", {more}}}' for name, (url, more) in feeds.items()]
    return f"""language: en
brands: [{{id: zubr, name: Зубр-Софт}}]
sources:
{chr(10).join(lines)}
  - {{id: api, kind: json, url: "http://{here}/table", params: {{key: "${{PARAM_KEY}}"}}, select: {{item: hits}}}}
  - {{id: mail, kind: mail, url: "{imap}", from: [a@b.example]}}
  - {{id: mail-away, kind: mail, url: "imap://a%40b.example:${{IMAP_AWAY_PW}}@{away}/INBOX", from: [a@b.example]}}
team: {{chats: [{{id: {GROUP}}}], users: [{{id: 11111111, name: Анна}}]}}
alerts: {{fallback: {{webhook: "${{HOOK}}", email: team@example.com}}}}
digest: {{email: [director@example.com]}}
http: {{allow_private_network: true, per_host: 50 per 1s, timeout: 3s}}
"""


def _repeated(seen: Seen) -> bytes:
    return "\n".join(f"{name}: {value}" for name, value in seen.headers.items()).encode()
