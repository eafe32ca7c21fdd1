"""A table of states and steps: it drives the guard and the buttons alike."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

State = TypeVar("State", bound=StrEnum)
Step = TypeVar("Step", bound=StrEnum)


class StepNotAllowed(Exception):
    """The table knows no such step from this state."""


@dataclass(frozen=True)
class StateMachine(Generic[State, Step]):
    """The states of one kind of thing and the steps between them."""

    table: Mapping[tuple[State, Step], State]

    def after(self, state: State, step: Step) -> State:
        """Give the state that a step leads to.

        Raises StepNotAllowed.
        """
        try:
            return self.table[state, step]
        except KeyError:
            raise StepNotAllowed(f"{step} is not possible when {state}") from None

    def allows(self, state: State, step: Step) -> bool:
        """Tell whether the step can be taken from this state."""
        return (state, step) in self.table

    def steps_from(self, state: State) -> list[Step]:
        """List the steps that can be taken, in the table's order: the buttons of the page."""
        return [step for (known, step) in self.table if known == state]
