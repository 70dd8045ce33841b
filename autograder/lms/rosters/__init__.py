"""Read rosters: tables of students that an LMS, a spreadsheet or a person wrote."""
