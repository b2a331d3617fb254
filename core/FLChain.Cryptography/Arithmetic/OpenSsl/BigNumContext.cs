using System.Collections.Concurrent;
using Microsoft.Win32.SafeHandles;

namespace FLChain.Cryptography.Arithmetic.OpenSsl;

/// <summary>A BN_CTX, the scratch space of one thread at a time, lent from a pool that grows to the number of threads at work.</summary>
internal sealed class BigNumContext : SafeHandleZeroOrMinusOneIsInvalid
{
    private static readonly ConcurrentBag<BigNumContext> Pool = [];

    public BigNumContext()
        : base(ownsHandle: true)
    {
        SetHandle(LibCrypto.BN_CTX_new());
        OpenSslException.Require(!IsInvalid);
    }

    public nint Pointer => handle;

    public static Lease Rent() => new(Pool.TryTake(out var context) ? context : new BigNumContext());

    protected override bool ReleaseHandle()
    {
        LibCrypto.BN_CTX_free(handle);
        return true;
    }

    /// <summary>Returns the context to the pool when disposed, once.</summary>
    public readonly struct Lease(BigNumContext context) : IDisposable
    {
        public nint Pointer => context.Pointer;

        public void Dispose() => Pool.Add(context);
    }
}
