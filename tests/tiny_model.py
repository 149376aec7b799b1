"""A model small enough to be made by a test: words are worth something glad or sad, the mean of a text decides."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

LABELS = ("neutral", "positive", "negative")  # another order than the usual one
WORTH = {"кирпич": (0, 12), "разлюбил": (0, 12), "brick": (0, 12), "швейцарские": (12, 0), "swiss": (12, 0)}
WORDS = ("[PAD]", "[UNK]", *WORTH)
PLAIN = ("input_ids", "attention_mask")


def tiny_model(
    folder: Path,
    *,
    labels: tuple[str, ...] = LABELS,
    inputs: tuple[str, ...] = PLAIN,
    answers: int = 3,
    words: int = len(WORDS),
    worth: float = 1.0,
) -> Path:
    """The three files in a folder; `words` fewer than there are break it for the texts that hold the last ones."""
    folder.mkdir(exist_ok=True)
    _tokenizer(folder / "tokenizer.json")
    named = {str(number): label for number, label in enumerate(labels)}
    (folder / "config.json").write_text(json.dumps({"id2label": named, "pad_token_id": 0}), encoding="utf-8")
    _graph(folder / "model.onnx", inputs, answers, words, worth)
    return folder


def _tokenizer(path: Path) -> None:
    tokenizers = pytest.importorskip("tokenizers", reason="the extra has no wheel here")
    ids = {word: number for number, word in enumerate(WORDS)}
    tokenizer = tokenizers.Tokenizer(tokenizers.models.WordLevel(ids, unk_token="[UNK]"))
    tokenizer.normalizer = tokenizers.normalizers.Lowercase()
    tokenizer.pre_tokenizer = tokenizers.pre_tokenizers.Whitespace()
    tokenizer.save(str(path))


def _graph(path: Path, inputs: tuple[str, ...], answers: int, words: int, worth: float) -> None:
    """logits = mean(table[input_ids]) @ weights, over the tokens that the mask leaves."""
    pytest.importorskip("onnxruntime", reason="the extra has no wheel here")
    onnx = pytest.importorskip("onnx")
    helper, kinds = onnx.helper, onnx.TensorProto
    rows = [(0, 0), (0, 0), *WORTH.values()][:words]
    table = helper.make_tensor("table", kinds.FLOAT, (len(rows), 2), [worth * one for row in rows for one in row])
    columns = [(0, 0), (1, 0), (0, 1), (0, 0)][:answers]
    weights = helper.make_tensor(
        "weights", kinds.FLOAT, (2, answers), [column[row] for row in (0, 1) for column in columns]
    )
    last, middle = (helper.make_tensor(name, kinds.INT64, (1,), [axis]) for name, axis in (("last", 2), ("middle", 1)))
    nodes = [
        helper.make_node("Gather", ["table", "input_ids"], ["each"]),
        helper.make_node("Cast", ["attention_mask"], ["weight"], to=kinds.FLOAT),
        helper.make_node("Unsqueeze", ["weight", "last"], ["mask"]),
        helper.make_node("Mul", ["each", "mask"], ["kept"]),
        helper.make_node("ReduceSum", ["kept", "middle"], ["sum"], keepdims=0),
        helper.make_node("ReduceSum", ["mask", "middle"], ["count"], keepdims=0),
        helper.make_node("Div", ["sum", "count"], ["mean"]),
        helper.make_node("MatMul", ["mean", "weights"], ["logits"]),
    ]
    given = [helper.make_tensor_value_info(name, kinds.INT64, ("texts", "tokens")) for name in inputs]
    answer = helper.make_tensor_value_info("logits", kinds.FLOAT, ("texts", answers))
    graph = helper.make_graph(nodes, "tiny", given, [answer], [table, weights, last, middle])
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    onnx.save(model, str(path))
