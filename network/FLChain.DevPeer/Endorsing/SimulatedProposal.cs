using FLChain.DevPeer.Chaincodes;
using FLChain.DevPeer.Simulation;

namespace FLChain.DevPeer.Endorsing;

/// <summary>What came of simulating a proposal: the chaincode's answer, and what it read and wrote.</summary>
internal sealed record SimulatedProposal(ChaincodeOutcome Outcome, SimulationResult Result)
{
    /// <summary>The status from which on a response means failure.</summary>
    public const int ErrorThreshold = 400;

    private const int LeastStatus = 200;

    public bool Succeeded => Outcome.Response.Status is >= LeastStatus and < ErrorThreshold;
}
