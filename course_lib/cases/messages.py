"""Define the words of a verdict's steps, which the student opens one after the other."""

WHERE = "Where should I look?"
WHAT = "What is the mistake?"
MORE = 'To see where to look and what the mistake may be: check("{name}", more=True)'
