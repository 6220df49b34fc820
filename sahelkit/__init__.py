"""News on the Sahel conflict, read into tables whose every number opens its sentence.

    import sahelkit as sk
    corpus = sk.load("data")
    sk.count_mentions(corpus)

This is the public face and nothing else: names are attached lazily, as the stub beside this file lists them, so that
importing costs little until one of them is used.
"""

import lazy_loader

__version__ = "0.1.0"

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
