using FLChain.Fabric.Grpc;
using FLChain.Fabric.Protos;

namespace FLChain.DevPeer.Services;

/// <summary>The methods that the peer serves.</summary>
internal static class GatewayMethods
{
    private const string Gateway = "gateway.Gateway";

    public static readonly GrpcMethod<EndorseRequest, EndorseResponse> Endorse =
        new(Gateway, "Endorse", EndorseRequest.Parser, EndorseResponse.Parser);

    public static readonly GrpcMethod<SubmitRequest, SubmitResponse> Submit =
        new(Gateway, "Submit", SubmitRequest.Parser, SubmitResponse.Parser);

    public static readonly GrpcMethod<SignedCommitStatusRequest, CommitStatusResponse> CommitStatus =
        new(Gateway, "CommitStatus", SignedCommitStatusRequest.Parser, CommitStatusResponse.Parser);

    public static readonly GrpcMethod<EvaluateRequest, EvaluateResponse> Evaluate =
        new(Gateway, "Evaluate", EvaluateRequest.Parser, EvaluateResponse.Parser);

    public static readonly GrpcMethod<SignedChaincodeEventsRequest, ChaincodeEventsResponse> ChaincodeEvents =
        new(Gateway, "ChaincodeEvents", SignedChaincodeEventsRequest.Parser, ChaincodeEventsResponse.Parser);

    public static readonly GrpcMethod<Envelope, DeliverResponse> Deliver =
        new("protos.Deliver", "Deliver", Envelope.Parser, DeliverResponse.Parser);
}
