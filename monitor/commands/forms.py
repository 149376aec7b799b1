"""`otklik forms`: every spelling that matches a brand, then what does not until it is made an alias."""

from __future__ import annotations

import json
from collections.abc import Sequence

from monitor.commands.named import no_such_brand
from monitor.config.plan import Plan
from monitor.match.forms import Forms, forms
from monitor.match.suggested import Suggestion, suggestions
from monitor.render.forms import forms_text
from monitor.texts import Texts


def told_forms(plan: Plan, brand: str, *, as_json: bool) -> str:
    """For a person or as one JSON object; raises ConfigError for a brand that is not there."""
    chosen = plan.brand(brand)
    if chosen is None:
        raise no_such_brand(brand, [one.id for one in plan.brands])
    found, proposed = forms(chosen), suggestions(chosen, plan.brands)
    if as_json:
        return json.dumps(_object(brand, found, proposed), ensure_ascii=False) + "\n"
    return forms_text(found, proposed, Texts(plan.language))


def _object(brand: str, found: Sequence[Forms], proposed: Sequence[Suggestion]) -> dict[str, object]:
    return {
        "brand": brand,
        "names": [
            {"name": one.name, "capital": one.capital, "forms": {str(way): list(written) for way, written in one.ways}}
            for one in found
        ],
        "suggested": [{"text": one.text, "kind": str(one.kind), "ambiguous": one.ambiguous} for one in proposed],
    }
