namespace FLChain.DevPeer.Material;

/// <summary>What a connection profile shall say.</summary>
public sealed record ProfileRequest
{
    /// <summary>The peer's address, see <see cref="DevPeerServer.Address"/>.</summary>
    public required Uri Address { get; init; }

    /// <summary>The organization in whose name the profile is used.</summary>
    public required string MspId { get; init; }

    /// <summary>The user's <c>msp</c> folder, from <see cref="DevConsortium.IssueUser"/>; null for a profile without an identity.</summary>
    public string? MspFolder { get; init; }

    /// <summary>The channel. Default <c>flchain</c>.</summary>
    public string Channel { get; init; } = "flchain";

    /// <summary>The chaincode.</summary>
    public required string Chaincode { get; init; }

    /// <summary>The organizations asked to endorse by default; empty leaves the choice to the peer.</summary>
    public IReadOnlyList<string> EndorsingOrganizations { get; init; } = [];
}
