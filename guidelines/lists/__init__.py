"""Records as rows: lists, facets, the matrix, comparisons, copies."""
