"""From files to sentences: sources, repair, zones, sentences.

Nothing is deleted on the way: repairs are recorded character by character, zones set aside what is no running
text, and every span maps back to the source as it came.
"""
