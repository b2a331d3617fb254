using System.Security.Cryptography;
using FLChain.Fabric.Blocks;
using FLChain.Fabric.Identities;
using FLChain.Fabric.Protos;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;

namespace FLChain.Cli.Tests.Audit;

/// <summary>A transaction that is whole in its form and that nobody has endorsed.</summary>
internal static class BareTransaction
{
    /// <summary>Makes one.</summary>
    /// <param name="chaincode">The chaincode that is invoked.</param>
    /// <param name="results">What it reads and writes.</param>
    /// <param name="signer">Whose it is.</param>
    public static Envelope Of(string chaincode, TxReadWriteSet results, SigningIdentity signer)
    {
        var creator = signer.Identity.Serialized;
        var nonce = RandomNumberGenerator.GetBytes(24);
        var channelHeader = new ChannelHeader
        {
            Type = (int)HeaderType.EndorserTransaction,
            ChannelId = Consortium.Channel,
            TxId = ProposalHashing.TransactionId(nonce, creator.Span),
            Timestamp = DateTimeOffset.UtcNow.ToTimestamp(),
            Extension = new ChaincodeHeaderExtension { ChaincodeId = new ChaincodeID { Name = chaincode } }.ToByteString(),
        }.ToByteString();
        var signatureHeader = new SignatureHeader { Creator = creator, Nonce = ByteString.CopyFrom(nonce) }.ToByteString();
        var proposal = new ChaincodeProposalPayload
        {
            Input = new ChaincodeInvocationSpec
            {
                ChaincodeSpec = new ChaincodeSpec { ChaincodeId = new ChaincodeID { Name = chaincode }, Input = new ChaincodeInput() },
            }.ToByteString(),
        }.ToByteString();
        var outcome = new ProposalResponsePayload
        {
            ProposalHash = ByteString.CopyFrom(ProposalHashing.ProposalHash(channelHeader.Span, signatureHeader.Span, proposal.Span)),
            Extension = new ChaincodeAction
            {
                Results = results.ToByteString(),
                Response = new Response { Status = 200 },
                ChaincodeId = new ChaincodeID { Name = chaincode },
            }.ToByteString(),
        };
        var endorsed = new ChaincodeEndorsedAction { ProposalResponsePayload = outcome.ToByteString() };
        endorsed.Endorsements.Add(new Endorsement { Endorser = creator, Signature = creator });
        var action = new TransactionAction
        {
            Header = signatureHeader,
            Payload = new ChaincodeActionPayload { ChaincodeProposalPayload = proposal, Action = endorsed }.ToByteString(),
        };
        var payload = new Payload
        {
            Header = new Header { ChannelHeader = channelHeader, SignatureHeader = signatureHeader },
            Data = new Transaction { Actions = { action } }.ToByteString(),
        }.ToByteString();
        return new Envelope { Payload = payload, Signature = ByteString.CopyFrom(signer.Sign(payload.Span)) };
    }
}
