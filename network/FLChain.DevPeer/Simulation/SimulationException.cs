namespace FLChain.DevPeer.Simulation;

/// <summary>A state request that the ledger refuses. The message goes to the chaincode, which decides what to do about it.</summary>
internal sealed class SimulationException(string message) : Exception(message);
