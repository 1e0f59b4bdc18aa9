"""Tools of the tests: what makes the fixtures, and what they are to give."""
