"""Fuzzing: the laws of the library, held against inputs that nobody would think of; run as `python -m tests.fuzz`."""
