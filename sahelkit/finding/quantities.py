"""To come."""


def find_quantities(scan, dates):
    return []
