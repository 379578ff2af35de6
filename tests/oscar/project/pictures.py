"""Pictures without resizing: the shop of the tests draws none."""


class Picture:
    """A picture as django-oscar's templates read it."""

    url = "/media/none.png"
    width = 1  # pixels
    height = 1  # pixels


class PlainPicture:
    """django-oscar's thumbnailer interface, answering always with the same picture."""

    def generate_thumbnail(self, _source: object, **_opts: object) -> Picture:
        """Return the one picture there is, whatever the source."""
        return Picture()

    def delete_thumbnails(self, _source: object) -> None:
        """Nothing was made, so there is nothing to delete."""
