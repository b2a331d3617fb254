using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using FLChain.Cli.Ledger;
using FLChain.Core.Records;
using FLChain.TrainerSdk.Misbehavior;

namespace FLChain.Cli.Justice;

/// <summary>Reports, accusations and judgments in lines for people, or as JSON for programs.</summary>
internal static class CaseText
{
    private static readonly JsonSerializerOptions Indented = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    private static readonly JsonSerializerOptions OneLine = new(Indented) { WriteIndented = false };

    public static string Json<T>(T value) => JsonSerializer.Serialize(value, Indented);

    public static string JsonLine<T>(T value) => JsonSerializer.Serialize(value, OneLine);

    public static IEnumerable<string> Lines(ReportRecord report, AccountLabels labels)
    {
        yield return $"report {report.ReportId}";
        yield return $"  {labels.Party(report.Reporter)} reported {labels.Party(report.Accused)}: {Name(report.Kind)} in iteration {report.Iteration} of {report.Fid}";
        yield return $"  {Name(report.State)}: {report.Finding}";
        yield return $"  fee {Amount(report.Fee)}{Until(report.Deadline, "the accused may answer until")}";
    }

    public static IEnumerable<string> Lines(AccusationRecord accusation, AccountLabels labels)
    {
        yield return $"accusation {accusation.ReportId}";
        yield return $"  {labels.Party(accusation.Reporter)} accused {labels.Party(accusation.Accused)}: {Printable(accusation.Claim)}";
        yield return $"  evidence SHA-512 {accusation.EvidenceDigest}";
        yield return $"  {Name(accusation.State)}{Until(accusation.Deadline, accusation.State == AccusationState.Judged ? "an appeal is possible until" : "a judgment is due by")}, fee {Amount(accusation.Fee)}";
        if (accusation.Models.Count > 0) yield return $"  models: {string.Join(", ", accusation.Models)}";
        if (accusation.Appellant.Length > 0) yield return $"  {labels.Party(accusation.Appellant)} appealed for {Amount(accusation.AppealFee)}";
        if (accusation.Judgment is { } judgment)
            foreach (var line in Lines(judgment))
                yield return $"  {line}";
    }

    public static IEnumerable<string> Lines(Judgment judgment)
    {
        yield return $"judgment {judgment.Instance}: {Name(judgment.Verdict)}, decided {Time(judgment.DecidedAt)}";
        yield return $"findings: {Printable(judgment.Findings)}";
        foreach (var model in judgment.Models) yield return $"{model.Fid}: {(model.Legal ? "legal, may be sold" : "forbidden for ever")}";
    }

    public static string Line(DrawnGradient drawn, AccountLabels labels) =>
        $"iteration {drawn.Iteration}: {labels.Party(drawn.DpId)}, {(drawn is { ReportId: { } id, State: { } state } ? $"inspected by accusation {id}: {Name(state)}" : "not inspected")}";

    public static string Time(long milliseconds) => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds).ToString("u", CultureInfo.InvariantCulture);

    private static string Until(long deadline, string what) => deadline > 0 ? $", {what} {Time(deadline)}" : "";

    private static string Amount(long amount) => amount.ToString("N0", CultureInfo.InvariantCulture);

    private static string Name<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());

    // What a stranger wrote goes to the terminal without its control characters.
    private static string Printable(string text) => string.Concat(text.Select(character => char.IsControl(character) ? ' ' : character));
}
