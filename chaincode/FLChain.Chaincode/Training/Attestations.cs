namespace FLChain.Chaincode.Training;

/// <summary>Which artifact the members agree on.</summary>
internal static class Attestations
{
    /// <summary>The artifact that all of <paramref name="awaited"/> attested, or null while one is missing or differs.</summary>
    public static Artifact? Unanimous(IReadOnlyList<AttestationEntry> entries, IReadOnlyList<string> awaited)
    {
        var artifact = entries.FirstOrDefault(entry => awaited.Contains(entry.Author, StringComparer.Ordinal))?.Artifact;
        if (artifact is null) return null;
        var attestants = By(entries, artifact);
        return awaited.All(member => attestants.Contains(member, StringComparer.Ordinal)) ? artifact : null;
    }

    /// <summary>The artifact that most members attested, if at least <paramref name="threshold"/> did; of two, the one with the lesser digest, then key hash, then length.</summary>
    public static Artifact? Prevailing(IReadOnlyList<AttestationEntry> entries, int threshold) =>
        entries
            .GroupBy(entry => entry.Artifact)
            .Where(group => group.Count() >= threshold)
            .OrderByDescending(group => group.Count())
            .ThenBy(group => group.Key.Digest, StringComparer.Ordinal)
            .ThenBy(group => group.Key.KeyHash, StringComparer.Ordinal)
            .ThenBy(group => group.Key.Bytes)
            .FirstOrDefault()?.Key;

    /// <summary>Who attested the artifact, in the order of the entries.</summary>
    public static IReadOnlyList<string> By(IReadOnlyList<AttestationEntry> entries, Artifact artifact) =>
        [.. entries.Where(entry => entry.Artifact == artifact).Select(entry => entry.Author)];
}
