using FLChain.Fabric.Protos;
using Google.Protobuf;

namespace FLChain.DevPeer.Chaincodes;

/// <summary>One call of a chaincode.</summary>
/// <param name="ChannelId">The channel.</param>
/// <param name="TransactionId">The transaction's id, under which all messages of the call travel.</param>
/// <param name="Input">A serialized <see cref="ChaincodeInput"/>.</param>
/// <param name="Proposal">The proposal as the client signed it: the chaincode takes creator and transient data from it.</param>
internal sealed record ChaincodeInvocation(string ChannelId, string TransactionId, ByteString Input, SignedProposal Proposal);
