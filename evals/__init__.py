"""Is it good enough: tasks, cases, thresholds and benchmarks that measure the whole from outside."""
