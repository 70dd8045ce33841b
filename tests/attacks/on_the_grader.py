"""Attacks on what the trusted side does with students' bytes, and on the walls themselves.

They are not graded with the class of attacks: each has tests of its own, where its defence is.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Family:
    """A kind of attack: what it does, what it gains without the defence, and its tests."""

    what: str
    without: str
    tests: tuple[str, ...]
    """Test functions: `module.py::function`, below `tests/`."""


ON_THE_GRADER = [
    Family(
        "is graded on a kernel, or in a container, whose sandbox says yes and does nothing",
        "a cell read the course's secret",
        ("autograder/sandbox/test_canary.py::test_a_sandbox_that_is_not_there_is_found_out",),
    ),
    Family(
        "empties a library's file that it may read: opened to be read and truncated, or in the "
        "mode that neither reads nor writes",
        "with Landlock before Linux 6.2, the grader's own Python is emptied",
        (
            "autograder/sandbox/test_older_landlock.py::"
            "test_a_file_that_may_be_read_can_be_changed_in_no_way",
        ),
    ),
    Family(
        "signals to a neighbour who is graded at the same time, by locking a file that both read, "
        "or by keeping the disk busy",
        "about a bit for each lock",
        (
            "autograder/sandbox/test_older_landlock.py::"
            "test_locking_a_file_that_another_reads_locks_nothing",
        ),
    ),
    Family(
        "makes the grader work: values and lists that are small on the wire and large in memory",
        "123 bytes kept it busy for 38 s, and took 1.4 GB, for each property",
        (
            "course_lib/cases/test_values.py::test_what_is_small_on_the_wire_stays_small_in_memory",
            "autograder/bounded/test_budget.py::test_whatever_goes_wrong_has_a_plain_form",
            "attacks/test_attacks_limits.py::test_reading_replies_has_a_budget",
        ),
    ),
    Family(
        "makes the grader work: Markdown, HTML and formulas that take long to parse",
        "40 outputs kept it busy for 5 minutes, and a notebook may have 1,000 cells",
        (
            "autograder/bounded/test_budget.py::"
            "test_markdown_that_takes_long_is_shown_as_it_was_written",
            "autograder/feedback/test_page_filters.py::"
            "test_once_the_budget_is_used_up_the_rest_of_the_page_is_plain",
        ),
    ),
    Family(
        "makes the grader work: code that takes long to colour (`a.b.b.b`, blank lines), and "
        "colours of a terminal",
        "40 KB kept a page, and in the formgrader the whole Jupyter server, busy for 36 s",
        (
            "autograder/feedback/test_page_filters.py::"
            "test_text_that_takes_long_is_shown_as_it_was_written",
            "autograder/feedback/test_page_filters.py::"
            "test_a_page_has_no_more_tags_than_a_browser_can_take",
        ),
    ),
    Family(
        "makes the grader work: code in which it looks for a reason, such as 200 KB of `def` "
        "without an end, or comments before a page that is no notebook",
        "18 s for each exercise; twice as long with each comment more",
        (
            "autograder/grading/test_nothing_to_grade.py::"
            "test_a_stub_with_more_in_it_is_told_apart",
            "autograder/grading/test_nothing_to_grade.py::test_what_a_file_is_takes_no_long_look",
            "autograder/grading/test_nothing_to_grade.py::"
            "test_the_code_of_all_cells_together_has_an_end",
            "attacks/test_parent_time.py::"
            "test_every_module_that_looks_at_text_is_tried_or_said_not_to_be",
        ),
    ),
    Family(
        "makes its pages too long for a browser: a million tags in outputs, or text that is all "
        "escaped",
        "a page of 9 MB, and four seconds in the formgrader's server",
        (
            "autograder/feedback/test_page_filters.py::"
            "test_a_pages_outputs_have_an_end_and_leave_the_verdicts_in",
            "autograder/feedback/test_page_filters.py::test_what_is_plain_has_an_end_too",
        ),
    ),
    Family(
        "shows pictures that are small as files and large on a screen, or drawings whose parts "
        "refer to each other",
        "a PNG of 48 KB took a reader's browser 19 s and 2.2 GB, a drawing of 900 bytes for ever",
        (
            "autograder/html/test_images.py::test_a_picture_that_needs_gigabytes_is_on_no_page",
            "autograder/html/test_images.py::test_a_drawing_that_takes_for_ever_is_on_no_page",
            "autograder/html/test_images.py::test_all_pictures_of_a_notebook_count_their_points",
        ),
    ),
    Family(
        "answers a reflection with what takes long, because all answers are on one page",
        "fifty answers held up `course mark` for two minutes at each visit",
        (
            "autograder/by_hand/test_page.py::"
            "test_short_answers_come_first_and_one_that_takes_long_is_plain",
        ),
    ),
    Family(
        "reaches a Dask scheduler or worker from a network that only its machine shares",
        "a worker started as documented listened on every address, and ran what anybody sent it",
        (
            "autograder/grading/test_cluster.py::"
            "test_what_is_documented_listens_on_no_other_address",
        ),
    ),
    Family(
        "claims what cannot be of its own run: infinite lines, arguments with names of its own",
        "`course interview` ended with a traceback, `course why` moved the terminal's cursor",
        (
            "attacks/test_attacks_fuzz.py::test_any_claim_about_a_run_is_read_or_refused",
            "attacks/test_attacks_fuzz.py::test_any_reply_is_an_outcome_that_can_be_written_down",
        ),
    ),
    Family(
        "hands in, through nbgrader's exchange, a note in which its work bears another's name in "
        "the LMS, or is a group's with members elsewhere",
        "`course feedback --zip` left out the other's feedback, and put the attacker's there",
        (
            "autograder/returning/test_returning.py::test_nobody_takes_anothers_place_in_the_zip",
            "autograder/returning/test_returning.py::test_a_note_that_leads_elsewhere_is_none",
        ),
    ),
    Family(
        "puts numbers out of all proportion into the class's figures",
        "`course report` ended with a traceback, for the whole class",
        ("autograder/report/test_report.py::test_no_students_numbers_stop_the_report",),
    ),
    Family(
        "names its file, its group or itself, so that the LMS's ZIP seems to hold another's work",
        "Moodle: the work of any participant was replaced by the attacker's; in another system's "
        "ZIP, that of anybody with a number",
        (
            "autograder/lms/test_collect.py::test_names_of_both_systems_are_read",
            "autograder/lms/test_collect.py::test_nobody_hands_in_for_another",
            "autograder/lms/test_collect.py::test_a_number_under_two_names_is_nobodys",
            "autograder/lms/test_collect.py::"
            "test_in_another_systems_zip_nobody_hands_in_by_a_name_like_canvass",
            "autograder/people/test_group_work.py::"
            "test_a_group_that_calls_itself_nearly_as_another_shares_nothing",
        ),
    ),
    Family(
        "writes a script into a name, or into an address of the formgrader",
        "it ran in the origin of the instructor's Jupyter server, which can open a terminal",
        (
            "autograder/feedback/test_formgrader.py::test_no_name_runs_in_a_page",
            "autograder/feedback/test_formgrader.py::test_no_part_of_an_address_runs_in_a_page",
        ),
    ),
    Family(
        "links to the instructor's own Jupyter server, or to another one of their network",
        "one click opens a submission's HTML there; before jupyter-server 2.20 its scripts ran",
        (
            "autograder/html/test_links.py::"
            "test_a_link_to_the_readers_own_machine_or_network_is_text",
        ),
    ),
    Family(
        "moves the terminal's cursor, or writes markup for it, in names of folders and files",
        "`course grade` and `course collect` show what the attacker likes",
        (
            "autograder/test_terminal.py::test_no_name_moves_the_cursor_or_is_markup",
            "autograder/lms/test_collect.py::test_signs_that_move_the_cursor_are_spelled_out",
        ),
    ),
    Family(
        "hides text, or swaps letters, by characters that are not seen or look like others",
        "code that reads other than it runs; two students, or names, that look the same",
        (
            "autograder/test_visible.py::test_what_deceives_is_marked",
            "autograder/test_visible.py::test_a_page_shows_what_deceives",
        ),
    ),
    Family(
        "hands in a file that takes long to read: nested archives, large pictures, 100,000 cells",
        "memory and minutes of the process that grades",
        (
            "autograder/grading/test_nothing_to_grade.py::"
            "test_what_takes_too_long_to_read_is_graded_as_if_empty",
        ),
    ),
    Family(
        "loses its own marks, so that nobody notices: no cells, or too many before the work",
        "0 points without a sentence, which an appeal may turn into marks",
        (
            "autograder/grading/test_nothing_to_grade.py::"
            "test_a_notebook_without_a_cell_that_can_be_read_is_told_so",
            "autograder/grading/test_nothing_to_grade.py::test_empty_cells_take_no_place_away",
            "autograder/grading/test_nothing_to_grade.py::test_cells_that_are_left_out_are_told",
        ),
    ),
    Family(
        "spells hidden inputs by which exceptions it raises, by what ends its process later, and "
        "by names that it says its arguments have",
        "82 names in each criterion: 45 to 159 bits for each hand-in; as names of changed "
        "arguments, all hidden inputs at once",
        (
            "attacks/test_security_doc.py::test_the_bits_that_a_hand_in_can_show_are_documented",
            "attacks/test_attacks_limits.py::"
            "test_an_exception_of_the_students_own_is_not_called_by_its_name",
            "attacks/test_attacks_limits.py::test_rare_exceptions_have_one_name",
            "attacks/test_attacks_limits.py::"
            "test_what_a_call_changed_is_told_by_the_names_of_its_arguments",
            "attacks/test_attacks_limits.py::test_an_exercise_names_one_exception",
        ),
    ),
    Family(
        "asks the grader to make, remove and rename files elsewhere, or through a link, and goes "
        "on writing to files that it has had removed",
        "128 open files of 16 MB, 2 GB, which no listing shows",
        (
            "autograder/sandbox/test_scratch.py::test_nothing_is_done_elsewhere",
            "autograder/sandbox/test_scratch.py::test_no_link_is_followed_or_removed",
            "autograder/sandbox/test_scratch.py::test_what_is_removed_or_replaced_still_counts",
            "autograder/sandbox/test_statements.py::"
            "test_folders_count_for_the_scratch_folder_and_no_link_is_followed",
        ),
    ),
    Family(
        "draws what only looks random: equally many in each of ten parts, mirrored halves, or "
        "numbers and orders of its own, moved by one draw",
        "full marks in the samplers, the searches and `mini_batches`",
        (
            "exercises/test_grids.py::test_a_sample_from_a_grid_is_not_drawn",
            "exercises/test_grids.py::"
            "test_numbers_that_come_again_with_another_generator_are_not_drawn_from_it",
            "exercises/test_grids.py::test_an_order_that_only_begins_elsewhere_is_not_random",
        ),
    ),
]
