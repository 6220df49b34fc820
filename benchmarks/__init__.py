"""Measurements that take longer than a test may: accuracy beside other libraries."""
