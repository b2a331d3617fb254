using FLChain.Fabric.Protos;

namespace FLChain.DevPeer.Chaincodes;

/// <summary>What a chaincode answered to one invocation; the event is null where it raised none.</summary>
internal sealed record ChaincodeOutcome(Response Response, ChaincodeEvent? Event);
