"""How do we know what a row says?

The chain of one article: from each value back to its place in the bytes that a server sent, and from the bytes to the
request, the listing, the robots.txt and the run that led to them. Reads an archive, changes nothing in it.
"""
