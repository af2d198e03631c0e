"""The recipient's way to a paper: its code, the end of the phone number, six digits, read, take."""

import re
from collections.abc import Mapping

from tests.journeys.island import Island
from tests.journeys.walking import Walker


async def fetched(
    island: Island, code: str, who: Mapping[str, str], part: str
) -> tuple[Walker, bytes]:
    """Fetch the paper of this code as the person it was made for; `part` of its text is seen."""
    recipient = island.visitor()
    await recipient.open("/d")
    await recipient.send({"code": code.lower().replace("-", " ")}, having="code")
    await recipient.send({"phone": who["phone"][-4:]}, having="phone")
    assert recipient.at == "/d/confirm", recipient.answer.text
    await island.work()
    otp = next(one for one in reversed(island.sandbox.sms) if one.template == "pickup_code")
    assert otp.phone.endswith(who["phone"])
    digits = re.search(r"\d{6}", otp.text)
    assert digits is not None
    await recipient.send({"otp": digits[0]}, having="otp")
    if recipient.at == "/d/identity":  # a phone number that nobody has checked may have changed
        await recipient.send({"id_tail": who["number"][-4:]}, having="id_tail")
    assert recipient.at == "/d/paper", recipient.answer.text
    await recipient.send(to="/d/read")
    assert recipient.at == "/d/text"
    assert part in recipient.answer.text
    await recipient.send(to="/d/download")
    return recipient, recipient.answer.content


def code_for(island: Island, who: Mapping[str, str], paper: str) -> str:
    """Find the code that the last message about a paper of this kind told this person."""
    told = [
        one.text
        for one in island.sandbox.sms
        if one.phone.endswith(who["phone"]) and f"《{paper}》" in one.text
    ]
    found = re.search(r"识别码 (\S+?)。", told[-1])
    assert found is not None
    return found[1]
