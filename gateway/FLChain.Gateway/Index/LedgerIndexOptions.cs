using FLChain.Core.Filters;

namespace FLChain.Gateway.Index;

/// <summary>What an index is of and where it is kept.</summary>
internal sealed record LedgerIndexOptions
{
    /// <summary>The database file.</summary>
    public required string Path { get; init; }

    /// <summary>The channel.</summary>
    public required string Channel { get; init; }

    /// <summary>The contracts' chaincode.</summary>
    public required string Chaincode { get; init; }

    /// <summary>Size and seed of the DDCBF.</summary>
    public FilterOptions Filter { get; init; } = new();

    /// <summary>Roots are attested at every block whose number this divides, 1 or more. Default 100.</summary>
    public ulong AttestationInterval { get; init; } = 100;
}
