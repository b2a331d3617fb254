using Microsoft.Win32.SafeHandles;

namespace FLChain.Cryptography.Arithmetic.OpenSsl;

/// <summary>A BN_MONT_CTX: precomputed once for a modulus, then read by any number of threads.</summary>
internal sealed class MontgomeryContext : SafeHandleZeroOrMinusOneIsInvalid
{
    public MontgomeryContext(nint modulus)
        : base(ownsHandle: true)
    {
        SetHandle(LibCrypto.BN_MONT_CTX_new());
        using var context = BigNumContext.Rent();
        OpenSslException.Require(!IsInvalid && LibCrypto.BN_MONT_CTX_set(handle, modulus, context.Pointer) == 1);
    }

    public nint Pointer => handle;

    protected override bool ReleaseHandle()
    {
        LibCrypto.BN_MONT_CTX_free(handle);
        return true;
    }
}
