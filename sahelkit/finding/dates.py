"""To come."""


def find_dates(scan, published):
    return []
