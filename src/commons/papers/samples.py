"""A sample of every kind of paper, from the facts that lie beside its template."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from commons.errors import NotFound
from commons.papers import templates
from commons.papers.extras import Extras, SignatureLine
from commons.papers.places import TEMPLATES
from commons.papers.rules import Json


@dataclass(frozen=True, slots=True)
class Sample:
    """One kind of paper: its template, version and title, and invented facts to look at."""

    kind: str  # room/name, e.g. mediation/transcript
    template: str
    version: int
    title: str
    view: Mapping[str, Json]
    extras: Extras


def sample_of(kind: str, folder: Path = TEMPLATES) -> Sample:
    """Read `<kind>.sample.json`: title, number, signers (name and capacity), and view."""
    template = f"{kind}.html"
    if template not in templates.all_templates(folder):
        raise NotFound("papers.no_such_template", template=kind[:100])
    path = folder / f"{kind}.sample.json"
    stored: dict[str, Any] = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    lines = tuple(
        SignatureLine(name=one["name"], capacity=one["capacity"])
        for one in stored.get("signers", ())
    )
    return Sample(
        kind=kind,
        template=template,
        version=templates.version_of(template, folder),
        title=stored.get("title", kind),
        view=stored.get("view", {}),
        extras=Extras(
            title=stored.get("title", kind),
            number=stored.get("number", ""),
            signatures=lines,
            draft=True,
        ),
    )


def all_samples(folder: Path = TEMPLATES) -> tuple[Sample, ...]:
    kinds = (name.removesuffix(".html") for name in templates.all_templates(folder))
    return tuple(sample_of(kind, folder) for kind in kinds)


def in_court(sample: Sample, court: str) -> Sample:
    return replace(sample, extras=replace(sample.extras, court=court))
