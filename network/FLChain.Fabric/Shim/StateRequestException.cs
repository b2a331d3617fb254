namespace FLChain.Fabric.Shim;

/// <summary>
/// A peer refused a state request, answered it with something unreadable, or the request could not be sent to it. Its
/// message is the same on every peer; what this peer said is in <see cref="PeerMessage"/>, which belongs in a log, not in a
/// response.
/// </summary>
public sealed class StateRequestException : Exception
{
    internal StateRequestException(string operation, string message, string peerMessage, Exception? cause = null)
        : base(message, cause)
    {
        Operation = operation;
        PeerMessage = peerMessage;
    }

    /// <summary>The kind of request, as in the protocol: <c>GetState</c>, <c>GetStateByRange</c>, …</summary>
    public string Operation { get; }

    /// <summary>The peer's own words; empty when it gave none.</summary>
    public string PeerMessage { get; }
}
