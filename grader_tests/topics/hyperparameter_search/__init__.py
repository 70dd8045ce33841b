"""Searching hyperparameters: everything that the notebook `hyperparameter_search` is graded by."""

from grader_tests.engine.exercise import Topic
from grader_tests.topics.hyperparameter_search.grid import GRID_POINTS
from grader_tests.topics.hyperparameter_search.log_uniform import SAMPLE_LOG_UNIFORM
from grader_tests.topics.hyperparameter_search.momentum import SAMPLE_MOMENTUM
from grader_tests.topics.hyperparameter_search.points import RANDOM_POINTS
from grader_tests.topics.hyperparameter_search.questions import QUESTIONS
from grader_tests.topics.hyperparameter_search.search import RANDOM_SEARCH
from grader_tests.topics.hyperparameter_search.zoom import ZOOM

TOPIC = Topic(
    "hyperparameter_search",
    (SAMPLE_LOG_UNIFORM, SAMPLE_MOMENTUM, GRID_POINTS, RANDOM_POINTS, RANDOM_SEARCH, ZOOM),
    QUESTIONS,
)
