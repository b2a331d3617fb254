using FLChain.Cli.Audit.Payloads;
using FLChain.Cli.Audit.Replay;
using FLChain.Cli.Audit.State;
using FLChain.Core;
using FLChain.Core.Answers;
using FLChain.Core.Encoding;
using FLChain.Core.Ledger;
using FLChain.Core.Records;
using FLChain.Core.Requests;
using FLChain.Fabric.Shim;

namespace FLChain.Cli.Audit.Answers;

/// <summary>
/// Asks the peer what everybody asks it, and the contracts over the rebuilt state the same: both must answer alike, byte
/// for byte.
/// </summary>
internal sealed class AnswerCheck(AuditOptions options, IAuditSource source, IChaincode chaincode, LedgerState state, PayloadShelf shelf)
{
    private long _asked;

    /// <summary>How many queries were made in the last run.</summary>
    public long Asked => _asked;

    /// <summary>The answers that differ.</summary>
    public async Task<IReadOnlyList<AuditFinding>> RunAsync(CancellationToken cancellationToken)
    {
        _asked = 0;
        var differences = new List<AuditFinding>();
        foreach (var (function, argument, what) in Queries())
        {
            _asked++;
            var expected = await ExpectedAsync(function, argument, cancellationToken);
            var found = await source.EvaluateAsync(function, argument, cancellationToken);
            if (!Same(expected, found))
                differences.Add(Describe(function, what, expected, found));
        }

        return differences;
    }

    private IEnumerable<(string Function, byte[]? Argument, string What)> Queries()
    {
        yield return ($"{TransactionNames.Registry.Contract}:{TransactionNames.Registry.GetPolicy}", null, "policy");
        yield return ($"{TransactionNames.Incentive.Contract}:{TransactionNames.Incentive.GetConservation}", null, "accounts");
        var models = Records<ModelRecord>(Keys.Models).Where(model => options.Fid is null || model.Fid == options.Fid).ToArray();
        foreach (var model in models)
        {
            var reference = CanonicalJson.Encode(new ModelReference(model.Fid));
            yield return ($"{TransactionNames.Federation.Contract}:{TransactionNames.Federation.GetModel}", reference, model.Fid);
            yield return ($"{TransactionNames.Training.Contract}:{TransactionNames.Training.GetProgress}", reference, model.Fid);
        }

        var members = models.SelectMany(model => model.Dps).ToHashSet(StringComparer.Ordinal);
        foreach (var trainer in Records<TrainerRecord>(Keys.Trainers).Where(trainer => options.Fid is null || members.Contains(trainer.DpId)))
            yield return (
                $"{TransactionNames.Registry.Contract}:{TransactionNames.Registry.GetTrainer}",
                CanonicalJson.Encode(new PartyReference(trainer.DpId)),
                trainer.DpId);
    }

    private IEnumerable<T> Records<T>(LedgerKeyRange range)
        where T : class =>
        state.Range(options.ChaincodeName, range.Start, range.End).Select(row => LedgerKeys.TryDecode<T>(row.Value.Bytes.Span)).OfType<T>();

    private async Task<byte[]?> ExpectedAsync(string function, byte[]? argument, CancellationToken cancellationToken)
    {
        var arguments = new List<ReadOnlyMemory<byte>> { System.Text.Encoding.UTF8.GetBytes(function) };
        if (argument is not null) arguments.Add(argument);
        var invocation = new ReplayInvocation(
            new string('0', 64),
            options.ChannelId,
            DateTimeOffset.UtcNow,
            arguments,
            new Dictionary<string, ReadOnlyMemory<byte>>(),
            new ClientIdentity(source.Caller.MspId, source.Caller.Certificate));
        var stub = new ReplayStub(options.ChaincodeName, state, invocation, new ReplayPrivateData(options.ChaincodeName, state, shelf, []));
        try
        {
            var response = await chaincode.InvokeAsync(stub, cancellationToken);
            return response.IsOk ? response.Payload.ToArray() : null;
        }
        catch (Exception exception) when (exception is not (OperationCanceledException or AuditSourceException))
        {
            // Records that the contracts cannot read: a peer that runs them refuses too.
            return null;
        }
    }

    private static bool Same(byte[]? expected, byte[]? found) =>
        expected is null || found is null ? expected is null && found is null : expected.AsSpan().SequenceEqual(found);

    private static AuditFinding Describe(string function, string what, byte[]? expected, byte[]? found)
    {
        var place = new AuditPlace(Function: function, Key: Printable.Text(what));
        if (expected is not null && found is not null && LedgerKeys.TryDecode<ConservationAnswer>(expected) is { } ours
            && LedgerKeys.TryDecode<ConservationAnswer>(found) is { } theirs)
            return DescribeAccounts(place, ours, theirs);
        return new AuditFinding(AuditSeverity.Error, AuditCheckKind.Answers, place, Show(expected), Show(found));
    }

    private static AuditFinding DescribeAccounts(AuditPlace place, ConservationAnswer ours, ConservationAnswer theirs)
    {
        var missing = ours.Accounts.Except(theirs.Accounts).FirstOrDefault();
        var other = theirs.Accounts.Except(ours.Accounts).FirstOrDefault();
        var account = missing?.Account ?? other?.Account;
        string Of(ConservationAnswer answer) => account is null
            ? $"{answer.Minted} minted and {answer.SumOfAccounts} held"
            : answer.Accounts.FirstOrDefault(each => each.Account == account) is { } line ? $"balance {line.Balance}, deposit {line.Deposit}" : "no such account";
        return new AuditFinding(
            AuditSeverity.Error, AuditCheckKind.Answers, place with { Key = Printable.Text(account ?? "accounts") }, Of(ours), Of(theirs));
    }

    private static string Show(byte[]? answer) => answer is null ? "a refusal" : Printable.Value(answer);
}
