"""Sets pages: a job as JSON comes in, a PDF goes out. It reads one template and nothing else.

The job holds several settings of the same text, the fullest first; the first that fits the pages
is printed.
"""

import json
import resource
import sys

import typst

CPU_SECONDS = 20


def main() -> None:
    """Print the first setting that fits."""
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    job = json.load(sys.stdin)
    for setting in job["settings"]:
        compiler = typst.Compiler(
            input=job["template"],
            root=job["root"],
            ignore_system_fonts=True,
            sys_inputs={"data": json.dumps(setting)},
        )
        pages = json.loads(compiler.query("<pages>", field="value", one=True))
        if pages <= job["most_pages"]:
            paper = compiler.compile(format="pdf", pdf_standards=["ua-1"])
            # Without a name for a file it is bytes.
            assert isinstance(paper, bytes)
            sys.stdout.buffer.write(paper)
            return
    sys.exit("No setting fits the pages.")


main()
