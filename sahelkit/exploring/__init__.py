"""The explorer: one filter, every view of a corpus, and the sentences that each number rests on."""
