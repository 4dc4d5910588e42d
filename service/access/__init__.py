"""Who may call, and how much: API keys, their file, their quotas. Imports only errors; knows nothing of gRPC."""

from service.access.keyfile import KeyFile
from service.access.keys import ApiKey, Limits, new_key
from service.access.ring import KeyRing

__all__ = ["ApiKey", "KeyFile", "KeyRing", "Limits", "new_key"]
