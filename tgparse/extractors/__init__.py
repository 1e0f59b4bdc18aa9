"""One file a kind of item; each has `extract(raw_post, found_so_far, options)`, which yields items.

`EXTRACTORS` gives the functions in the order in which they run: each sees what those before it have found in the
same post, so that a date inside a URL is no date. A user's own extractor is one more function behind them.
"""
