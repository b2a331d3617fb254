using System.Runtime.CompilerServices;
using FLChain.Core.Encoding;
using FLChain.Core.Errors;
using FLChain.Core.Ledger;
using FLChain.Core.Requests;
using FLChain.Fabric.Client;
using FLChain.Fabric.Identities;
using Microsoft.Extensions.Logging;

namespace FLChain.TrainerSdk.Ledger;

/// <summary>
/// The contracts over Fabric's Gateway client: canonical JSON in and out, payloads as transient data, broken rules as
/// <see cref="LedgerException"/>. Safe for concurrent use.
/// </summary>
internal sealed class LedgerClient : IAsyncDisposable
{
    private readonly FabricGateway _gateway;
    private readonly SigningIdentity _identity;
    private readonly Network _network;
    private readonly string _chaincode;
    private long? _clockSkew;

    private LedgerClient(FabricGateway gateway, SigningIdentity identity, ConnectionProfile profile)
    {
        _gateway = gateway;
        _identity = identity;
        _network = gateway.GetNetwork(profile.Channel);
        _chaincode = profile.Chaincode;
        PartyId = Naming.PartyId(identity.Identity.Certificate.PublicKey.ExportSubjectPublicKeyInfo());
        Signals = new LedgerSignals(EventsAsync);
    }

    /// <summary>Who acts: SHA-256 of the public key of the certificate, hex.</summary>
    public string PartyId { get; }

    public string MspId => _identity.Identity.MspId;

    public string ChannelId => _network.ChannelId;

    public LedgerSignals Signals { get; }

    /// <summary>The network itself, for blocks.</summary>
    public Network Network => _network;

    /// <param name="profilePath">Connection profile.</param>
    /// <param name="logger">Where retries and reconnections are logged; null for nowhere.</param>
    /// <exception cref="InvalidDataException">The profile, or a file it names, cannot be used.</exception>
    public static LedgerClient Connect(string profilePath, ILogger? logger = null)
    {
        try
        {
            var profile = ConnectionProfile.Load(profilePath);
            return new LedgerClient(FabricGateway.Connect(profile, options => options with { Logger = logger }), profile.LoadIdentity(), profile);
        }
        catch (Exception error) when (error is Fabric.FabricConfigurationException or IOException or UnauthorizedAccessException)
        {
            throw new InvalidDataException($"the connection profile '{profilePath}' cannot be used: {error.Message}", error);
        }
    }

    /// <summary>
    /// How much later than it ends a deadline counts against who missed it, in milliseconds: the policy's, asked for once.
    /// </summary>
    public async Task<long> ClockSkewAsync(CancellationToken cancellationToken) =>
        _clockSkew ??= (await this.PolicyAsync(cancellationToken)).ClockSkewSeconds * 1000L;

    /// <summary>DER signature of this party over SHA-256 of the bytes.</summary>
    public byte[] Sign(ReadOnlySpan<byte> data) => _identity.Sign(data);

    /// <summary>Submits, waits for the commit, and decodes the answer.</summary>
    public async Task<T> SubmitAsync<T>(string contract, string transaction, object? request, ReadOnlyMemory<byte>? payload, CancellationToken cancellationToken) =>
        CanonicalJson.Decode<T>(await SubmitAsync(contract, transaction, request, payload, cancellationToken));

    /// <summary>Submits and waits for the commit.</summary>
    /// <param name="contract">The contract.</param>
    /// <param name="transaction">Its transaction.</param>
    /// <param name="request">The transaction's argument.</param>
    /// <param name="payload">What travels along.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <param name="ordered">Called when it is ordered, while its commit is awaited: for work that would only delay it before.</param>
    /// <returns>The answer's bytes.</returns>
    public async Task<byte[]> SubmitAsync(
        string contract, string transaction, object? request, ReadOnlyMemory<byte>? payload, CancellationToken cancellationToken, Action? ordered = null)
    {
        try
        {
            var options = new SubmitOptions { Transient = Transient(payload), Ordered = ordered };
            return (await _network.GetContract(_chaincode, contract).SubmitAsync(transaction, Arguments(request), options, cancellationToken)).Payload;
        }
        catch (FabricException error)
        {
            throw Broken(contract, transaction, error);
        }
    }

    /// <summary>Submits, unless the ledger refuses with one of these codes: then someone did it before, or it is no longer due.</summary>
    /// <returns>Whether it was done now.</returns>
    public async Task<bool> SubmitUnlessAsync(
        string[] codes, string contract, string transaction, object? request, ReadOnlyMemory<byte>? payload, CancellationToken cancellationToken)
    {
        try
        {
            await SubmitAsync(contract, transaction, request, payload, cancellationToken);
            return true;
        }
        catch (LedgerException error) when (error.Is(codes))
        {
            return false;
        }
    }

    public Task<T> EvaluateAsync<T>(string contract, string transaction, object? request, CancellationToken cancellationToken) =>
        EvaluateAsync<T>(contract, transaction, request, null, cancellationToken);

    /// <summary>Asks, with a payload that travels along: also what a transaction that writes would answer, without writing.</summary>
    public async Task<T> EvaluateAsync<T>(string contract, string transaction, object? request, ReadOnlyMemory<byte>? payload, CancellationToken cancellationToken) =>
        CanonicalJson.Decode<T>(await EvaluateBytesAsync(contract, transaction, request, payload, cancellationToken));

    public Task<byte[]> EvaluateBytesAsync(string contract, string transaction, object? request, CancellationToken cancellationToken) =>
        EvaluateBytesAsync(contract, transaction, request, null, cancellationToken);

    private async Task<byte[]> EvaluateBytesAsync(string contract, string transaction, object? request, ReadOnlyMemory<byte>? payload, CancellationToken cancellationToken)
    {
        try
        {
            var options = new ProposalOptions { Transient = Transient(payload) };
            return await _network.GetContract(_chaincode, contract).EvaluateAsync(transaction, Arguments(request), options, cancellationToken);
        }
        catch (FabricException error)
        {
            throw Broken(contract, transaction, error);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Signals.DisposeAsync();
        await _gateway.DisposeAsync();
        _identity.Dispose();
    }

    private static Dictionary<string, ReadOnlyMemory<byte>> Transient(ReadOnlyMemory<byte>? payload) =>
        payload is { } bytes ? new() { [TransientNames.Payload] = bytes } : [];

    private static ReadOnlyMemory<byte>[] Arguments(object? request) => request is null ? [] : [CanonicalJson.Encode(request.GetType(), request)];

    private static LedgerException Broken(string contract, string transaction, FabricException error) =>
        new($"{contract}:{transaction}", LedgerError.Find(error.ChaincodeMessage ?? error.Message), error.TransactionId, error);

    private async IAsyncEnumerable<(string Name, byte[] Payload)> EventsAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var happened in _network.ChaincodeEventsAsync(_chaincode, null, cancellationToken)) yield return (happened.EventName, happened.Payload.ToArray());
    }
}
