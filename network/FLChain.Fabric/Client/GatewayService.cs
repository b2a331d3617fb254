using FLChain.Fabric.Grpc;
using FLChain.Fabric.Protos;

namespace FLChain.Fabric.Client;

/// <summary>The methods of <c>gateway.Gateway</c>, for clients and for peers that answer them.</summary>
public static class GatewayService
{
    private const string Name = "gateway.Gateway";

    /// <summary>Simulates a proposal on as many peers as the policy needs and prepares the transaction. Unary.</summary>
    public static GrpcMethod<EndorseRequest, EndorseResponse> Endorse { get; } =
        new(Name, "Endorse", EndorseRequest.Parser, EndorseResponse.Parser);

    /// <summary>Sends a signed transaction to the orderer. Unary.</summary>
    public static GrpcMethod<SubmitRequest, SubmitResponse> Submit { get; } =
        new(Name, "Submit", SubmitRequest.Parser, SubmitResponse.Parser);

    /// <summary>Waits until a transaction stands in a block and tells the verdict. Unary.</summary>
    public static GrpcMethod<SignedCommitStatusRequest, CommitStatusResponse> CommitStatus { get; } =
        new(Name, "CommitStatus", SignedCommitStatusRequest.Parser, CommitStatusResponse.Parser);

    /// <summary>Simulates a proposal on one peer and gives its result. Unary.</summary>
    public static GrpcMethod<EvaluateRequest, EvaluateResponse> Evaluate { get; } =
        new(Name, "Evaluate", EvaluateRequest.Parser, EvaluateResponse.Parser);

    /// <summary>The events of a chaincode, block by block. Server streaming.</summary>
    public static GrpcMethod<SignedChaincodeEventsRequest, ChaincodeEventsResponse> ChaincodeEvents { get; } =
        new(Name, "ChaincodeEvents", SignedChaincodeEventsRequest.Parser, ChaincodeEventsResponse.Parser);
}
