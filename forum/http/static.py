"""Static files under names that carry their hash, so that browsers may keep them for ever."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedStatic(CompressedManifestStaticFilesStorage):
    """Hashed and compressed once collected. Before that (tests, development) the plain names serve."""

    manifest_strict = False

    def stored_name(self, name: str) -> str:
        """The hashed name from the manifest, or `name` itself where the file was not collected."""
        return str(self.hashed_files.get(self.hash_key(self.clean_name(name)), name))
