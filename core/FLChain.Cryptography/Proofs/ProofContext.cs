namespace FLChain.Cryptography.Proofs;

/// <summary>
/// Where a proof belongs. Every field goes into every challenge, so that a proof for one context verifies in no other:
/// not for another author, phase, iteration, federation or channel.
/// </summary>
/// <param name="Channel">Name of the ledger's channel.</param>
/// <param name="Fid">Id of the federated model.</param>
/// <param name="Iteration">Iteration of the training, from 0.</param>
/// <param name="Phase">What is submitted, such as "gradient" or "beacon": prover and verifier use the same word.</param>
/// <param name="Author">dpId of the trainer that submits, as on the ledger.</param>
/// <param name="Attempt">Attempt at this iteration, from 0.</param>
public sealed record ProofContext(string Channel, string Fid, long Iteration, string Phase, string Author, int Attempt)
{
    internal void AppendTo(Transcript transcript)
    {
        transcript.Append("channel", Channel);
        transcript.Append("fid", Fid);
        transcript.Append("iteration", Iteration);
        transcript.Append("phase", Phase);
        transcript.Append("author", Author);
        transcript.Append("attempt", Attempt);
    }
}
