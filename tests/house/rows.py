"""Laws about rows: who may point at whom, and that nothing is deleted behind a person's back."""

import ast
from collections.abc import Iterator

from tests.house.building import House


def hands_stay_within_a_package(house: House) -> Iterator[str]:
    """No foreign key leads out of its package, and none deletes what points at it."""
    for file in house.files.values():
        texts = {
            target.id: node.value.value
            for node in file.tree.body
            if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant)
            for target in node.targets
            if isinstance(target, ast.Name)
        }
        for call in file.nodes:
            if not isinstance(call, ast.Call) or not _is_hand(call):
                continue
            if "OnDelete.RESTRICT" not in ast.unparse(call):
                yield f"{file.name}:{call.lineno} may delete what it points at"
            target = call.args[0]
            spelled = texts.get(target.id) if isinstance(target, ast.Name) else None
            if isinstance(target, ast.Constant):
                spelled = target.value
            other = house.rows.get(str(spelled).rpartition(".")[2], "")
            if spelled and other and other.partition(".")[0] != file.package:
                yield f"{file.name}:{call.lineno} holds the hand of {other}"


def _is_hand(call: ast.Call) -> bool:
    return getattr(call.func, "attr", "") in {"ForeignKeyField", "OneToOneField"}
