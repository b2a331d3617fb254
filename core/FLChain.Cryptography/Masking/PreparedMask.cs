using FLChain.Cryptography.Proofs;

namespace FLChain.Cryptography.Masking;

/// <summary>
/// The mask of one vector that is not there yet: everything that depends on the seed and on where the vector is
/// submitted, computed while the local training still runs. Holds secrets until it is disposed. It masks once.
/// </summary>
public abstract class PreparedMask : IDisposable
{
    private int used;

    private protected PreparedMask(ProofContext context) => Context = context;

    /// <summary>Where the vector will be submitted.</summary>
    public ProofContext Context { get; }

    /// <summary>Zeroes the mask's secrets.</summary>
    public abstract void Dispose();

    // The difference of two vectors under one mask is public.
    internal void Use()
    {
        if (Interlocked.Exchange(ref used, 1) != 0)
            throw new InvalidOperationException("A mask hides one vector: a second one would give the difference of both away.");
    }
}
