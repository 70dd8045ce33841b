"""Know the people of a course: names, groups, and by which IDs each of them is called where."""
