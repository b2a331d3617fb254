namespace FLChain.Fabric.Client;

/// <summary>What one endorsing or ordering node said about a failure.</summary>
/// <param name="Address">The node, host and port.</param>
/// <param name="MspId">Its organization.</param>
/// <param name="Message">Its words.</param>
public sealed record PeerErrorDetail(string Address, string MspId, string Message);
