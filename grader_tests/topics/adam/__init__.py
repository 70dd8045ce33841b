"""Adam: everything that the notebook `adam` is graded by."""

from grader_tests.engine.definition import topic

TOPIC = topic(
    __name__, "update_moments", "correct_moments", "adam_step", "adamw_step", training_probe="adam"
)
