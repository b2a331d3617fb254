namespace FLChain.Fabric.Client;

/// <summary>The identity of a <see cref="ConnectionProfile"/>: an <c>msp</c> folder, or a certificate and its key.</summary>
public sealed record ProfileIdentity
{
    /// <summary>The organization's MSP id.</summary>
    public required string MspId { get; init; }

    /// <summary>A folder as Fabric lays it out, with <c>signcerts/</c> and <c>keystore/</c>.</summary>
    public string? MspFolder { get; init; }

    /// <summary>PEM certificate, instead of <see cref="MspFolder"/>.</summary>
    public string? Certificate { get; init; }

    /// <summary>PEM private key of <see cref="Certificate"/>.</summary>
    public string? PrivateKey { get; init; }

    /// <summary>Accept a private key that every user of the machine can read.</summary>
    public bool AllowReadableKey { get; init; }
}
