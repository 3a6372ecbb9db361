"""python -m portal.services: the supervisor alone, without loading the site into it."""

import sys

from portal.services.up import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
