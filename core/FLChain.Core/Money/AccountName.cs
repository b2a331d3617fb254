namespace FLChain.Core.Money;

/// <summary>Names of the accounts between which money moves. Every payment has one account that gives and one that takes.</summary>
public static class AccountName
{
    /// <summary>Where money comes from: its balance is minus what was minted, so that all accounts together are always zero.</summary>
    public const string Issue = "issue";

    /// <summary>PAC, the public account.</summary>
    public const string Public = "pac";

    /// <summary>AUTH, the authority.</summary>
    public const string Authority = "auth";

    private const string PartyPrefix = "party:";
    private const string DepositPrefix = "deposit:";

    /// <summary>What a party may spend.</summary>
    public static string Party(string partyId) => PartyPrefix + partyId;

    /// <summary>The part of PAC that is frozen for a party.</summary>
    public static string Deposit(string partyId) => DepositPrefix + partyId;

    /// <summary>FED, a federation.</summary>
    public static string Federation(string fid) => "fed:" + fid;

    /// <summary>The party that owns a party or deposit account, or null for a shared account.</summary>
    public static string? OwnerOf(string account)
    {
        ArgumentNullException.ThrowIfNull(account);
        if (account.StartsWith(PartyPrefix, StringComparison.Ordinal)) return account[PartyPrefix.Length..];
        return account.StartsWith(DepositPrefix, StringComparison.Ordinal) ? account[DepositPrefix.Length..] : null;
    }

    /// <summary>Whether the account is a party's deposit.</summary>
    public static bool IsDeposit(string account)
    {
        ArgumentNullException.ThrowIfNull(account);
        return account.StartsWith(DepositPrefix, StringComparison.Ordinal);
    }
}
