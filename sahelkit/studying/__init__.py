"""Questions asked of a corpus: how often, how often together, in which words. Tables in answer, no drawings."""
