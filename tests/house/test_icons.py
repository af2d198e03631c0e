"""Every icon that a page asks for is in the sprite: a missing one is an empty box."""

import re

from jinja2 import Environment, nodes

from tests.house.test_templates import TEMPLATES, all_templates, text_of

# Which argument of a macro names its icon, counted from nought.
NAMED_BY = {"icon": 0, "button": 1, "link_button": 2, "tag": 2, "tile": 1}
SPRITE = TEMPLATES.parent / "static" / "sprite.svg"


def asked() -> set[tuple[str, str]]:
    reader = Environment(autoescape=True, extensions=["jinja2.ext.i18n", "jinja2.ext.do"])
    found = set()
    for name in all_templates():
        for call in reader.parse(text_of(name)).find_all(nodes.Call):
            place = NAMED_BY.get(getattr(call.node, "name", ""))
            if place is not None and len(call.args) > place:
                found |= {(name, one) for one in texts(call.args[place]) if one}
    return found


def texts(node: nodes.Node) -> set[str]:
    """Read what an expression can come to: a text, or one of two."""
    match node:
        case nodes.Const(value=str() as text):
            return {text}
        case nodes.CondExpr(expr1=one, expr2=two):
            return texts(one) | (texts(two) if two else set())
    return set()


def test_every_icon_is_in_the_sprite():
    drawn = set(re.findall(r'id="([^"]+)"', SPRITE.read_text(encoding="utf-8")))
    wanted = asked()
    assert len(wanted) > 50
    assert {(name, one) for name, one in wanted if one not in drawn} == set()
