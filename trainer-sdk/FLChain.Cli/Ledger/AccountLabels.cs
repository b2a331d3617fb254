namespace FLChain.Cli.Ledger;

/// <summary>Names for people instead of party ids: pseudonyms of trainers, roles of others; shortened ids where nothing better is known.</summary>
internal sealed class AccountLabels(IReadOnlyDictionary<string, string> names)
{
    private const int ShortId = 12;

    /// <summary>The account as people read it.</summary>
    public string Of(string account)
    {
        var colon = account.IndexOf(':', StringComparison.Ordinal);
        if (colon < 0) return account switch { "issue" => "issue (what was minted)", "pac" => "PAC, public account", "auth" => "AUTH, authority", _ => account };
        var owner = account[(colon + 1)..];
        return account[..colon] switch
        {
            "party" => Party(owner),
            "deposit" => $"deposit of {Party(owner)}",
            "fed" => $"FED, federation of {owner}",
            _ => account,
        };
    }

    /// <summary>The party with this name, or null.</summary>
    public string? PartyOf(string name) => names.FirstOrDefault(known => known.Value == name).Key;

    /// <summary>The party as people read it.</summary>
    public string Party(string partyId) =>
        names.TryGetValue(partyId, out var name) ? name : partyId.Length > ShortId ? partyId[..ShortId] + "…" : partyId;
}
