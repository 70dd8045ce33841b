"""Handle notebooks as data: rebuild them, clear them, find their titles, close their outputs."""
