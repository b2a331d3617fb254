using FLChain.Fabric.Blocks;
using FLChain.Fabric.Identities;
using FLChain.Fabric.Protos;
using Google.Protobuf;

namespace FLChain.DevPeer.Endorsing;

/// <summary>Signs simulated proposals as the peers of the organizations, and makes the transaction out of them. Safe for concurrent use.</summary>
internal sealed class PeerEndorser(IReadOnlyDictionary<string, SigningIdentity> peers)
{
    /// <summary>The transaction, for the client to sign.</summary>
    public Envelope Endorse(TransactionProposal proposal, SimulatedProposal simulated, IReadOnlyList<string> mspIds)
    {
        var outcome = Describe(proposal, simulated).ToByteString();
        var endorsed = new ChaincodeEndorsedAction { ProposalResponsePayload = outcome };
        endorsed.Endorsements.AddRange(mspIds.Select(mspId => Sign(outcome, peers[mspId])));
        var transaction = new Transaction();
        transaction.Actions.Add(new TransactionAction
        {
            Header = proposal.Header.SignatureHeader,
            Payload = new ChaincodeActionPayload
            {
                ChaincodeProposalPayload = proposal.PublicPayload,
                Action = endorsed,
            }.ToByteString(),
        });
        return new Envelope { Payload = new Payload { Header = proposal.Header, Data = transaction.ToByteString() }.ToByteString() };
    }

    private static ProposalResponsePayload Describe(TransactionProposal proposal, SimulatedProposal simulated)
    {
        var action = new ChaincodeAction
        {
            Results = simulated.Result.Public.ToByteString(),
            Response = simulated.Outcome.Response,
            ChaincodeId = new ChaincodeID { Name = proposal.Chaincode.Name, Version = proposal.Chaincode.PackageId.Split(':')[0] },
        };
        if (simulated.Outcome.Event is { } raised)
            action.Events = raised.ToByteString();
        var hash = ProposalHashing.ProposalHash(
            proposal.Header.ChannelHeader.Span, proposal.Header.SignatureHeader.Span, proposal.PublicPayload.Span);
        return new ProposalResponsePayload { ProposalHash = ByteString.CopyFrom(hash), Extension = action.ToByteString() };
    }

    private static Endorsement Sign(ByteString outcome, SigningIdentity peer)
    {
        var endorser = peer.Identity.Serialized;
        var signature = peer.Signer.Sign(ProposalHashing.EndorsementDigest(outcome.Span, endorser.Span));
        return new Endorsement { Endorser = endorser, Signature = ByteString.CopyFrom(signature) };
    }
}
