namespace FLChain.DevPeer.Simulation;

/// <summary>What one simulation may take: bounds on this process's memory, far above what a contract needs.</summary>
internal static class SimulationLimits
{
    /// <summary>Rows in one answer to a range or history query; the chaincode asks for the next ones.</summary>
    public const int RowsPerAnswer = 100;

    /// <summary>Bytes of values after which an answer is closed early.</summary>
    public const int BytesPerAnswer = 4 << 20;

    /// <summary>Largest page a chaincode may ask for; larger requests are cut down to it.</summary>
    public const int RowsPerPage = 100_000;

    /// <summary>Bytes of values in a page; a page ends early, with a bookmark, when it is reached.</summary>
    public const int BytesPerPage = 64 << 20;

    /// <summary>Keys and values written by one transaction, in bytes.</summary>
    public const long WrittenBytes = 256L << 20;

    /// <summary>Keys read or written by one transaction.</summary>
    public const int Keys = 1_000_000;

    /// <summary>Range and history queries open at once within one transaction.</summary>
    public const int OpenQueries = 1000;
}
