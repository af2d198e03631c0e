from tortoise import migrations
from tortoise.migrations import operations as ops
from island.migrating import together
import functools
import litigation.clocks.keys
import litigation.clocks.rules
import tortoise.fields.base
from commons.db import UtcDatetimeField
from json import dumps, loads
from uuid import uuid4
from tortoise import fields
from tortoise.indexes import Index

class Migration(migrations.Migration):
    dependencies = [('island', '0004_cases')]

    initial = False

    operations = together([
        ops.CreateModel(
            name='Clock',
            fields=[
                ('id', fields.UUIDField(primary_key=True, default=uuid4, unique=True, db_index=True)),
                ('version', fields.IntField(default=1)),
                ('case_id', fields.UUIDField()),
                ('key', fields.CharEnumField(description='FILING_DECISION: filing_decision\nCOMPLAINT_COPY: complaint_copy\nANSWER: answer\nANSWER_ABROAD: answer_abroad\nANSWER_SIMPLIFIED: answer_simplified\nANSWER_SMALL_CLAIM: answer_small_claim\nOBJECTION: objection\nOBJECTION_ABROAD: objection_abroad\nEVIDENCE: evidence\nEVIDENCE_SECOND_INSTANCE: evidence_second_instance\nEVIDENCE_SIMPLIFIED: evidence_simplified\nEVIDENCE_SMALL_CLAIM: evidence_small_claim\nBENCH_NOTICE: bench_notice\nHEARING_NOTICE: hearing_notice\nFEE: fee\nFEE_TOP_UP: fee_top_up\nTRIAL: trial\nTRIAL_SIMPLIFIED: trial_simplified\nTRIAL_SMALL_CLAIM: trial_small_claim\nTRIAL_SPECIAL: trial_special\nEXTENSION_REQUEST: extension_request\nEXTENSION_DECISION: extension_decision\nNEXT_HEARING: next_hearing\nTRANSCRIPT: transcript\nJUDGMENT_DELIVERY: judgment_delivery\nJUDGMENT_AT_ONCE: judgment_at_once\nAPPEAL_JUDGMENT: appeal_judgment\nAPPEAL_RULING: appeal_ruling\nAPPEAL_ABROAD: appeal_abroad\nANNOUNCEMENT: announcement\nANNOUNCEMENT_ABROAD: announcement_abroad\nENTRUSTED_DELIVERY: entrusted_delivery\nCONFIRMATION_REQUEST: confirmation_request\nFEE_REFUND: fee_refund\nENFORCEMENT_REQUEST: enforcement_request\nENFORCEMENT_NOTICE: enforcement_notice\nENFORCEMENT_TERM: enforcement_term\nENFORCEMENT_IDLE: enforcement_idle\nORDER_ACCEPTANCE: order_acceptance\nORDER_ISSUE: order_issue\nORDER_ANSWER: order_answer\nURGENT_PRESERVATION: urgent_preservation\nSUIT_AFTER_PRESERVATION: suit_after_preservation\nCORRECTION: correction\nCROSS_BORDER_SUPPLEMENT: cross_border_supplement\nCROSS_BORDER_DECISION: cross_border_decision', enum_type=litigation.clocks.keys.ClockKey, max_length=40)),
                ('part', fields.CharField(default='', max_length=80)),
                ('part_name', fields.CharField(default='', max_length=100)),
                ('organisation_id', fields.UUIDField()),
                ('title', fields.CharField(max_length=120)),
                ('holder_id', fields.UUIDField(null=True)),
                ('holder_name', fields.CharField(default='', max_length=100)),
                ('event_on', fields.DateField()),
                ('event_at', UtcDatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ('since_on', fields.DateField()),
                ('facts', fields.JSONField(default=dict, encoder=functools.partial(dumps, separators=(',', ':')), decoder=loads)),
                ('state', fields.CharEnumField(description='RUNNING: running\nPAUSED: paused\nMET: met\nSTOPPED: stopped\nEXPIRED: expired', enum_type=litigation.clocks.rules.State, max_length=20)),
                ('queue', fields.CharEnumField(description='OPEN: open\nSTILL: still\nDONE: done', enum_type=litigation.clocks.rules.Queue, max_length=10)),
                ('due_on', fields.DateField()),
                ('ends_at', UtcDatetimeField(auto_now=False, auto_now_add=False)),
                ('amber_on', fields.DateField()),
                ('near_on', fields.DateField()),
                ('provisional', fields.BooleanField(default=False)),
                ('still_since', fields.DateField(null=True)),
                ('done_on', fields.DateField(null=True)),
                ('was_reminded', fields.BooleanField(default=False)),
                ('alarm', fields.IntField(default=0)),
            ],
            options={'table': 'clock', 'app': 'island', 'unique_together': (('case_id', 'key', 'part'),), 'indexes': [Index(fields=['organisation_id', 'queue', 'ends_at', 'id', 'amber_on']), Index(fields=['queue', 'ends_at', 'id', 'organisation_id', 'amber_on']), Index(fields=['holder_id', 'queue', 'ends_at', 'id', 'organisation_id', 'amber_on']), Index(fields=['key', 'queue'])], 'pk_attr': 'id'},
            bases=['Row'],
        ),
        ops.CreateModel(
            name='ClockChange',
            fields=[
                ('id', fields.UUIDField(primary_key=True, default=uuid4, unique=True, db_index=True)),
                ('version', fields.IntField(default=1)),
                ('clock', fields.ForeignKeyField('island.Clock', source_field='clock_id', db_constraint=True, to_field='id', related_name='changes', on_delete=tortoise.fields.base.OnDelete.RESTRICT)),
                ('act', fields.CharEnumField(description='START: start\nMOVE: move\nPAUSE: pause\nRESUME: resume\nEXTEND: extend\nRUN_OUT: run_out\nREVIVE: revive\nMEET: meet\nSTOP: stop\nRECKON: reckon\nREMIND: remind', enum_type=litigation.clocks.rules.Act, max_length=20)),
                ('at', UtcDatetimeField(auto_now=False, auto_now_add=False)),
                ('place', fields.IntField()),
                ('by_name', fields.CharField(default='', max_length=100)),
                ('from_on', fields.DateField(null=True)),
                ('to_on', fields.DateField()),
                ('on', fields.DateField(null=True)),
                ('words', fields.CharField(default='', max_length=500)),
            ],
            options={'table': 'clock_change', 'app': 'island', 'unique_together': (('clock_id', 'place'),), 'pk_attr': 'id'},
            bases=['Row'],
        ),
        ops.CreateModel(
            name='ClockExtension',
            fields=[
                ('id', fields.UUIDField(primary_key=True, default=uuid4, unique=True, db_index=True)),
                ('version', fields.IntField(default=1)),
                ('clock', fields.ForeignKeyField('island.Clock', source_field='clock_id', db_constraint=True, to_field='id', related_name='extensions', on_delete=tortoise.fields.base.OnDelete.RESTRICT)),
                ('granted_by', fields.CharEnumField(description='COURT: court\nPRESIDENT: president\nSUPERIOR_COURT: superior_court\nOBSTACLE: obstacle', enum_type=litigation.clocks.keys.Granter, max_length=20)),
                ('months', fields.IntField(default=0)),
                ('days', fields.IntField(default=0)),
                ('asked_on', fields.DateField()),
                ('granted_on', fields.DateField()),
                ('was_late', fields.BooleanField(default=False)),
                ('words', fields.CharField(default='', max_length=500)),
            ],
            options={'table': 'clock_extension', 'app': 'island', 'indexes': [Index(fields=['clock_id'])], 'pk_attr': 'id'},
            bases=['Row'],
        ),
        ops.CreateModel(
            name='ClockReminder',
            fields=[
                ('id', fields.UUIDField(primary_key=True, default=uuid4, unique=True, db_index=True)),
                ('version', fields.IntField(default=1)),
                ('key', fields.CharEnumField(unique=True, description='FILING_DECISION: filing_decision\nCOMPLAINT_COPY: complaint_copy\nANSWER: answer\nANSWER_ABROAD: answer_abroad\nANSWER_SIMPLIFIED: answer_simplified\nANSWER_SMALL_CLAIM: answer_small_claim\nOBJECTION: objection\nOBJECTION_ABROAD: objection_abroad\nEVIDENCE: evidence\nEVIDENCE_SECOND_INSTANCE: evidence_second_instance\nEVIDENCE_SIMPLIFIED: evidence_simplified\nEVIDENCE_SMALL_CLAIM: evidence_small_claim\nBENCH_NOTICE: bench_notice\nHEARING_NOTICE: hearing_notice\nFEE: fee\nFEE_TOP_UP: fee_top_up\nTRIAL: trial\nTRIAL_SIMPLIFIED: trial_simplified\nTRIAL_SMALL_CLAIM: trial_small_claim\nTRIAL_SPECIAL: trial_special\nEXTENSION_REQUEST: extension_request\nEXTENSION_DECISION: extension_decision\nNEXT_HEARING: next_hearing\nTRANSCRIPT: transcript\nJUDGMENT_DELIVERY: judgment_delivery\nJUDGMENT_AT_ONCE: judgment_at_once\nAPPEAL_JUDGMENT: appeal_judgment\nAPPEAL_RULING: appeal_ruling\nAPPEAL_ABROAD: appeal_abroad\nANNOUNCEMENT: announcement\nANNOUNCEMENT_ABROAD: announcement_abroad\nENTRUSTED_DELIVERY: entrusted_delivery\nCONFIRMATION_REQUEST: confirmation_request\nFEE_REFUND: fee_refund\nENFORCEMENT_REQUEST: enforcement_request\nENFORCEMENT_NOTICE: enforcement_notice\nENFORCEMENT_TERM: enforcement_term\nENFORCEMENT_IDLE: enforcement_idle\nORDER_ACCEPTANCE: order_acceptance\nORDER_ISSUE: order_issue\nORDER_ANSWER: order_answer\nURGENT_PRESERVATION: urgent_preservation\nSUIT_AFTER_PRESERVATION: suit_after_preservation\nCORRECTION: correction\nCROSS_BORDER_SUPPLEMENT: cross_border_supplement\nCROSS_BORDER_DECISION: cross_border_decision', enum_type=litigation.clocks.keys.ClockKey, max_length=40)),
                ('near_days', fields.IntField()),
            ],
            options={'table': 'clock_reminder', 'app': 'island', 'pk_attr': 'id'},
            bases=['Row'],
        ),
        ops.CreateModel(
            name='ClockSpan',
            fields=[
                ('id', fields.UUIDField(primary_key=True, default=uuid4, unique=True, db_index=True)),
                ('version', fields.IntField(default=1)),
                ('case_id', fields.UUIDField()),
                ('reason', fields.CharEnumField(description='ANNOUNCEMENT: announcement\nAPPRAISAL: appraisal\nSETTLEMENT: settlement\nJURISDICTION: jurisdiction\nAUDIT: audit\nSUSPENSION: suspension\nNEW_EVIDENCE: new_evidence\nMEDIATION: mediation\nLIMITATION: limitation', enum_type=litigation.clocks.keys.Exclusion, max_length=20)),
                ('from_on', fields.DateField()),
                ('to_on', fields.DateField(null=True)),
                ('words', fields.CharField(default='', max_length=500)),
            ],
            options={'table': 'clock_span', 'app': 'island', 'indexes': [Index(fields=['case_id'])], 'pk_attr': 'id'},
            bases=['Row'],
        ),
    ])
