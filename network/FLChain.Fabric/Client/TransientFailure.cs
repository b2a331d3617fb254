using System.Security.Authentication;
using FLChain.Fabric.Grpc;
using FLChain.Fabric.Shim;

namespace FLChain.Fabric.Client;

/// <summary>Tells failures that pass by themselves from those that do not.</summary>
internal static class TransientFailure
{
    private const string OrdererWithoutLeader = "SERVICE_UNAVAILABLE";

    // A peer's words when another one went away that was to endorse, as it may of a large proposal under load.
    private const string OtherPeerAway = "rpc error: code = Unavailable";

    // What a network says while it starts, or while a part of it is away: gossip has not met yet, a peer lost another, the
    // chaincode is not connected, stops, or has enough to do, no orderer leads.
    private static readonly string[] PassingTexts =
        ["no peer combination", OtherPeerAway, "could not launch chaincode", Refusals.Stopping, Refusals.Busy, OrdererWithoutLeader];

    private const string StreamEnded = "chaincode stream terminated";

    // Fabric reports it as it reports a peer that is away; it will be no better later, nor elsewhere.
    private const string IdentityExpired = "proposal client identity expired";

    private const string DifferentOutcomes = "ProposalResponsePayloads do not match";

    /// <summary>True where asking again, which changes nothing, may help. A certificate that is not trusted stays so.</summary>
    public static bool Is(GrpcException failure)
        => !Says(failure, IdentityExpired)
            && ((failure.StatusCode == GrpcStatusCode.Unavailable && failure.GetBaseException() is not AuthenticationException)
                || PassingTexts.Any(text => Says(failure, text)));

    /// <summary>
    /// True where the chaincode's service went away in the middle of the transaction. Asking again helps, unless it was the
    /// transaction that took it down.
    /// </summary>
    public static bool IsBrokenOff(GrpcException failure) => Says(failure, StreamEnded);

    /// <summary>True where another peer may do what this one cannot: it is away, does not answer, or its chaincode is away.</summary>
    public static bool IsOfThePeer(GrpcException failure)
        => Is(failure) || IsBrokenOff(failure) || failure.StatusCode == GrpcStatusCode.DeadlineExceeded;

    /// <summary>
    /// True where endorsers computed different outcomes. One of them may just not have the newest block yet, and then
    /// asking again helps; a chaincode that is not deterministic stays so.
    /// </summary>
    public static bool IsMismatch(GrpcException failure) => Says(failure, DifferentOutcomes);

    /// <summary>True where the transaction certainly reached no orderer that took it: it was never sent, or each orderer refused it for want of a leader.</summary>
    public static bool IsCertainlyNotSubmitted(GrpcException failure)
    {
        if (failure.RequestNotSent)
            return true;
        var details = GatewayStatusDetails.Decode(failure.StatusDetails);
        return details.Count > 0 && details.All(detail => detail.Message.Contains(OrdererWithoutLeader, StringComparison.Ordinal));
    }

    /// <summary>True where a submit may have reached the orderer although the call failed.</summary>
    public static bool LeavesSubmitUncertain(GrpcException failure)
        => !IsCertainlyNotSubmitted(failure)
            && failure.StatusCode is GrpcStatusCode.Unavailable
                or GrpcStatusCode.DeadlineExceeded
                or GrpcStatusCode.Cancelled
                or GrpcStatusCode.Unknown
                or GrpcStatusCode.Internal
                or GrpcStatusCode.DataLoss;

    /// <summary>True where a stream of events will not work however often it is asked for.</summary>
    public static bool EndsStream(GrpcException failure)
        => !Is(failure)
            && failure.StatusCode is GrpcStatusCode.InvalidArgument
                or GrpcStatusCode.NotFound
                or GrpcStatusCode.PermissionDenied
                or GrpcStatusCode.Unauthenticated
                or GrpcStatusCode.Unimplemented
                or GrpcStatusCode.OutOfRange;

    private static bool Says(GrpcException failure, string text)
        => failure.Detail.Contains(text, StringComparison.OrdinalIgnoreCase)
            || GatewayStatusDetails.Decode(failure.StatusDetails).Any(detail => detail.Message.Contains(text, StringComparison.OrdinalIgnoreCase));
}
