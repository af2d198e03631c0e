"""Ways to spoil a good plan, each with the rules it must be able to break."""

from collections.abc import Callable, Mapping

from tests.scheduling.solving import spoiling_people as people
from tests.scheduling.solving import spoiling_places as places
from tests.scheduling.solving.desk import Desk

Spoil = Callable[[Desk], None]
SPOILING: Mapping[Spoil, set[str]] = {
    places.start_later: {"H3-session", "H4-overlap", "H6-overlap"},
    places.start_off_the_grid: {"H3-grid"},
    places.start_at_no_hour: {"H3-session", "H8-ferry"},
    places.another_day: {"H2-window", "H7-busy"},
    places.outside_the_window: {"H2-window"},
    places.no_such_day: {"H1-malformed"},
    places.swap_rooms: {"H4-venue"},
    places.any_room: {"H4-venue"},
    places.a_room_that_lacks_something: {"H4-feature"},
    places.a_room_that_is_too_small: {"H4-seats"},
    places.no_such_room: {"H1-malformed"},
    places.a_closed_room: {"H4-closed"},
    places.onto_another: {"H4-overlap"},
    people.swap_benches: {"H5-eligible"},
    people.swap_judges: {"H5-eligible"},
    people.somebody_twice: {"H5-count", "H5-distinct"},
    people.one_person_in_two_roles: {"H5-eligible", "H5-distinct"},
    people.somebody_missing: {"H5-count"},
    people.a_role_missing: {"H5-count"},
    people.a_role_too_many: {"H5-role"},
    people.a_stranger: {"H5-eligible"},
    places.leave_out: {"H10-pinned"},
    places.leave_out_what_another_follows: {"H11-order"},
    places.leave_out_everything: {"H10-pinned"},
    places.a_hearing_of_nobody: {"H1-unknown"},
    places.a_malformed_place: {"H1-malformed"},
    places.break_a_pin: {"H10-pinned"},
    places.before_its_predecessor: {"H11-order"},
    places.without_notice: {"H12-notice"},
    people.when_somebody_is_busy: {"H7-busy"},
    people.on_a_day_of_gales: {"H8-closed"},
    people.before_the_first_boat: {"H8-ferry"},
    people.on_the_wrong_island: {"H8-access"},
    people.across_the_town: {"H6-venue"},
    people.across_the_sea: {"H6-zone"},
    people.all_of_a_judge_on_one_day: {"H9-max-day", "H6-overlap"},
}
