using FLChain.Core.Encoding;
using FLChain.Core.Ledger;
using FLChain.Core.Requests;
using FLChain.Fabric.Client;
using FLChain.Fabric.Grpc;
using FLChain.Fabric.Identities;

namespace FLChain.Cli.Tests.Audit;

/// <summary>A member of an organization that speaks to the peer over Fabric's gateway.</summary>
internal sealed class Party : IDisposable
{
    private readonly FabricGateway _gateway;
    private readonly Contract _contract;

    public Party(SigningIdentity identity, GrpcChannel channel, string channelId, string chaincode)
    {
        Signing = identity;
        _gateway = FabricGateway.Connect(new GatewayOptions { Identity = identity.Identity, Signer = identity.Signer, Channels = [channel] });
        _contract = _gateway.GetNetwork(channelId).GetContract(chaincode);
        PublicKey = identity.Identity.Certificate.PublicKey.ExportSubjectPublicKeyInfo();
        Id = Naming.PartyId(PublicKey);
    }

    public SigningIdentity Signing { get; }

    public byte[] PublicKey { get; }

    public string Id { get; }

    public async Task<byte[]> SubmitAsync(string contract, string transaction, object? request, byte[]? payload = null)
    {
        var options = payload is null
            ? new SubmitOptions()
            : new SubmitOptions { Transient = new Dictionary<string, ReadOnlyMemory<byte>> { [TransientNames.Payload] = payload } };
        var result = await _contract.SubmitAsync($"{contract}:{transaction}", Arguments(request), options);
        return result.Payload;
    }

    public async Task<T> SubmitAsync<T>(string contract, string transaction, object? request, byte[]? payload = null) =>
        CanonicalJson.Decode<T>(await SubmitAsync(contract, transaction, request, payload));

    public Task<byte[]> EvaluateAsync(string contract, string transaction, object? request) =>
        _contract.EvaluateAsync($"{contract}:{transaction}", Arguments(request));

    public async Task<T> EvaluateAsync<T>(string contract, string transaction, object? request) =>
        CanonicalJson.Decode<T>(await EvaluateAsync(contract, transaction, request));

    public void Dispose()
    {
        _gateway.Dispose();
        Signing.Dispose();
    }

    private static ReadOnlyMemory<byte>[] Arguments(object? request) => request is null ? [] : [CanonicalJson.Encode(request.GetType(), request)];
}
