"""The tests of tgparse."""
