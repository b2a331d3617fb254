using System.Text.Json;
using System.Text.Json.Serialization;

namespace FLChain.Cli.Audit;

/// <summary>What an audit found.</summary>
/// <param name="ChannelId">The channel.</param>
/// <param name="Fid">The federation to which payloads, proofs and the report were narrowed; null for all.</param>
/// <param name="Blocks">Blocks that were read, from block 0.</param>
/// <param name="LastBlockHash">Hash of the last block's header, hex: compare it with what another peer says.</param>
/// <param name="Transactions">Transactions that invoked the contracts or anything else.</param>
/// <param name="ValidTransactions">Those of them that took effect.</param>
/// <param name="Reexecuted">Those of them that the contracts executed again.</param>
/// <param name="NotReexecuted">Those that could not be executed again in full; <see cref="Skipped"/> says why.</param>
/// <param name="Minted">Money that was ever issued.</param>
/// <param name="SumOfAccounts">Money that all accounts hold.</param>
/// <param name="Checks">Result of each check.</param>
/// <param name="Findings">What was found, errors first, each in the order of the chain; bounded by <see cref="AuditOptions.MaxFindings"/>.</param>
/// <param name="Errors">How many errors were found in all.</param>
/// <param name="Skipped">What could not be looked at, and why.</param>
/// <param name="Duration">How long the audit took.</param>
public sealed record AuditReport(
    string ChannelId,
    string? Fid,
    ulong Blocks,
    string LastBlockHash,
    long Transactions,
    long ValidTransactions,
    long Reexecuted,
    long NotReexecuted,
    long Minted,
    long SumOfAccounts,
    IReadOnlyList<AuditCheck> Checks,
    IReadOnlyList<AuditFinding> Findings,
    long Errors,
    IReadOnlyList<SkippedCheck> Skipped,
    TimeSpan Duration)
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    /// <summary>Whether there is no error.</summary>
    public bool Passed => Errors == 0;

    /// <summary>The result of one check.</summary>
    public AuditCheck this[AuditCheckKind kind] => Checks.First(check => check.Check == kind);

    /// <summary>The report as an indented JSON object, its members named as here, in camel case.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, Options);
}
