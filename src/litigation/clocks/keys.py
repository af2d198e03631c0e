"""The names of every clock of a case, of what starts it, what stops it and what follows."""

from enum import StrEnum


class ClockKey(StrEnum):
    """One clock, as the law sets it; the C-numbers of the rule book stand in the table."""

    FILING_DECISION = "filing_decision"
    COMPLAINT_COPY = "complaint_copy"
    ANSWER = "answer"
    ANSWER_ABROAD = "answer_abroad"
    ANSWER_SIMPLIFIED = "answer_simplified"
    ANSWER_SMALL_CLAIM = "answer_small_claim"
    OBJECTION = "objection"
    OBJECTION_ABROAD = "objection_abroad"
    EVIDENCE = "evidence"
    EVIDENCE_SECOND_INSTANCE = "evidence_second_instance"
    EVIDENCE_SIMPLIFIED = "evidence_simplified"
    EVIDENCE_SMALL_CLAIM = "evidence_small_claim"
    BENCH_NOTICE = "bench_notice"
    HEARING_NOTICE = "hearing_notice"
    FEE = "fee"
    FEE_TOP_UP = "fee_top_up"
    TRIAL = "trial"
    TRIAL_SIMPLIFIED = "trial_simplified"
    TRIAL_SMALL_CLAIM = "trial_small_claim"
    TRIAL_SPECIAL = "trial_special"
    EXTENSION_REQUEST = "extension_request"
    EXTENSION_DECISION = "extension_decision"
    NEXT_HEARING = "next_hearing"
    TRANSCRIPT = "transcript"
    JUDGMENT_DELIVERY = "judgment_delivery"
    JUDGMENT_AT_ONCE = "judgment_at_once"
    APPEAL_JUDGMENT = "appeal_judgment"
    APPEAL_RULING = "appeal_ruling"
    APPEAL_ABROAD = "appeal_abroad"
    ANNOUNCEMENT = "announcement"
    ANNOUNCEMENT_ABROAD = "announcement_abroad"
    ENTRUSTED_DELIVERY = "entrusted_delivery"
    CONFIRMATION_REQUEST = "confirmation_request"
    FEE_REFUND = "fee_refund"
    ENFORCEMENT_REQUEST = "enforcement_request"
    ENFORCEMENT_NOTICE = "enforcement_notice"
    ENFORCEMENT_TERM = "enforcement_term"
    ENFORCEMENT_IDLE = "enforcement_idle"
    ORDER_ACCEPTANCE = "order_acceptance"
    ORDER_ISSUE = "order_issue"
    ORDER_ANSWER = "order_answer"
    URGENT_PRESERVATION = "urgent_preservation"
    SUIT_AFTER_PRESERVATION = "suit_after_preservation"
    CORRECTION = "correction"
    CROSS_BORDER_SUPPLEMENT = "cross_border_supplement"
    CROSS_BORDER_DECISION = "cross_border_decision"


class Unit(StrEnum):
    """What a length is counted in."""

    HOURS = "hours"
    DAYS = "days"
    WORKDAYS = "workdays"
    MONTHS = "months"
    YEARS = "years"


class Start(StrEnum):
    """The event whose own day does not count."""

    COMPLAINT_RECEIVED = "complaint_received"
    FILED = "filed"
    COPY_RECEIVED = "copy_received"
    EVIDENCE_NOTICE = "evidence_notice"
    JUDGES_FIXED = "judges_fixed"
    HEARING_DAY = "hearing_day"
    FEE_NOTICE = "fee_notice"
    TRIAL_ENDS = "trial_ends"
    ADJOURNED = "adjourned"
    HEARING_HELD = "hearing_held"
    PRONOUNCED = "pronounced"
    JUDGMENT_SERVED = "judgment_served"
    ANNOUNCED = "announced"
    ENTRUSTED = "entrusted"
    AGREEMENT_EFFECTIVE = "agreement_effective"
    JUDGMENT_EFFECTIVE = "judgment_effective"
    PERFORMANCE_DUE = "performance_due"
    ENFORCEMENT_ASKED = "enforcement_asked"
    ORDER_ASKED = "order_asked"
    ORDER_ACCEPTED = "order_accepted"
    ORDER_SERVED = "order_served"
    PRESERVATION_ASKED = "preservation_asked"
    PRESERVATION_TAKEN = "preservation_taken"
    CORRECTION_NOTICE = "correction_notice"
    SUPPLEMENT_RECEIVED = "supplement_received"


class Effect(StrEnum):
    """What follows when the clock has run out and nothing was done."""

    COURT_IS_LATE = "court_is_late"
    CASE_GOES_ON = "case_goes_on"
    OBJECTION_LOST = "objection_lost"
    EVIDENCE_LATE = "evidence_late"
    NO_DEFAULT_JUDGMENT = "no_default_judgment"
    DEEMED_WITHDRAWN = "deemed_withdrawn"
    DEEMED_WITHDRAWN_HALF_BACK = "deemed_withdrawn_half_back"
    EXTENSION_LOST = "extension_lost"
    TRIAL_NOT_EXTENDED = "trial_not_extended"
    NEEDS_LEGAL_DECISION = "needs_legal_decision"
    TRANSCRIPT_STANDS = "transcript_stands"
    TAKES_EFFECT = "takes_effect"
    DEEMED_SERVED = "deemed_served"
    ONLY_SUIT_LEFT = "only_suit_left"
    DEFENCE_OF_LIMITATION = "defence_of_limitation"
    HIGHER_COURT_MAY_BE_ASKED = "higher_court_may_be_asked"
    ORDER_ENFORCEABLE = "order_enforceable"
    PRESERVATION_LIFTED = "preservation_lifted"
    COMPLAINT_RETURNED = "complaint_returned"


class Duty(StrEnum):
    """Whose clock it is."""

    COURT = "court"
    PARTY = "party"


class Granter(StrEnum):
    """Who may make a clock longer."""

    COURT = "court"
    PRESIDENT = "president"
    SUPERIOR_COURT = "superior_court"
    OBSTACLE = "obstacle"


class Exclusion(StrEnum):
    """Time that does not count, and why."""

    ANNOUNCEMENT = "announcement"
    APPRAISAL = "appraisal"
    SETTLEMENT = "settlement"
    JURISDICTION = "jurisdiction"
    AUDIT = "audit"
    SUSPENSION = "suspension"
    NEW_EVIDENCE = "new_evidence"
    MEDIATION = "mediation"
    LIMITATION = "limitation"


class Law(StrEnum):
    """Where a rule stands."""

    CIVIL_PROCEDURE = "civil_procedure"
    INTERPRETATION = "interpretation"
    CIVIL_CODE = "civil_code"
    EVIDENCE_RULES = "evidence_rules"
    SIMPLIFIED_RULES = "simplified_rules"
    TRIAL_TIME_2000 = "trial_time_2000"
    TRIAL_TIME_2019 = "trial_time_2019"
    FEE_MEASURES = "fee_measures"
    ONLINE_LITIGATION = "online_litigation"
    CROSS_BORDER_FILING = "cross_border_filing"


class Procedure(StrEnum):
    """How a case is tried, as far as its clocks ask."""

    ORDINARY = "ordinary"
    SIMPLIFIED = "simplified"
    SMALL_CLAIM = "small_claim"
    SPECIAL = "special"
