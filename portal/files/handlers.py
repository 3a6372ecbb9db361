"""Uploads on their way in: written to disk as they come, never more than any purpose takes."""

from django.core.files.uploadedfile import TemporaryUploadedFile
from django.core.files.uploadhandler import TemporaryFileUploadHandler

from portal.files.purposes import largest


class CappedUploadHandler(TemporaryFileUploadHandler):
    """Stops writing where no purpose takes more, but counts on: the field says how much."""

    file: TemporaryUploadedFile

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Write what may still be wanted."""
        if start <= largest():
            self.file.write(raw_data)
