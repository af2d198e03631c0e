"""Steps of migrations that the tool does not have: tables made together, words added."""

from collections.abc import Iterable, Iterator
from itertools import groupby

from tortoise.fields.relational import ForeignKeyFieldInstance
from tortoise.migrations.operations import (
    AlterField,
    CreateModel,
    Operation,
    TortoiseOperation,
)
from tortoise.migrations.schema_editor.base import BaseSchemaEditor
from tortoise.migrations.schema_generator.state import ModelState, State


class CreateModels(TortoiseOperation):
    """Make several tables in one step, and so in one transaction.

    One by one, the tool draws its whole picture anew for each.
    """

    def __init__(self, parts: Iterable[CreateModel]) -> None:
        self.parts = tuple(parts)

    def describe(self) -> str:
        return f"Create models {', '.join(part.name for part in self.parts)}"

    def state_forward(self, app_label: str, state: State) -> None:
        touched = set()
        for part in self.parts:
            model = ModelState.make_from_model(app_label, part.model)
            state.models[app_label, part.name] = model
            touched.add((app_label, part.name))
            touched |= set(_pointed_at(model, state))
        state.reload_models(touched)

    async def database_forward(
        self,
        app_label: str,
        old_state: State,
        new_state: State,
        state_editor: BaseSchemaEditor | None = None,
    ) -> None:
        for part in self.parts:
            await part.database_forward(app_label, old_state, new_state, state_editor)

    async def database_backward(
        self,
        app_label: str,
        old_state: State,
        new_state: State,
        state_editor: BaseSchemaEditor | None = None,
    ) -> None:
        for part in reversed(self.parts):
            await part.database_backward(app_label, old_state, new_state, state_editor)


class NewWords(AlterField):
    """One more word in an enumeration: known from now on, nothing to change in the table.

    The column is text of the same length. Altering it would make SQLite draw the table anew, and
    this Tortoise forgets indexes and foreign keys on the way.
    """

    async def database_forward(
        self,
        app_label: str,
        old_state: State,
        new_state: State,
        state_editor: BaseSchemaEditor | None = None,
    ) -> None:
        """Leave the database as it is."""

    database_backward = database_forward


def _pointed_at(model: ModelState, state: State) -> Iterator[tuple[str, str]]:
    for field in model.fields.values():
        if isinstance(field, ForeignKeyFieldInstance):
            yield state.apps.split_reference(field.model_name)


def together(operations: Iterable[Operation]) -> list[Operation]:
    """Join tables that are made one after the other; leave every other step as it is."""
    joined: list[Operation] = []
    for makes_tables, group in groupby(operations, lambda one: isinstance(one, CreateModel)):
        steps = list(group)
        joined += [CreateModels(steps)] if makes_tables else steps  # type: ignore[arg-type]
    return joined
