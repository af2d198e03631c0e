"""A meeting host in memory: gives every hearing an address that leads nowhere."""

from collections import deque

from commons.providers.faults import KEPT_MAX, Fault
from commons.providers.meeting_port import Meeting, MeetingAnswer, MeetingOpened
from commons.providers.ports import Refused, Unknown


class SandboxMeetings:
    """Opens each key once, however often it is asked, and fails when told to."""

    name = "sandbox-meetings"

    def __init__(self) -> None:
        self.opened: deque[Meeting] = deque(maxlen=KEPT_MAX)
        self.calls = 0
        self._faults: deque[Fault] = deque(maxlen=KEPT_MAX)

    def fail(self, *faults: Fault) -> None:
        """Fail the next calls in this order; afterwards work again."""
        self._faults.extend(faults)

    async def open(self, meeting: Meeting) -> MeetingAnswer:
        self.calls += 1
        fault = self._faults.popleft() if self._faults else None
        if fault is Fault.REFUSE:
            return Refused(permanent=True, reason="sandbox: not licensed")
        if fault is Fault.BUSY:
            return Refused(permanent=False, reason="sandbox: busy, try later")
        if fault in {Fault.SILENT, Fault.UNREACHABLE}:
            return Unknown("sandbox: no answer within 10 s")
        if meeting.key not in {one.key for one in self.opened}:
            self.opened.append(meeting)
        if fault is Fault.LOST_ANSWER:
            return Unknown("sandbox: connection reset after the request")
        # RFC 6761: a name that never resolves, so that nobody meets anybody by mistake.
        return MeetingOpened(f"https://meetings.invalid/{meeting.key}", meeting.key)
