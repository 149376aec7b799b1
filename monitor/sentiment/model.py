"""A trained model of tone in a local folder: its files read, its labels understood, its opinion of texts."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from monitor.config.model_folder import CONFIG, GRAPH, TOKENIZER
from monitor.errors import ConfigError

if TYPE_CHECKING:
    import numpy as np
    from onnxruntime import InferenceSession
    from tokenizers import Encoding, Tokenizer

_TOKENS = 256  # what a model reads of a text: a long review says its mind by then, and the time it takes grows with it
_AT_ONCE = 16  # texts in one run: they are padded to the longest
_INPUTS = ("input_ids", "attention_mask", "token_type_ids")
_TRIED = ("Проба", "Проба подлиннее, in two languages")  # of two lengths: a graph of fixed size is found out at once
_SILENT = 4  # onnxruntime's own log says nothing: what goes wrong becomes a sentence of ours
_A_GLANCE = 200  # letters of a library's complaint
_TONES: Final = {
    "negative": -1.0,
    "neg": -1.0,
    "neutral": 0.0,
    "neu": 0.0,
    "positive": 1.0,
    "pos": 1.0,
    "1 star": -1.0,
    "2 stars": -0.5,
    "3 stars": 0.0,
    "4 stars": 0.5,
    "5 stars": 1.0,
}


class Model:
    """Rates texts from -1 to 1: how much more likely each is positive than negative."""

    def __init__(self, folder: Path) -> None:
        """Reads the folder and tries it out; a ConfigError says what is wrong with it."""
        config = _config(folder / CONFIG)
        self._tones = tones(config.get("id2label"), folder / CONFIG)
        self._graph = folder / GRAPH
        self._tokenizer = _tokenizer(folder / TOKENIZER, config)
        self._pad = _number(config.get("pad_token_id"), 0)
        self._session = _session(self._graph)
        self._types = {one.name: "int32" if "int32" in one.type else "int64" for one in self._session.get_inputs()}
        if not {"input_ids"} <= self._types.keys() <= set(_INPUTS):
            raise ConfigError("model.inputs", path=self._graph, names=", ".join(self._types))
        self.rate(_TRIED)

    def rate(self, texts: Sequence[str]) -> list[float]:
        """The opinion of each, in order."""
        batches = (texts[start : start + _AT_ONCE] for start in range(0, len(texts), _AT_ONCE))
        return [opinion for batch in batches for opinion in self._rate(batch)]

    def _rate(self, texts: Sequence[str]) -> list[float]:
        import numpy as np  # noqa: PLC0415  # an extra

        with _refused(self._graph):
            read = [self._tokenizer.encode(text) for text in texts]  # one by one: its threads do not survive a fork
            (logits,) = self._session.run(self._output(), self._inputs(read))
        if logits.shape != (len(texts), len(self._tones)):
            shapes = {"shape": _shape(logits.shape), "wanted": _shape((len(texts), len(self._tones)))}
            raise ConfigError("model.shape", path=self._graph, **shapes)
        if not np.isfinite(logits).all():
            raise ConfigError("model.not_numbers", path=self._graph)
        odds = np.exp(logits.astype(np.float64) - logits.max(axis=1, keepdims=True))
        return [float(opinion) for opinion in odds @ np.array(self._tones) / odds.sum(axis=1)]

    def _output(self) -> list[str]:
        names = [one.name for one in self._session.get_outputs()]
        return ["logits"] if "logits" in names else names[:1]

    def _inputs(self, read: Sequence[Encoding]) -> dict[str, np.ndarray[Any, Any]]:
        import numpy as np  # noqa: PLC0415  # an extra

        rows = [one.ids or [self._pad] for one in read]
        longest = max(map(len, rows))
        given = {
            "input_ids": [row + [self._pad] * (longest - len(row)) for row in rows],
            "attention_mask": [[1] * len(row) + [0] * (longest - len(row)) for row in rows],
            "token_type_ids": [[0] * longest for _ in rows],
        }
        return {name: np.array(given[name], dtype=kind) for name, kind in self._types.items()}


def tones(labels: object, path: Path) -> tuple[float, ...]:
    """What each of the model's answers means, from -1 to 1, in its own order.

    >>> tones({"0": "Neutral", "1": "POSITIVE", "2": "negative"}, Path("config.json"))
    (0.0, 1.0, -1.0)
    >>> tones({"0": "1 star", "1": "2 stars", "2": "3 stars", "3": "4 stars", "4": "5 stars"}, Path("config.json"))
    (-1.0, -0.5, 0.0, 0.5, 1.0)
    """
    named = labels if isinstance(labels, dict) else {}
    inorder = [str(named.get(str(number), "")).strip() for number in range(len(named))]
    meant = [_TONES.get(name.lower()) for name in inorder]
    known = tuple(tone for tone in meant if tone is not None)
    if not {-1.0, 1.0} <= set(known) or len(known) != len(meant) or len(set(known)) != len(known):
        raise ConfigError("model.labels", path=path, labels=", ".join(map(str, named.values()))[:_A_GLANCE] or "-")
    return known


def _config(path: Path) -> dict[str, Any]:
    try:
        config = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise ConfigError("model.broken", path=path, reason=_glance(error)) from error
    return config if isinstance(config, dict) else {}


def _tokenizer(path: Path, config: dict[str, Any]) -> Tokenizer:
    try:
        from tokenizers import Tokenizer  # noqa: PLC0415  # an extra
    except ImportError as error:
        raise ConfigError("model.extra") from error
    with _refused(path):
        tokenizer = Tokenizer.from_file(str(path))
        tokenizer.no_padding()
        tokenizer.enable_truncation(min(_TOKENS, _number(config.get("max_position_embeddings"), _TOKENS)))
    return tokenizer


def _session(path: Path) -> InferenceSession:
    try:
        from onnxruntime import InferenceSession, SessionOptions  # noqa: PLC0415  # an extra
    except ImportError as error:
        raise ConfigError("model.extra") from error
    options = SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1  # the crawl needs the other cores
    options.log_severity_level = _SILENT
    with _refused(path):
        return InferenceSession(str(path), options, providers=["CPUExecutionProvider"])


@contextmanager
def _refused(path: Path) -> Iterator[None]:
    """Both libraries complain with plain Exceptions and kinds of their own; each means that this file is no good."""
    try:
        yield
    except Exception as error:
        raise ConfigError("model.broken", path=path, reason=_glance(error)) from error


def _glance(error: Exception) -> str:
    return " ".join(str(error).split())[:_A_GLANCE] or type(error).__name__


def _number(given: object, default: int) -> int:
    return given if isinstance(given, int) and not isinstance(given, bool) and given > 0 else default


def _shape(sizes: Sequence[int]) -> str:
    return " × ".join(map(str, sizes))
