"""Look again at one student's work, for instructors only: nothing here is for students' eyes."""
