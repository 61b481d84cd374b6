"""A password hasher that counts: what takes time when signing in and joining."""

from django.contrib.auth.hashers import MD5PasswordHasher

done: list[str] = []


class CountingHasher(MD5PasswordHasher):
    algorithm = "md5"

    def encode(self, password: str, salt: str) -> str:
        done.append("hash")
        return super().encode(password, salt)
