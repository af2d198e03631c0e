"""How `island schedule` says in Chinese which rule is broken, what a wish is called, and why."""

from collections.abc import Mapping

RULES: Mapping[str, str] = {
    "H1-unknown": "没有这件庭审",
    "H1-malformed": "安排读不懂，或者没有这一天、这间法庭",
    "H2-window": "不在法定期间之内",
    "H3-grid": "开始时间不在时间格上",
    "H3-session": "不在同一个半天之内",
    "H4-venue": "不能在这个地点开庭",
    "H4-feature": "法庭缺少需要的设施",
    "H4-seats": "法庭座位不够",
    "H4-closed": "法庭当时停用",
    "H4-overlap": "同一法庭的两次庭审重叠，或者间隔不够",
    "H5-role": "没有要求这个角色",
    "H5-count": "角色的人数不对",
    "H5-eligible": "此人不能担任这个角色",
    "H5-distinct": "一人担任两个角色",
    "H6-overlap": "一人同时参加两次庭审",
    "H6-venue": "一人在同一个半天要到两个地点",
    "H6-zone": "一人在同一天要到两个岛",
    "H7-busy": "有人当时没有空",
    "H8-access": "有人当天无法往返",
    "H8-ferry": "有人赶不上班船",
    "H8-closed": "当天停航，有人过不了海",
    "H9-max-day": "法官当天开庭时间过长",
    "H10-pinned": "固定的安排被改动",
    "H11-order": "没有排在前一次庭审之后足够的天数",
    "H12-notice": "改期没有留足通知时间",
}
WISHES: Mapping[str, str] = {
    "unscheduled": "没有排上",
    "waiting": "等待",
    "overload": "法官过劳",
    "sitting": "开庭半天数",
    "idle": "庭间空等",
    "room_change": "换法庭",
    "travel": "当事人路程",
    "trip": "上岛巡回",
    "stability": "改动已公布的安排",
}
ENDINGS: Mapping[str, str] = {
    "finished": "正常结束",
    "stopped": "被人叫停，保留当时最好的排期",
    "lost": "子进程中途消失，保留最后收到的排期",
}
REASONS: Mapping[str, str] = {
    "scheduling.no_place_found": "没有找到允许的位置",
    "scheduling.never_allowed": "即使没有别的庭审，也没有允许的位置",
    "scheduling.pinned_impossible": "固定的安排本身不允许",
    "scheduling.earlier_has_none": "必须先开的那次庭审没有位置",
    "scheduling.child_lost": "编排的子进程消失了，没有留下排期",
    "scheduling.out_of_memory": "内存不够，没有排出来",
    "scheduling.no_plan_in_time": "时间用完，还没有排期",
    "scheduling.stopped_before_a_plan": "还没有排期就被叫停了",
}
