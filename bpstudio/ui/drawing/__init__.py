"""The page Draw: a plane on which points of a few classes are painted, to be learned."""
