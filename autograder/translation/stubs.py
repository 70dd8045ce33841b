"""What a release puts in the place of solutions; in another language it is translated."""

CODE_STUB = "raise NotImplementedError  # write your code here, in place of this line"
TEXT_STUB = "*Write your answer here, in place of this line.*"
