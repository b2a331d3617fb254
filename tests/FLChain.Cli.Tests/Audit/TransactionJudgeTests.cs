using FLChain.Cli.Audit.Chain;
using FLChain.Cli.Audit.Trust;
using FLChain.Fabric.Protos;
using Google.Protobuf;

namespace FLChain.Cli.Tests.Audit;

/// <summary>Where the transactions of which chaincode may read and write: chaincodes call each other on a channel, and the audited one stands apart.</summary>
[Collection(SharedLedger.Name)]
public sealed class TransactionJudgeTests(AuditedLedger ledger)
{
    [Theory]
    [InlineData("caller", "called", true, TxValidationCode.Valid)]
    [InlineData("caller", "called", false, TxValidationCode.Valid)]
    [InlineData("caller", Consortium.Chaincode, false, TxValidationCode.Valid)]
    [InlineData("caller", Consortium.Chaincode, true, TxValidationCode.IllegalWriteset)]
    [InlineData("caller", "_lifecycle", false, TxValidationCode.Valid)]
    [InlineData("caller", "_lifecycle", true, TxValidationCode.IllegalWriteset)]
    [InlineData("_lifecycle", "called", false, TxValidationCode.IllegalWriteset)]
    [InlineData(Consortium.Chaincode, "called", false, TxValidationCode.IllegalWriteset)]
    [InlineData(Consortium.Chaincode, "called", true, TxValidationCode.IllegalWriteset)]
    public void Judge_TransactionThatReachesIntoAnotherNamespace_DependsOnWhose(string chaincode, string space, bool writes, TxValidationCode expected)
    {
        var set = new KVRWSet { Reads = { new KVRead { Key = "k" } } };
        if (writes) set.Writes.Add(new KVWrite { Key = "k", Value = ByteString.CopyFromUtf8("v") });
        var results = new TxReadWriteSet
        {
            NsRwset =
            {
                new NsReadWriteSet { Namespace = chaincode, Rwset = new KVRWSet().ToByteString() },
                new NsReadWriteSet { Namespace = space, Rwset = set.ToByteString() },
            },
        };
        var judge = new TransactionJudge(ledger.Options, new MemberDirectory(ledger.Options.Trust, requireRoles: true));
        var judged = judge.Judge(0, TxValidationCode.Valid, BareTransaction.Of(chaincode, results, ledger.Story.Authority.Signing).ToByteString());
        Assert.Equal(expected, judged.Code);
    }
}
