namespace FLChain.Fabric.Blocks;

/// <summary>How much a transaction may hold before it is refused unread. Memory while parsing stays within a small multiple of <see cref="MaxBytes"/>.</summary>
public sealed record EnvelopeLimits
{
    /// <summary>Largest envelope in bytes. Default 16 MiB: an orderer takes 10 MiB by default.</summary>
    public int MaxBytes { get; init; } = 16 * 1024 * 1024;

    /// <summary>Most endorsements. Default 256.</summary>
    public int MaxEndorsements { get; init; } = 256;

    /// <summary>Most namespaces, and most collections of one namespace. Default 256.</summary>
    public int MaxNamespaces { get; init; } = 256;

    /// <summary>Most arguments of the invocation, the function's name among them. Default 4096.</summary>
    public int MaxArguments { get; init; } = 4096;
}
