"""The gRPC door: `tidings.v1.NewsroomService` over the pipeline. The only room that imports grpc.

Converts messages, checks limits, keeps the queue, maps errors to statuses. Holds no logic of the pipeline's own.
"""

from service.rpc.run import Doors, serve
from service.rpc.server import Server

__all__ = ["Doors", "Server", "serve"]
