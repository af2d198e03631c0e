"""What a provider can do to us, for the sandbox to do on demand."""

from enum import StrEnum

KEPT_MAX = 1000


class Fault(StrEnum):
    """One word for each kind of trouble."""

    REFUSE = "refuse"  # no, for ever
    BUSY = "busy"  # no, for now
    SILENT = "silent"  # never took it, and no answer came
    LOST_ANSWER = "lost_answer"  # took it, and the answer was lost on the way
    UNREACHABLE = "unreachable"  # cannot even be asked what became of it
