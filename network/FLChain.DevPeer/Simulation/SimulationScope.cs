namespace FLChain.DevPeer.Simulation;

/// <summary>For whom a proposal is simulated.</summary>
/// <param name="Chaincode">The chaincode that is invoked.</param>
/// <param name="CreatorMspId">The organization of the client.</param>
/// <param name="EndorserMspIds">The organizations whose peers would run it: each must hold the private data that is read. Empty while they are not chosen yet.</param>
internal sealed record SimulationScope(ChaincodeDefinition Chaincode, string CreatorMspId, IReadOnlyList<string> EndorserMspIds);
