"""The invented island: its court, tribunals, studios, centres, and the people who work there."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from commons.access import actions, arranging
from commons.access.actor import ROLES, SYSTEM, Actor, Role
from commons.access.models import Account, Organisation
from commons.access.places import Newcomer, OrganisationKind, Term
from commons.almanac import day_of

MARK = "（虚构）"
TRIBUNALS = ("潮头", "流水", "敖东", "苏澳", "东湾")
CENTRES = ("潮头镇", "流水镇", "敖东镇", "苏澳镇", "屿南乡", "屿北乡", "东湾街道")
STUDIOS = (
    "屿南岛", "屿北岛", "小练岛", "长礁岛", "南海台胞", "海坛渔港",
    "龙凤头景区", "石牌洋景区", "将军山景区", "北港石厝", "金井口岸", "澳前码头",
)  # fmt: skip
POINTS = ("龙凤头海滨售票处", "石牌洋游船码头", "北港民宿服务站")


@dataclass(frozen=True, slots=True)
class Staff:
    """Who plays a part in the invented matters."""

    mediator: Actor
    other_mediator: Actor
    head: Actor
    clerk: Actor
    judge: Actor
    lawyer: Actor
    court_id: UUID
    studio_id: UUID
    other_studio_id: UUID


async def settle_island(now: datetime) -> Staff:
    """Found every organisation and give every role to somebody invented."""
    await actions.bootstrap(login="admin", name="王守仁" + MARK, now=now)
    root = await Organisation.get(parent_id=None)
    court = await _found(OrganisationKind.COURT, "岚岛县人民法院" + MARK, root.id, now)
    places: dict[str, UUID] = {"court": court, "root": root.id}
    for name in TRIBUNALS:
        title = f"{name}人民法庭{MARK}"
        places[name] = await _found(OrganisationKind.TRIBUNAL, title, court, now)
    for at, name in enumerate(CENTRES):
        parent = places[TRIBUNALS[at % len(TRIBUNALS)]]
        title = f"{name}矛盾纠纷调处中心{MARK}"
        places[name] = await _found(OrganisationKind.CENTRE, title, parent, now)
    for at, name in enumerate(STUDIOS):
        parent = places[CENTRES[at % len(CENTRES)]]
        title = f"{name}调解工作室{MARK}"
        places[name] = await _found(OrganisationKind.STUDIO, title, parent, now)
    for at, name in enumerate(POINTS):
        parent = places[STUDIOS[6 + at]]
        await _found(OrganisationKind.POINT, name + MARK, parent, now)
    for kind, title in (
        (OrganisationKind.BUREAU, "岚岛县市场监督管理局"),
        (OrganisationKind.ASSOCIATION, "岚岛县消费者协会"),
        (OrganisationKind.BAR, "岚岛律师工作站"),
    ):
        places[kind.value] = await _found(kind, title + MARK, root.id, now)
    return await _employ(places, now)


async def _found(kind: OrganisationKind, title: str, parent_id: UUID, now: datetime) -> UUID:
    return await arranging.found_organisation(
        SYSTEM, kind=kind, title=title, parent_id=parent_id, now=now
    )


async def _employ(places: dict[str, UUID], now: datetime) -> Staff:
    mediator = await _person("lin", "林海生", Role.MEDIATOR, places["屿南岛"], now)
    other = await _person("chen", "陈玉兰", Role.MEDIATOR, places["屿北岛"], now)
    head = await _person("wujg", "吴建国", Role.STUDIO_HEAD, places["屿南岛"], now)
    clerk = await _person("zheng", "郑小雨", Role.CLERK, places["court"], now)
    judge = await _person("nian", "念法官", Role.JUDGE, places["court"], now)
    lawyer = await _person("yang", "杨律师", Role.LAWYER, places["bar"], now)
    for login, name, role, place in (
        ("xue", "薛慧如", Role.TAIWAN_OFFICER, "南海台胞"),
        ("gao", "高志明", Role.BUREAU_OFFICER, "bureau"),
        ("hexy", "何秀英", Role.ASSOCIATION_OFFICER, "association"),
        ("shen", "沈计", Role.AUDITOR, "root"),
        ("youzy", "游志远", Role.PRESIDENT, "court"),
    ):
        await _person(login, name, role, places[place], now)
    day = now.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
    await arranging.put_on_duty(
        SYSTEM,
        account_id=_id(mediator),
        organisation_id=places["屿南岛"],
        from_at=day,
        until_at=day + timedelta(hours=8),
        now=now,
    )
    return Staff(
        mediator=mediator,
        other_mediator=other,
        head=head,
        clerk=clerk,
        judge=judge,
        lawyer=lawyer,
        court_id=places["court"],
        studio_id=places["屿南岛"],
        other_studio_id=places["屿北岛"],
    )


async def _person(login: str, name: str, role: Role, place_id: UUID, now: datetime) -> Actor:
    term = Term(role, place_id, from_on=day_of(now) - timedelta(days=60))
    account_id, _ = await actions.open_account(
        SYSTEM, Newcomer(login=login, name=name + MARK), term, now
    )
    account = await Account.get(id=account_id)
    return Actor(
        account_id=account.id,
        person_id=account.person_id,
        name=name + MARK,
        reach=dict.fromkeys(ROLES[role], frozenset({place_id})),
    )


def _id(actor: Actor) -> UUID:
    assert actor.account_id is not None
    return actor.account_id
