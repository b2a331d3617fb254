namespace FLChain.Fabric.Policies;

/// <summary>Someone whose signature was found to hold.</summary>
/// <param name="MspId">The organization.</param>
/// <param name="Role">The one part that the certificate names; <see cref="PolicyRole.Member"/> where it names none.</param>
public readonly record struct PolicySigner(string MspId, PolicyRole Role)
{
    internal bool Is(PolicySigner principal) =>
        MspId == principal.MspId && (principal.Role == PolicyRole.Member || principal.Role == Role);
}
