"""How this court does what the law leaves open: its code, its rounding, its province."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from commons.settings import Settings
from litigation.cases.fees import Rounding


@dataclass(frozen=True, slots=True)
class CourtWays:
    """What a site has decided; every value is a setting."""

    court_name: str
    court_code: str
    hotline: str = ""
    case_types: Mapping[str, str] = field(default_factory=dict)
    rounding: Rounding = Rounding.FEN
    province: str = ""
    taiwan_may_be_small: bool = False


def ways_of(settings: Settings) -> CourtWays:
    return CourtWays(
        court_name=settings.court_name,
        court_code=settings.court_code,
        hotline=settings.hotline,
        case_types=dict(settings.case_types),
        rounding=Rounding(settings.fee_rounding),
        province=settings.province,
        taiwan_may_be_small=settings.taiwan_small_claims == "yes",
    )
