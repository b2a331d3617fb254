namespace FLChain.TrainerSdk.State;

/// <summary>What a trainer keeps of one federation between runs. Everything in it can be computed again from the ledger while its payloads live.</summary>
internal sealed class FederationFolder
{
    private readonly string _checkpoint;
    private readonly string _pending;

    public FederationFolder(string stateDirectory, string fid)
    {
        var folder = Path.Combine(stateDirectory, fid);
        OwnerOnlyFile.CreateFolder(folder);
        _checkpoint = Path.Combine(folder, "checkpoint");
        _pending = Path.Combine(folder, "pending");
    }

    /// <summary>The last checkpoint; null when there is none, or when it does not read as one.</summary>
    public Checkpoint? LoadCheckpoint(int parameterCount) =>
        File.Exists(_checkpoint) ? Checkpoint.TryDecode(File.ReadAllBytes(_checkpoint), parameterCount) : null;

    public void Save(Checkpoint checkpoint) => OwnerOnlyFile.Write(_checkpoint, checkpoint.Encode());

    /// <summary>What was about to be submitted in this iteration, or null.</summary>
    public PendingSubmission? LoadPending(int iteration) =>
        File.Exists(_pending) && PendingSubmission.TryDecode(File.ReadAllBytes(_pending)) is { } pending && pending.Iteration == iteration ? pending : null;

    /// <summary>The iteration whose submission is kept, or null.</summary>
    public int? PendingIteration() =>
        File.Exists(_pending) ? PendingSubmission.TryDecode(File.ReadAllBytes(_pending))?.Iteration : null;

    public void Save(PendingSubmission pending) => OwnerOnlyFile.Write(_pending, pending.Encode());

    /// <summary>Erases the seed of an iteration that is final.</summary>
    /// <param name="upTo">A later iteration's stays: whoever lost its checkpoint goes through earlier ones again.</param>
    public void ForgetPending(int upTo = int.MaxValue)
    {
        if (PendingIteration() is { } kept && kept > upTo) return;
        OwnerOnlyFile.Erase(_pending);
    }
}
