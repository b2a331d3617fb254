using FLChain.Chaincode;
using FLChain.Cli.Audit.Answers;
using FLChain.Cli.Audit.Chain;
using FLChain.Cli.Audit.Money;
using FLChain.Cli.Audit.Payloads;
using FLChain.Cli.Audit.Replay;
using FLChain.Cli.Audit.State;
using FLChain.Cli.Audit.Trust;

namespace FLChain.Cli.Audit;

/// <summary>One audit: the blocks in their order, one after another; what needs no order runs ahead of or beside it.</summary>
internal sealed class AuditRun : IDisposable
{
    /// <summary>How often the answers are asked for again because the ledger grew meanwhile.</summary>
    private const int AnswerAttempts = 5;

    /// <summary>How often a chain that is followed is looked at.</summary>
    private static readonly TimeSpan FollowingInterval = TimeSpan.FromMilliseconds(250);

    private readonly IAuditSource _source;
    private readonly AuditOptions _options;
    private readonly IProgress<AuditProgress>? _progress;
    private readonly AuditJournal _journal;
    private readonly BlockCheck _blocks;
    private readonly ChannelMembers _members;
    private readonly LedgerState _state;
    private readonly DefinitionCheck _definitions;
    private readonly VerdictCheck _verdicts;
    private readonly CommitHashCheck _commitHashes;
    private readonly MoneyCheck _money;
    private readonly AnswerCheck _answers;
    private readonly TransactionExamination _examination;
    private byte[] _previousHash = [];
    private ulong _next;
    private ulong _height;

    public AuditRun(IAuditSource source, AuditOptions options, IProgress<AuditProgress>? progress)
    {
        _source = source;
        _options = options;
        _progress = progress;
        _journal = new AuditJournal(options.MaxFindings);
        _state = new LedgerState(options.PayloadBlocksToLive, options.ChaincodeName);
        var members = new MemberDirectory(options.Trust, options.RequireNodeRoles);
        var chaincode = FLChainChaincode.Create(new ChaincodeOptions { AuthorityMsp = options.AuthorityMsp });
        var shelf = new PayloadShelf(source, options);
        _members = new ChannelMembers(members, _journal);
        _blocks = new BlockCheck(new TransactionJudge(options, members), members, _journal);
        _verdicts = new VerdictCheck(_journal, new EndorsementRule(options, members, _members));
        _definitions = new DefinitionCheck(_members, _state, _journal);
        _commitHashes = new CommitHashCheck(_journal);
        _money = new MoneyCheck(_journal);
        _answers = new AnswerCheck(options, source, chaincode, _state, shelf);
        _examination = new TransactionExamination(
            options,
            new PayloadCheck(options, source, shelf, _journal),
            new ProofCheck(options, _state, shelf, _journal),
            new TransactionReplay(chaincode, _state, shelf),
            _journal);
    }

    public async Task<AuditReport> RunAsync(Task until, CancellationToken cancellationToken)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (!until.IsCompleted)
        {
            await ReadToAsync(await _source.GetHeightAsync(cancellationToken), cancellationToken);
            await Task.WhenAny(until, Task.Delay(FollowingInterval, cancellationToken));
            cancellationToken.ThrowIfCancellationRequested();
        }

        await ReadToAsync(await _source.GetHeightAsync(cancellationToken), cancellationToken);
        await CheckAnswersAsync(cancellationToken);
        Report("proofs");
        await _examination.FinishAsync();
        _commitHashes.Finish();
        return new AuditReport(
            _options.ChannelId,
            _options.Fid,
            _next,
            Convert.ToHexStringLower(_previousHash),
            _verdicts.Transactions,
            _verdicts.Valid,
            _examination.Reexecuted,
            _examination.NotReexecuted,
            long.CreateSaturating(_money.Minted),
            long.CreateSaturating(_money.SumOfAccounts),
            _journal.Checks,
            _journal.Findings,
            _journal.Errors,
            _journal.Skipped,
            TimeProvider.System.GetElapsedTime(started));
    }

    public void Dispose() => _examination.Dispose();

    private async Task ReadToAsync(ulong height, CancellationToken cancellationToken)
    {
        _height = height;
        if (height <= _next)
        {
            if (_next == 0) _journal.Error(AuditCheckKind.Blocks, new AuditPlace(0), "a chain", "the peer has no block");
            return;
        }

        // Hashes and signatures of the blocks to come are checked while the state catches up.
        var ahead = new Queue<Task<CheckedBlock?>>();
        var asked = _next;
        await foreach (var block in _source.BlocksAsync(_next, height - 1, cancellationToken))
        {
            var number = asked++;
            ahead.Enqueue(Task.Run(() => _blocks.Check(block, number), cancellationToken));
            if (ahead.Count > 2 * _options.MaxDegreeOfParallelism) await TakeAsync(await ahead.Dequeue(), cancellationToken);
            if (asked == height) break;
        }

        while (ahead.TryDequeue(out var check)) await TakeAsync(await check, cancellationToken);
        if (asked < height) _journal.Error(AuditCheckKind.Blocks, new AuditPlace(asked), "a block", "the peer gives none that can be read");
    }

    private async Task TakeAsync(CheckedBlock? block, CancellationToken cancellationToken)
    {
        var number = _next++;
        if (block is null)
        {
            _previousHash = [];
            return;
        }

        Link(block, number);
        var changes = _verdicts.Judge(block, number, _state);
        _members.Apply(block, number);
        _definitions.Check(block, number);
        await _examination.RunAsync(block, number, cancellationToken);
        _state.Apply(changes);
        _commitHashes.Add(block, changes);
        foreach (var transaction in block.Transactions.Where(transaction => transaction.TookEffect && transaction.Transaction!.Action!.ChaincodeName == _options.ChaincodeName))
            _money.Apply(number, transaction);
        Report("blocks");
    }

    private void Link(CheckedBlock block, ulong number)
    {
        var header = block.Block.Header;
        var place = new AuditPlace(number);
        if (header.Number != number) _journal.Error(AuditCheckKind.Blocks, place, $"block number {number}", $"{header.Number}");
        if (!header.PreviousHash.Span.SequenceEqual(_previousHash))
            _journal.Error(AuditCheckKind.Blocks, place, $"previous hash {Printable.Hex(_previousHash)}", Printable.Hex(header.PreviousHash.Span));
        _previousHash = block.HeaderHash;
    }

    private async Task CheckAnswersAsync(CancellationToken cancellationToken)
    {
        Report("answers");
        for (var attempt = 1; ; attempt++)
        {
            var differences = await _answers.RunAsync(cancellationToken);
            var height = await _source.GetHeightAsync(cancellationToken);
            if (differences.Count > 0 && height > _height && attempt < AnswerAttempts)
            {
                // The ledger grew between the blocks and the answers: catch up and ask again.
                await ReadToAsync(height, cancellationToken);
                continue;
            }

            if (differences.Count > 0 && height > _height)
            {
                _journal.Skip(AuditCheckKind.Answers, "the ledger grows faster than its answers can be compared", new AuditPlace());
                return;
            }

            _journal.Examined(AuditCheckKind.Answers, _answers.Asked);
            foreach (var difference in differences) _journal.Error(difference.Check, difference.Place, difference.Expected, difference.Found);
            return;
        }
    }

    private void Report(string step) =>
        _progress?.Report(new AuditProgress(_next, _height, _verdicts.Transactions, _journal.Errors, step));
}
