namespace FLChain.DevPeer.Simulation;

/// <summary>What all chaincodes of one transaction share: the one that was invoked, and those it calls.</summary>
internal sealed class SharedSimulation
{
    private readonly SortedDictionary<string, TransactionSimulator> spaces = new(StringComparer.Ordinal);

    public SimulationBudget Budget { get; } = new();

    /// <summary>Whether a page was read: phantoms behind it could not be seen, so nothing may be written.</summary>
    public bool HasPaged { get; set; }

    public bool HasWrites => spaces.Values.Any(space => space.HasOwnWrites);

    public bool HasQueriedPrivateData => spaces.Values.Any(space => space.HasQueriedPrivateData);

    /// <summary>By namespace, in order.</summary>
    public IReadOnlyDictionary<string, TransactionSimulator> Spaces => spaces;

    public void Add(string chaincode, TransactionSimulator simulator) => spaces.Add(chaincode, simulator);
}
