"""The file of the invented case that was judged and enforced, bound into one volume."""

from datetime import datetime

from island.demo_hearings import Trial
from litigation.bundle import actions


async def play(decided: Trial, now: datetime) -> None:
    """Want the file; the worker binds it when all papers are printed."""
    await actions.want(decided.staff.clerk, decided.case_id, now=now)
