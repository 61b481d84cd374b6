"""Static files under names that carry their hash, so that browsers may keep them for ever."""

from functools import lru_cache

from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedStatic(CompressedManifestStaticFilesStorage):
    """Hashed and compressed once collected. Before that (tests, development) the plain names serve."""

    manifest_strict = False

    def stored_name(self, name: str) -> str:
        """The hashed name from the manifest, or `name` itself where the file was not collected."""
        return str(self.hashed_files.get(self.hash_key(self.clean_name(name)), name))

    @lru_cache(maxsize=1024)  # noqa: B019 - there is one storage, as long as the process lives
    def url(self, name: str, force: bool = False) -> str:
        """The address of a file. Files do not change under a running process, and an icon is asked for sixty times a page."""
        return str(super().url(name, force))
