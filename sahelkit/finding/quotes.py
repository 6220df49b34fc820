"""To come."""


def find_quotes(scan, mentions):
    return []
