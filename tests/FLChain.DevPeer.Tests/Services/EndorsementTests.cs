using FLChain.DevPeer.Tests.Network;
using FLChain.Fabric.Grpc;
using FLChain.Fabric.Protos;
using Google.Protobuf;

namespace FLChain.DevPeer.Tests.Services;

public sealed class EndorsementTests
{
    [Fact]
    public async Task Endorse_NoOrganizationsNamed_TakesAsManyAsThePolicyWantsOwnFirst()
    {
        await using var network = await TestNetwork.StartAsync();
        var client = network.Client("Org2MSP");

        var envelope = await client.EndorseAsync(client.Propose(["put", "a", "1"]).Signed);

        Assert.Equal(["Org2MSP", "Org1MSP"], TestClient.EndorsersOf(envelope));
    }

    [Fact]
    public async Task Endorse_OrganizationsNamed_TakesExactlyThose()
    {
        await using var network = await TestNetwork.StartAsync();
        var client = network.Client();

        var envelope = await client.EndorseAsync(client.Propose(["put", "a", "1"]).Signed, "Org3MSP", "Org2MSP", "Org1MSP");

        Assert.Equal(["Org3MSP", "Org2MSP", "Org1MSP"], TestClient.EndorsersOf(envelope));
    }

    [Fact]
    public async Task Endorse_UnknownOrganizationNamed_IsUnavailableAndNamesIt()
    {
        await using var network = await TestNetwork.StartAsync();
        var client = network.Client();

        var failure = await Assert.ThrowsAsync<GrpcException>(
            () => client.EndorseAsync(client.Propose(["put", "a", "1"]).Signed, "Org1MSP", "Org9MSP"));

        Assert.Equal(GrpcStatusCode.Unavailable, failure.StatusCode);
        Assert.Contains("Org9MSP", failure.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Submit_FewerEndorsementsThanThePolicyWants_IsAPolicyFailure()
    {
        await using var network = await TestNetwork.StartAsync();
        var client = network.Client();
        var (proposal, transactionId) = client.Propose(["put", "a", "1"]);

        var status = await client.SubmitAsync(await client.EndorseAsync(proposal, "Org1MSP"), transactionId);

        Assert.Equal(TxValidationCode.EndorsementPolicyFailure, status.Result);
        Assert.Equal("(none)", await client.EvaluateAsync("get", "a"));
    }

    public static TheoryData<string, string[], TxValidationCode> Policies => new()
    {
        { "any", ["Org3MSP"], TxValidationCode.Valid },
        { "all", ["Org1MSP", "Org2MSP"], TxValidationCode.EndorsementPolicyFailure },
        { "all", ["Org1MSP", "Org2MSP", "Org3MSP"], TxValidationCode.Valid },
        { "outOf", ["Org1MSP", "Org2MSP"], TxValidationCode.EndorsementPolicyFailure },
        { "outOf", ["Org3MSP"], TxValidationCode.Valid },
        { "twoOf", ["Org1MSP", "Org2MSP"], TxValidationCode.EndorsementPolicyFailure },
        { "twoOf", ["Org1MSP", "Org3MSP"], TxValidationCode.Valid },
    };

    [Theory]
    [MemberData(nameof(Policies))]
    public async Task Submit_UnderAPolicy_IsJudgedByIt(string policy, string[] endorsers, TxValidationCode expected)
    {
        var chosen = policy switch
        {
            "any" => EndorsementPolicy.Any,
            "all" => EndorsementPolicy.All,
            "outOf" => EndorsementPolicy.OutOf(1, "Org3MSP"),
            _ => EndorsementPolicy.OutOf(2, "Org1MSP", "Org3MSP"),
        };
        await using var network = await TestNetwork.StartAsync(options => options with
        {
            Chaincodes = [options.Chaincodes[0] with { EndorsementPolicy = chosen }],
        });
        var client = network.Client();
        var (proposal, transactionId) = client.Propose(["put", "a", "1"]);

        var status = await client.SubmitAsync(await client.EndorseAsync(proposal, endorsers), transactionId);

        Assert.Equal(expected, status.Result);
        Assert.Equal(TxValidationCode.Valid, (await client.StatusAsync((await client.CommitAsync("put", "b", "1")).TransactionId)).Result);
    }

    [Fact]
    public async Task Submit_WriteSetAlteredByTheClient_IsAPolicyFailure()
    {
        await using var network = await TestNetwork.StartAsync();
        var client = network.Client();

        var status = await SubmitAlteredAsync(client, endorsed =>
        {
            var outcome = ProposalResponsePayload.Parser.ParseFrom(endorsed.ProposalResponsePayload);
            var action = ChaincodeAction.Parser.ParseFrom(outcome.Extension);
            var results = TxReadWriteSet.Parser.ParseFrom(action.Results);
            var set = KVRWSet.Parser.ParseFrom(results.NsRwset[0].Rwset);
            set.Writes[0].Value = ByteString.CopyFromUtf8("1000000");
            results.NsRwset[0].Rwset = set.ToByteString();
            action.Results = results.ToByteString();
            outcome.Extension = action.ToByteString();
            endorsed.ProposalResponsePayload = outcome.ToByteString();
        });

        Assert.Equal(TxValidationCode.EndorsementPolicyFailure, status.Result);
        Assert.Equal("(none)", await client.EvaluateAsync("get", "a"));
    }

    [Fact]
    public async Task Submit_OneOrganizationsEndorsementTwice_CountsOnce()
    {
        await using var network = await TestNetwork.StartAsync();

        var status = await SubmitAlteredAsync(network.Client(), endorsed => endorsed.Endorsements[1] = endorsed.Endorsements[0].Clone());

        Assert.Equal(TxValidationCode.EndorsementPolicyFailure, status.Result);
    }

    [Fact]
    public async Task Submit_EndorsedByAClientInsteadOfAPeer_DoesNotCount()
    {
        await using var network = await TestNetwork.StartAsync();
        var pretender = network.Client("Org2MSP");

        var status = await SubmitAlteredAsync(network.Client(), endorsed =>
        {
            var endorser = pretender.Identity.Identity.Serialized;
            endorsed.Endorsements[1] = new Endorsement
            {
                Endorser = endorser,
                Signature = pretender.SignatureOver(ByteString.CopyFrom([.. endorsed.ProposalResponsePayload.Span, .. endorser.Span])),
            };
        });

        Assert.Equal(TxValidationCode.EndorsementPolicyFailure, status.Result);
    }

    [Fact]
    public async Task Submit_EndorsementSignatureDamaged_DoesNotCount()
    {
        await using var network = await TestNetwork.StartAsync();

        var status = await SubmitAlteredAsync(network.Client(), endorsed =>
        {
            var signature = endorsed.Endorsements[1].Signature.ToByteArray();
            signature[^1] ^= 1;
            endorsed.Endorsements[1].Signature = ByteString.CopyFrom(signature);
        });

        Assert.Equal(TxValidationCode.EndorsementPolicyFailure, status.Result);
    }

    [Fact]
    public async Task Submit_SurplusDamagedEndorsement_IsPassedOver()
    {
        await using var network = await TestNetwork.StartAsync();

        var status = await SubmitAlteredAsync(network.Client(), endorsed => endorsed.Endorsements.Add(
            new Endorsement { Endorser = ByteString.CopyFromUtf8("nobody"), Signature = ByteString.CopyFromUtf8("nothing") }));

        Assert.Equal(TxValidationCode.Valid, status.Result);
    }

    [Fact]
    public async Task Submit_OutcomeOfAnotherProposal_IsInvalid()
    {
        await using var network = await TestNetwork.StartAsync();
        var client = network.Client();
        var other = await client.EndorseAsync(client.Propose(["put", "a", "other"]).Signed);

        var status = await SubmitAlteredAsync(client, endorsed => endorsed.MergeFrom(TestClient.ActionOf(other).Action.ToByteString()));

        Assert.Equal(TxValidationCode.InvalidEndorserTransaction, status.Result);
    }

    [Fact]
    public async Task Submit_EndorsedForeignNamespace_IsAnIllegalWriteSet()
    {
        await using var network = await TestNetwork.StartAsync();
        var client = network.Client();
        using var peer1 = Fabric.Identities.IdentityFiles.LoadMsp("Org1MSP", network.Consortium.Find("Org1MSP").NodeMspFolder);
        using var peer2 = Fabric.Identities.IdentityFiles.LoadMsp("Org2MSP", network.Consortium.Find("Org2MSP").NodeMspFolder);

        // Even endorsed in earnest by a majority, a chaincode writes to its own namespace only.
        var status = await SubmitAlteredAsync(client, endorsed =>
        {
            var outcome = ProposalResponsePayload.Parser.ParseFrom(endorsed.ProposalResponsePayload);
            var action = ChaincodeAction.Parser.ParseFrom(outcome.Extension);
            var results = TxReadWriteSet.Parser.ParseFrom(action.Results);
            results.NsRwset[0].Namespace = "_lifecycle";
            action.Results = results.ToByteString();
            outcome.Extension = action.ToByteString();
            endorsed.ProposalResponsePayload = outcome.ToByteString();
            endorsed.Endorsements.Clear();
            foreach (var peer in new[] { peer1, peer2 })
            {
                var endorser = peer.Identity.Serialized;
                endorsed.Endorsements.Add(new Endorsement
                {
                    Endorser = endorser,
                    Signature = ByteString.CopyFrom(peer.Sign([.. endorsed.ProposalResponsePayload.Span, .. endorser.Span])),
                });
            }
        });

        Assert.Equal(TxValidationCode.IllegalWriteset, status.Result);
    }

    [Fact]
    public async Task Submit_ActionUnderAnotherSignatureHeader_IsInvalid()
    {
        await using var network = await TestNetwork.StartAsync();
        var client = network.Client();

        var status = await SubmitAlteredAsync(client, _ => { }, action => action.Header = ByteString.Empty);

        Assert.Equal(TxValidationCode.InvalidEndorserTransaction, status.Result);
    }

    private static async Task<CommitStatusResponse> SubmitAlteredAsync(
        TestClient client, Action<ChaincodeEndorsedAction> alter, Action<TransactionAction>? alterOuter = null)
    {
        var (proposal, transactionId) = client.Propose(["put", "a", "1"]);
        var envelope = await client.EndorseAsync(proposal);
        var payload = Payload.Parser.ParseFrom(envelope.Payload);
        var transaction = Transaction.Parser.ParseFrom(payload.Data);
        var action = TestClient.ActionOf(envelope);
        alter(action.Action);
        transaction.Actions[0].Payload = action.ToByteString();
        alterOuter?.Invoke(transaction.Actions[0]);
        payload.Data = transaction.ToByteString();
        var altered = new Envelope { Payload = payload.ToByteString() };
        altered.Signature = client.SignatureOver(altered.Payload);
        return await client.SubmitAsync(altered, transactionId);
    }
}
