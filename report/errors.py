"""Errors that a person can act on; every message is a Chinese sentence."""


class NianbaoError(Exception):
    """Something the program cannot go on from. `str(error)` is shown to the user as it is."""


class FormatError(NianbaoError):
    """A format file (格式文件) that cannot be used: names file, line and path."""

    def __init__(self, message: str, file: str, line: int = 0, path: str = "") -> None:
        where = f"{file} 第 {line} 行" if line else file
        super().__init__(f"{where}{f'（{path}）' if path else ''}：{message}")
        self.file = file
        self.line = line
        self.path = path


class ReportError(NianbaoError):
    """A report file (年报文件) that cannot be read; `problems` lists every fault found, one sentence each."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems
