"""A source of tables seen through a Selection, and the doors that make one."""

from sahelkit.corpus.corpus import Corpus as Corpus
from sahelkit.corpus.doors import code as code
from sahelkit.corpus.doors import load as load
from sahelkit.corpus.storing import open as open
