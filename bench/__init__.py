"""Benchmarks, each beside its limit, as ratios within one run where a limit is a ratio.

`bin/bench` builds the data it needs under var/bench and prints one row a benchmark.
"""
