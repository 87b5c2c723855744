"""What do the archival standards of China ask of an archive, and what can this one answer?

`register` (the figures of each run), `metadata` (our fields as elements), `assess` (the check report in the order of
DA/T 70-2018). Where the text of a standard was not seen, every answer says so. Which those are: docs/standards.md.
"""
