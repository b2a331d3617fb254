namespace FLChain.Fabric.Shim;

/// <summary>A peer did what the protocol does not allow; its stream is closed.</summary>
internal sealed class ProtocolViolationException(string message) : Exception(message);
