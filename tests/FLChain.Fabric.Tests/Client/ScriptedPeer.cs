using System.Collections.Concurrent;
using FLChain.Fabric.Blocks;
using FLChain.Fabric.Client;
using FLChain.Fabric.Grpc;
using FLChain.Fabric.Identities;
using FLChain.Fabric.Protos;

namespace FLChain.Fabric.Tests.Client;

/// <summary>A peer that does what a test tells it, over real gRPC; by itself it endorses, orders and commits everything.</summary>
internal sealed class ScriptedPeer : IAsyncDisposable
{
    private readonly TestTransactions _transactions;
    private GrpcTestServer? _server;
    private int _endorsed, _submitted, _asked;

    private ScriptedPeer(SigningIdentity endorser) => _transactions = new TestTransactions { Endorser = endorser };

    /// <summary>Each hook gets the number of the call, from 1; it throws, or answers, or leaves the honest answer by null.</summary>
    public Func<int, EndorseRequest, Task<EndorseResponse?>> OnEndorse { get; set; } = (_, _) => Task.FromResult<EndorseResponse?>(null);

    public Func<int, SubmitRequest, Task> OnSubmit { get; set; } = (_, _) => Task.CompletedTask;

    public Func<int, CommitStatusRequest, GrpcServerContext, Task<CommitStatusResponse?>> OnCommitStatus { get; set; }
        = (_, _, _) => Task.FromResult<CommitStatusResponse?>(null);

    public Func<EvaluateRequest, Task<EvaluateResponse>> OnEvaluate { get; set; } = _ => Task.FromResult(new EvaluateResponse());

    public Func<ChaincodeEventsRequest, IGrpcStreamWriter<ChaincodeEventsResponse>, GrpcServerContext, Task> OnEvents { get; set; } = (_, _, _) => Task.CompletedTask;

    public Func<Envelope, IGrpcStreamWriter<DeliverResponse>, GrpcServerContext, Task> OnDeliver { get; set; } = (_, _, _) => Task.CompletedTask;

    public ConcurrentQueue<EndorseRequest> Endorsed { get; } = [];

    public ConcurrentQueue<SubmitRequest> Submitted { get; } = [];

    public Uri Address => _server!.Address;

    public static async Task<ScriptedPeer> StartAsync(SigningIdentity endorser, GrpcListenOptions? options = null)
    {
        var peer = new ScriptedPeer(endorser);
        peer._server = await GrpcTestServer.StartAsync(
            app =>
            {
                app.MapGrpcUnary(GatewayService.Endorse, peer.EndorseAsync);
                app.MapGrpcUnary(GatewayService.Submit, peer.SubmitAsync);
                app.MapGrpcUnary(GatewayService.CommitStatus, peer.CommitStatusAsync);
                app.MapGrpcUnary(GatewayService.Evaluate, (request, _) =>
                {
                    Check(request.ProposedTransaction);
                    return peer.OnEvaluate(request);
                });
                app.MapGrpcServerStreaming(GatewayService.ChaincodeEvents, (request, writer, context) =>
                {
                    var asked = ChaincodeEventsRequest.Parser.ParseFrom(request.Request);
                    Verify(asked.Identity, request.Request.Span, request.Signature.Span);
                    return peer.OnEvents(asked, writer, context);
                });
                app.MapGrpcDuplex(DeliverService.Deliver, async (requests, writer, context) =>
                {
                    await foreach (var request in requests)
                        await peer.OnDeliver(request, writer, context);
                });
            },
            options);
        return peer;
    }

    public static GrpcException Failure(GrpcStatusCode code, string message, params string[] details)
        => new(code, message, GatewayStatusDetails.Encode(code, message, details.Select((text, i) => new PeerErrorDetail($"peer{i}:7051", $"Org{i}MSP", text))));

    public ValueTask DisposeAsync() => _server!.DisposeAsync();

    private async Task<EndorseResponse> EndorseAsync(EndorseRequest request, GrpcServerContext context)
    {
        Check(request.ProposedTransaction);
        Endorsed.Enqueue(request);
        return await OnEndorse(Interlocked.Increment(ref _endorsed), request)
            ?? new EndorseResponse { PreparedTransaction = _transactions.Prepare(Protos.Proposal.Parser.ParseFrom(request.ProposedTransaction.ProposalBytes)) };
    }

    private async Task<SubmitResponse> SubmitAsync(SubmitRequest request, GrpcServerContext context)
    {
        var transaction = TransactionEnvelope.Parse(Google.Protobuf.MessageExtensions.ToByteArray(request.PreparedTransaction));
        if (!transaction.IsValid || !transaction.Transaction.VerifySignature(out _))
            throw new GrpcException(GrpcStatusCode.PermissionDenied, "bad transaction");
        Submitted.Enqueue(request);
        await OnSubmit(Interlocked.Increment(ref _submitted), request);
        return new SubmitResponse();
    }

    private async Task<CommitStatusResponse> CommitStatusAsync(SignedCommitStatusRequest request, GrpcServerContext context)
    {
        var asked = CommitStatusRequest.Parser.ParseFrom(request.Request);
        Verify(asked.Identity, request.Request.Span, request.Signature.Span);
        return await OnCommitStatus(Interlocked.Increment(ref _asked), asked, context)
            ?? new CommitStatusResponse { Result = TxValidationCode.Valid, BlockNumber = 7 };
    }

    private static void Check(SignedProposal proposal)
    {
        var header = Header.Parser.ParseFrom(Protos.Proposal.Parser.ParseFrom(proposal.ProposalBytes).Header);
        Verify(SignatureHeader.Parser.ParseFrom(header.SignatureHeader).Creator, proposal.ProposalBytes.Span, proposal.Signature.Span);
    }

    private static void Verify(Google.Protobuf.ByteString identity, ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature)
    {
        if (!X509Identity.TryParse(identity, out var parsed, out var reason) || !parsed.Verify(data, signature))
            throw new GrpcException(GrpcStatusCode.PermissionDenied, "bad signature");
    }
}
