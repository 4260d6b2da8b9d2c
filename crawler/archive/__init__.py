"""Every fetched page kept as a WARC 1.1 record, so that everything can be cleaned again.

What is promised. A record is one gzip member, appended to an unbuffered file: a killed process can tear only the last
record, and the next start cuts that off (`recover`). The disk is told to keep what it has (fsync) after every
`writer.SYNC_EVERY` records, when a file is rolled and at the end, so a power cut costs at most the records since then.
A record that does not fit on the disk is taken back whole. The index in the store follows after each fsync; what it
lacks after a kill is read back from the files.

An archive in an object store is written into a folder of this machine all the same, its spool, and keeps these promises
there; a file is moved once nobody writes it (`mover`), and only then can it be lost here.

What is kept. Payloads are decoded bodies; how they were encoded on the wire is kept under another header's name.
Cookies, credentials, and credentials in addresses never reach a file. Requests are not kept: they hold nothing else.

Format: WARC 1.1, ISO 28500:2017.
"""
