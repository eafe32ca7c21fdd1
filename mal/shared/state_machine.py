"""States and the steps between them, as one table: it decides what is allowed and which buttons are shown."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

State = TypeVar("State", bound=StrEnum)
Step = TypeVar("Step", bound=StrEnum)


class StepNotAllowed(Exception):
    """The table has no such step from this state."""


@dataclass(frozen=True)
class StateMachine(Generic[State, Step]):
    """The transitions of one kind of thing: `{(state, step): next state}`."""

    table: Mapping[tuple[State, Step], State]

    def after(self, state: State, step: Step) -> State:
        """Return the state that a step leads to.

        Raises StepNotAllowed if it cannot be taken from this state.
        """
        try:
            return self.table[state, step]
        except KeyError:
            raise StepNotAllowed(f"{step} is not possible when {state}") from None

    def allows(self, state: State, step: Step) -> bool:
        """Return whether a step can be taken from a state."""
        return (state, step) in self.table
