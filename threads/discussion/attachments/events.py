"""What happens to files."""

from dataclasses import dataclass

from forum.kernel.events import event


@event("file_brought", aggregate="attachment_id")
@dataclass(frozen=True, slots=True)
class FileBrought:
    """Somebody brought a file."""

    attachment_id: str


@event("file_settled", aggregate="attachment_id")
@dataclass(frozen=True, slots=True)
class FileSettled:
    """A picture was made anew, or could not be."""

    attachment_id: str


@event("file_removed", aggregate="attachment_id")
@dataclass(frozen=True, slots=True)
class FileRemoved:
    """A file is gone."""

    attachment_id: str
