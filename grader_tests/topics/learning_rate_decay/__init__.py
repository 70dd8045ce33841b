"""Learning rate decay: everything that the notebook `learning_rate_decay` is graded by."""

from grader_tests.engine.exercise import Topic
from grader_tests.topics.learning_rate_decay.exponential import EXPONENTIAL_DECAY
from grader_tests.topics.learning_rate_decay.inverse_sqrt import INVERSE_SQRT_DECAY
from grader_tests.topics.learning_rate_decay.inverse_time import INVERSE_TIME_DECAY
from grader_tests.topics.learning_rate_decay.questions import QUESTIONS
from grader_tests.topics.learning_rate_decay.staircase import STAIRCASE_DECAY

TOPIC = Topic(
    "learning_rate_decay",
    (INVERSE_TIME_DECAY, EXPONENTIAL_DECAY, INVERSE_SQRT_DECAY, STAIRCASE_DECAY),
    QUESTIONS,
)
