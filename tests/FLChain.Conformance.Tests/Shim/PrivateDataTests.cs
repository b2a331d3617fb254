using System.Security.Cryptography;
using System.Text;
using FLChain.Conformance.Tests.Consortium;
using FLChain.Fabric.Client;
using FLChain.Fabric.Protos;

namespace FLChain.Conformance.Tests.Shim;

/// <summary>Private collections: who sees what, for how long, and what is left on the ledger.</summary>
public sealed class PrivateDataTests(ConformanceFixture fixture) : ConformanceTestBase(fixture)
{
    private const string Kept = ConsortiumUnderTest.KeptCollection;
    private const string Brief = ConsortiumUnderTest.BriefCollection;

    private static readonly byte[] Secret = Encoding.UTF8.GetBytes("secret");

    private static string SecretHash => Convert.ToHexStringLower(SHA256.HashData(Secret));

    [Fact]
    public async Task Value_IsReadByMembers_AndItsHashByEveryone()
    {
        var key = NewKey();
        await SubmitPrivateAsync(Secret, Everyone, Step("private-put", Kept, key));
        Assert.Equal($"secret\n{SecretHash}", await EvaluateAsync(Step("private-get", Kept, key), Step("private-hash", Kept, key)));

        var outsider = Consortium.Probe(Connect(2, options => options with { Retry = Once }));
        Assert.Equal(SecretHash, Encoding.UTF8.GetString(await outsider.EvaluateAsync("run", Steps(Step("private-hash", Kept, key)), cancellationToken: Token)));
        var refused = await Assert.ThrowsAsync<EvaluateException>(
            () => outsider.EvaluateAsync("run", Steps(Step("private-get", Kept, key)), new ProposalOptions { EndorsingOrganizations = [Consortium.Organizations[0].MspId] }, Token));
        Assert.Equal("the peer refused GetState", refused.ChaincodeMessage);
    }

    [Fact]
    public async Task Value_WrittenByAClientOfNoMember_IsRefused()
    {
        var outsider = Consortium.Probe(Connect(2, options => options with { Retry = Once }));
        var options = new SubmitOptions
        {
            Transient = new Dictionary<string, ReadOnlyMemory<byte>> { ["value"] = Secret },
            EndorsingOrganizations = [Consortium.Organizations[0].MspId],
        };
        var refused = await Assert.ThrowsAsync<EndorseException>(() => outsider.SubmitAsync("run", Steps(Step("private-put", Kept, NewKey())), options, Token));
        Assert.Equal("the peer refused PutState", refused.ChaincodeMessage);
    }

    [Fact]
    public async Task Transaction_CarriesHashesOnly()
    {
        var key = NewKey();
        var done = await SubmitPrivateAsync(Secret, Everyone, Step("private-put", Kept, key));
        await foreach (var block in Connect().GetNetwork(Consortium.Channel).BlocksAsync(done.BlockNumber, done.BlockNumber, Token))
        {
            var text = Convert.ToHexStringLower(Google.Protobuf.MessageExtensions.ToByteArray(block));
            Assert.DoesNotContain(Convert.ToHexStringLower(Secret), text, StringComparison.Ordinal);
            Assert.Contains(SecretHash, text, StringComparison.Ordinal);
            Assert.Contains(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key))), text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Value_Deleted_IsGoneWithItsHash()
    {
        var key = NewKey();
        await SubmitPrivateAsync(Secret, Everyone, Step("private-put", Kept, key));
        await SubmitPrivateAsync(Secret, Everyone, Step("private-delete", Kept, key));
        Assert.Equal("(none)\n", await EvaluateAsync(Step("private-get", Kept, key), Step("private-hash", Kept, key)));
    }

    [Fact]
    public async Task Value_Purged_IsGoneWithItsHash()
    {
        var key = NewKey();
        await SubmitPrivateAsync(Secret, Everyone, Step("private-put", Kept, key));
        await SubmitPrivateAsync(Secret, Everyone, Step("private-purge", Kept, key));
        Assert.Equal("(none)\n", await EvaluateAsync(Step("private-get", Kept, key), Step("private-hash", Kept, key)));
    }

    [Fact]
    public async Task Range_IsForQueriesOnly()
    {
        var p = NewKey("private");
        await SubmitPrivateAsync(Secret, Everyone, Step("private-put", Kept, p + "b"), Step("private-put", Kept, p + "a"));
        Assert.Equal($"{p}a=secret,{p}b=secret", await EvaluateAsync(Step("private-range", Kept, p, p + "~")));
        var failure = await Assert.ThrowsAsync<EndorseException>(() => SubmitAsync(Step("private-range", Kept, p, p + "~"), Step("put", p, "1")));
        Assert.Equal("the peer refused PutState", failure.ChaincodeMessage);
        failure = await Assert.ThrowsAsync<EndorseException>(() => SubmitAsync(Step("put", p, "1"), Step("private-range", Kept, p, p + "~")));
        Assert.Equal("the peer refused GetStateByRange", failure.ChaincodeMessage);
    }

    [Fact]
    public async Task Value_WithALife_IsReadableToTheLastBlockOfItAndGoneWithTheNext()
    {
        var key = NewKey();
        var written = (await SubmitPrivateAsync(Secret, Everyone, Step("private-put", Brief, key))).BlockNumber;
        for (var height = written; height < written + ConsortiumUnderTest.BlocksToLive; height = (await SubmitAsync(Step("put", NewKey(), "1"))).BlockNumber)
        {
            Assert.Equal($"secret\n{SecretHash}", await EvaluateAsync(Step("private-get", Brief, key), Step("private-hash", Brief, key)));
        }

        Assert.Equal("secret", await EvaluateAsync(Step("private-get", Brief, key)));
        await SubmitAsync(Step("put", NewKey(), "1"));
        Assert.Equal("(none)\n", await EvaluateAsync(Step("private-get", Brief, key), Step("private-hash", Brief, key)));
    }

    [Fact]
    public async Task Value_ReadAndThenChanged_Conflicts()
    {
        var key = NewKey();
        await SubmitPrivateAsync(Secret, Everyone, Step("private-put", Kept, key));
        var stale = await EndorseAsync([Step("private-hash", Kept, key), Step("put", NewKey(), "1")], Everyone);
        await SubmitPrivateAsync([1], Everyone, Step("private-put", Kept, key));
        Assert.Equal(TxValidationCode.MvccReadConflict, (await CommitAsync(stale)).Code);
    }

    [Fact]
    public async Task Collection_ThatIsNotThere_IsRefused()
    {
        var failure = await Assert.ThrowsAsync<EvaluateException>(() => EvaluateAsync(Step("private-get", "nowhere", "k")));
        Assert.Equal("the peer refused GetState", failure.ChaincodeMessage);
    }

    [Fact]
    public async Task TransientData_WithoutNamedOrganizations_StaysWithTheCollectionsMembers()
    {
        var options = new SubmitOptions { Transient = new Dictionary<string, ReadOnlyMemory<byte>> { ["value"] = Secret }, Retry = Once };
        // All are members: any majority may see it.
        var key = NewKey();
        await Probe.SubmitAsync("run", Steps(Step("private-put", Brief, key)), options, Token);
        Assert.Equal("secret", await EvaluateAsync(Step("private-get", Brief, key)));
        // Two of them are: the policy needs more, and no gateway shows it to others unasked.
        var refused = await Assert.ThrowsAsync<EndorseException>(() => Probe.SubmitAsync("run", Steps(Step("private-put", Kept, NewKey())), options, Token));
        Assert.Equal(FLChain.Fabric.Grpc.GrpcStatusCode.FailedPrecondition, refused.StatusCode);
        Assert.Contains("retry specifying trusted endorsing organizations", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TransientData_OfNamedOrganizations_EndorsesWithThoseAlone()
    {
        var key = NewKey();
        var prepared = await Probe.NewProposal(
            "run",
            Steps(Step("private-put", Kept, key)),
            new ProposalOptions { Transient = new Dictionary<string, ReadOnlyMemory<byte>> { ["value"] = Secret }, EndorsingOrganizations = Everyone }).EndorseAsync(Token);
        var envelope = SubmitRequest.Parser.ParseFrom(prepared.Bytes).PreparedTransaction;
        var transaction = FLChain.Fabric.Blocks.TransactionEnvelope.Parse(Google.Protobuf.MessageExtensions.ToByteArray(envelope)).Transaction!;
        Assert.Equal(
            Everyone.Order(StringComparer.Ordinal),
            transaction.Action!.Endorsements.Select(each => SerializedIdentity.Parser.ParseFrom(each.Endorser).Mspid).Order(StringComparer.Ordinal));
        Assert.Equal(TxValidationCode.Valid, (await CommitAsync(prepared)).Code);
    }

    private string[] Everyone => Consortium.Endorsers;
}
