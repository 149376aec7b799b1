"""The folder of a trained model, as sources.yaml names it: found beside the file, with everything in it."""

from __future__ import annotations

from pathlib import Path

from monitor.config.marked_yaml import Value
from monitor.config.problems import Problems
from monitor.errors import because

AT = ("model", "path")
GRAPH, TOKENIZER, CONFIG = "model.onnx", "tokenizer.json", "config.json"


def find_model(value: dict[str, Value], beside: Path, problems: Problems) -> None:
    """Puts the whole path in place of the one written down; a missing folder or file is said where it stands."""
    given = value.get("model")
    name = given.get("path") if isinstance(given, dict) else None
    if not isinstance(given, dict) or not isinstance(name, str) or not name.strip():
        return
    folder = beside / name.strip()
    given["path"] = str(folder)
    try:
        if not folder.is_dir():
            problems.at(AT, "config.model_missing", path=str(folder))
            return
        for file in (GRAPH, TOKENIZER, CONFIG):
            if not (folder / file).is_file():
                problems.at(AT, "config.model_file", path=str(folder), file=file)
    except OSError as error:
        problems.at(AT, "config.unreadable", path=str(folder), reason=because(error))
