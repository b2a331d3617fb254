using System.Security.Cryptography;
using FLChain.Cli.Audit;
using FLChain.Cli.Audit.Chain;
using FLChain.Cli.Audit.State;
using FLChain.Cli.Audit.Trust;
using FLChain.Fabric.Blocks;
using FLChain.Fabric.Policies;
using FLChain.Fabric.Protos;
using Google.Protobuf;

namespace FLChain.Cli.Tests.Audit;

/// <summary>A definition of a chaincode counts only with the approvals of a majority of the three organizations, in the form that Fabric's lifecycle leaves on the ledger.</summary>
[Collection(SharedLedger.Name)]
public sealed class DefinitionCheckTests
{
    private const string Lifecycle = "_lifecycle";
    private static readonly string[] Members = [Consortium.AuthorityMsp, Consortium.TrainersMsp, Consortium.BuyersMsp];
    private static readonly string[] Fields = ["EndorsementInfo", "ValidationInfo", "Collections"];

    private readonly AuditedLedger _ledger;
    private readonly AuditJournal _journal = new(100);
    private readonly LedgerState _state = new(3, Consortium.Chaincode);
    private readonly ChannelMembers _members;
    private readonly DefinitionCheck _check;
    private readonly EndorsementRule _rule;
    private ulong _number;

    public DefinitionCheckTests(AuditedLedger ledger)
    {
        _ledger = ledger;
        var directory = new MemberDirectory(ledger.Options.Trust, requireRoles: true);
        _members = new ChannelMembers(directory, _journal);
        _check = new DefinitionCheck(_members, _state, _journal);
        _rule = new EndorsementRule(ledger.Options, directory, _members);
    }

    [Fact]
    public void Check_MajorityApproved_Passes()
    {
        Approve(Members[0], 1);
        Approve(Members[2], 1);
        Commit(1);
        Assert.Empty(_journal.Findings);
        Assert.Equal(1, _journal.Checks.Single(check => check.Check == AuditCheckKind.Definitions).Examined);
    }

    [Fact]
    public void Check_ApprovedLongBefore_StillCounts()
    {
        Approve(Members[0], 1);
        Approve(Members[1], 1);
        // Payloads live for three blocks here; approvals for ever.
        for (var i = 0; i < 10; i++) Apply();
        Commit(1);
        Assert.Empty(_journal.Findings);
    }

    [Fact]
    public void Check_UpgradeThatWritesOnlyWhatChanges_IsHeldAgainstTheWholeDefinition()
    {
        Approve(Members[0], 1);
        Approve(Members[1], 1);
        Commit(1);
        Approve(Members[0], 2, ("EndorsementInfo", "version 2"));
        Approve(Members[1], 2, ("EndorsementInfo", "version 2"));
        Commit(2, ("EndorsementInfo", "version 2"));
        Assert.Empty(_journal.Findings);
    }

    [Fact]
    public void Check_NobodyApproved_IsAFinding()
    {
        Commit(1);
        AssertRefused(0);
    }

    [Fact]
    public void Check_OneOfThreeApproved_IsAFinding()
    {
        Approve(Members[0], 1);
        Commit(1);
        AssertRefused(1);
    }

    [Fact]
    public void Check_ApprovalsOfAnotherSequence_DoNotCount()
    {
        foreach (var member in Members) Approve(member, 1);
        Commit(2);
        AssertRefused(0);
    }

    [Theory]
    [InlineData("EndorsementInfo")]
    [InlineData("ValidationInfo")]
    [InlineData("Collections")]
    public void Check_CommittedOtherThanApproved_IsAFinding(string field)
    {
        foreach (var member in Members) Approve(member, 1);
        Commit(1, (field, "something else"));
        AssertRefused(0);
    }

    [Fact]
    public void Check_ApprovedOtherwiseAgain_TheLastWordCounts()
    {
        foreach (var member in Members) Approve(member, 1);
        Approve(Members[0], 1, ("ValidationInfo", "another policy"));
        Approve(Members[1], 1, ("ValidationInfo", "another policy"));
        Commit(1);
        AssertRefused(1);
    }

    [Fact]
    public void Check_ApprovalsOfStrangers_DoNotCount()
    {
        Approve(Members[0], 1);
        Approve("StrangerMSP", 1);
        Approve("OtherMSP", 1);
        Commit(1);
        AssertRefused(1);
    }

    [Fact]
    public void Check_SequenceThatIsNone_IsAFinding()
    {
        foreach (var member in Members) Approve(member, 1);
        Apply(Action(CommitWrites(1).Select(write => write.Key.EndsWith("/Sequence", StringComparison.Ordinal) ? (write.Key, "junk") : write)));
        Assert.Contains("bytes that are none", Assert.Single(_journal.Findings).Found, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(2, true)]
    public void EndorsementRule_Definition_NeedsAMajority(int endorsers, bool satisfied) =>
        Assert.Equal(satisfied, _rule.IsSatisfied(Lifecycle, Action(CommitWrites(1)).Action!, Signers(Members[..endorsers])));

    [Fact]
    public void EndorsementRule_Approval_NeedsTheOrganizationThatApproves()
    {
        var approval = Approval(Members[1], 1).Action!;
        Assert.True(_rule.IsSatisfied(Lifecycle, approval, Signers(Members[1])));
        Assert.False(_rule.IsSatisfied(Lifecycle, approval, Signers(Members[0], Members[2])));
        Assert.Contains("an approval the organization that approves", _rule.Describe(approval, Signers(Members[0])), StringComparison.Ordinal);
    }

    private void Approve(string mspId, int sequence, params (string Field, string Value)[] other) => Apply(Approval(mspId, sequence, other));

    private void Commit(int sequence, params (string Field, string Value)[] other) => Apply(Action(CommitWrites(sequence, other)));

    private void AssertRefused(int approvals)
    {
        var finding = Assert.Single(_journal.Findings);
        Assert.Equal((AuditSeverity.Error, AuditCheckKind.Definitions, $"approvals of {approvals}"), (finding.Severity, finding.Check, finding.Found));
    }

    private void Apply(params TransactionEnvelope[] transactions)
    {
        var number = _number++;
        var changes = new BlockChanges(number, _state);
        foreach (var transaction in transactions) changes.Add(transaction.Action!, 0);
        var judged = transactions.Select(each => new CheckedTransaction(0, TxValidationCode.Valid, TxValidationCode.Valid, "", null, each, null, []));
        _check.Check(new CheckedBlock(new Block(), [], [.. judged]), number);
        _state.Apply(changes);
    }

    private static IEnumerable<(string Key, string Value)> CommitWrites(int sequence, params (string Field, string Value)[] other)
    {
        // StateData with the number in field 1, as one byte here.
        yield return ("namespaces/fields/contracts/Sequence", $"\b{(char)sequence}");
        if (sequence == 1) yield return ("namespaces/metadata/contracts", "ChaincodeDefinition");
        foreach (var field in Fields)
        {
            if (sequence == 1 || other.Any(each => each.Field == field)) yield return ($"namespaces/fields/contracts/{field}", ValueOf(field, other));
        }
    }

    private TransactionEnvelope Approval(string mspId, int sequence, params (string Field, string Value)[] other)
    {
        var hashed = new HashedRWSet();
        foreach (var field in Fields)
        {
            hashed.HashedWrites.Add(new KVWriteHash
            {
                KeyHash = Hash($"namespaces/fields/contracts#{sequence}/{field}"),
                ValueHash = Hash(ValueOf(field, other)),
            });
        }

        var results = new TxReadWriteSet
        {
            NsRwset =
            {
                new NsReadWriteSet
                {
                    Namespace = Lifecycle,
                    Rwset = new KVRWSet().ToByteString(),
                    CollectionHashedRwset = { new CollectionHashedReadWriteSet { CollectionName = "_implicit_org_" + mspId, HashedRwset = hashed.ToByteString() } },
                },
            },
        };
        return Parsed(results);
    }

    private TransactionEnvelope Action(IEnumerable<(string Key, string Value)> writes)
    {
        var set = new KVRWSet();
        set.Writes.AddRange(writes.Select(write => new KVWrite { Key = write.Key, Value = ByteString.CopyFromUtf8(write.Value) }));
        return Parsed(new TxReadWriteSet { NsRwset = { new NsReadWriteSet { Namespace = Lifecycle, Rwset = set.ToByteString() } } });
    }

    private TransactionEnvelope Parsed(TxReadWriteSet results)
    {
        var parsed = TransactionEnvelope.Parse(BareTransaction.Of(Lifecycle, results, _ledger.Story.Authority.Signing).ToByteArray());
        Assert.True(parsed.IsValid, parsed.Reason);
        return parsed.Transaction;
    }

    private static string ValueOf(string field, (string Field, string Value)[] other) => other.FirstOrDefault(each => each.Field == field).Value ?? $"{field} of version 1";

    private static ByteString Hash(string text) => ByteString.CopyFrom(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(text)));

    private static PolicySigner[] Signers(params string[] mspIds) => [.. mspIds.Select(mspId => new PolicySigner(mspId, PolicyRole.Peer))];
}
