"""The site itself: the machinery that every room stands on."""
