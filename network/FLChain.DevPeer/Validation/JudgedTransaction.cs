using FLChain.Fabric.Blocks;
using FLChain.Fabric.Policies;
using FLChain.Fabric.Protos;

namespace FLChain.DevPeer.Validation;

/// <summary>
/// The verdict over one transaction of a block, as far as it stands. <paramref name="ClaimedId"/> is null where the
/// envelope does not prove that its creator made the transaction id. <paramref name="Endorsers"/> are those whose
/// endorsements hold; whether they suffice depends on the state.
/// </summary>
internal readonly record struct JudgedTransaction(TxValidationCode Code, string? ClaimedId, EndorsedAction? Action, IReadOnlyList<PolicySigner> Endorsers)
{
    public JudgedTransaction(TxValidationCode code)
        : this(code, null, null, [])
    {
    }
}
